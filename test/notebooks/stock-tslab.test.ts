import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { engineOptions } from "#scripts/setup/python.mjs";
import { root } from "../support/fixture.js";
import { python, runPython } from "../support/python.js";

// The notebooks need nothing of the repository's own kernel: somebody who has tslab opens them, too.

const names = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));

test("tslab as it is published executes every notebook, small, with its figures", {
  skip: !existsSync(python) && "no .venv: run the tests by npm test",
  timeout: 900_000,
}, () => {
  const folder = mkdtempSync(join(tmpdir(), "stock-tslab-"));
  try {
    const { code, output, errors } = runPython("test/notebooks/stock-tslab.py", [
      folder,
      JSON.stringify([
        process.execPath,
        ...engineOptions(),
        join(root, "node_modules", "tslab", "bin", "tslab"),
      ]),
      ...names,
    ]);
    assert.equal(code, 0, `${output}${errors.split("\n").slice(-40).join("\n")}`);
    const shown = [...output.matchAll(/^(.+): \d+ cells, (\d+) figures$/gm)];
    assert.deepEqual(
      shown.map(([, name]) => name),
      names,
    );
    for (const [line, , figures] of shown) assert.ok(Number(figures) > 0, line);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
