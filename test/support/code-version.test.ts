import assert from "node:assert/strict";
import { test } from "node:test";
import { codeVersion, essence } from "pml/internal/support/code-version";

test("comments and blank lines do not change the version, code does", () => {
  const plain = "const a = 1;\nconst b = a / 2;";
  const commented =
    "/** What it is. */\nconst a = 1;\n\n// why\n    /*\n   * more\n   */\nconst b = a / 2;\n";
  assert.equal(essence(commented), essence(plain));
  assert.notEqual(essence(plain.replace("/ 2", "/ 3")), essence(plain));
  assert.notEqual(essence('const s = "// not a comment";'), essence('const s = "";'));
});

test("a module's version covers what it imports", () => {
  assert.match(codeVersion("models/vae/training.js"), /^[0-9a-f]{64}$/);
  assert.equal(codeVersion("models/vae/training.js"), codeVersion("models/vae/training.js"));
  assert.notEqual(codeVersion("models/vae/training.js"), codeVersion("models/vae/elbo.js"));
  assert.throws(
    () => codeVersion("models/no-such.js"),
    /codeVersion: no compiled module models\/no-such\.js/,
  );
});

test("how records are put away and how messages are worded asks for no new result", () => {
  const silent = [
    "models/checkpoint.js",
    "support/atomic-write.js",
    "support/code-version.js",
    "support/errors.js",
    "support/progress.js",
    "support/repository.js",
  ];
  const [first, ...others] = silent.map((module) => codeVersion(module));
  for (const other of others) assert.equal(other, first, "all of them count as no code at all");
  assert.notEqual(codeVersion("models/vae/reuse.js"), first);
});
