import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/fixture.js";

interface Cell {
  readonly cell_type: "code" | "markdown";
  readonly source: readonly string[];
  readonly execution_count?: number | null;
  readonly outputs?: readonly {
    readonly output_type: string;
    readonly name?: string;
    readonly data?: Readonly<Record<string, unknown>>;
    readonly metadata?: { readonly "image/png"?: { readonly alt?: string } };
  }[];
}

const folder = join(root, "notebooks");
const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
const megabyte = 1_000_000;

for (const name of names) {
  const path = join(folder, name);
  const text = readFileSync(path, "utf8");
  const cells = (JSON.parse(text) as { cells: readonly Cell[] }).cells;
  const code = cells.filter((cell) => cell.cell_type === "code");

  test(`${name}: every cell was executed, from the first to the last, without an error or a warning`, () => {
    assert.deepEqual(
      code.map((cell) => cell.execution_count),
      code.map((_, i) => i + 1),
    );
    for (const output of code.flatMap((cell) => cell.outputs ?? [])) {
      assert.notEqual(output.output_type, "error");
      assert.notEqual(output.name, "stderr");
    }
  });

  test(`${name}: every figure has a picture with its text, and a description, whatever the reader's program can draw`, () => {
    const figures = code
      .flatMap((cell) => cell.outputs ?? [])
      .filter(
        ({ data }) =>
          data && ("image/png" in data || Object.keys(data).some((type) => type.includes("vegalite"))),
      );
    assert.ok(figures.length > 0);
    for (const { data, metadata } of figures) {
      assert.ok(data!["image/png"] && data!["text/plain"]);
      assert.equal(metadata?.["image/png"]?.alt, [data!["text/plain"]].flat().join(""));
      assert.ok(!("image/svg+xml" in data!));
    }
  });

  test(`${name}: no machine's paths, under 2 MB`, () => {
    assert.doesNotMatch(text, /\/(home|root|tmp|work|Users|usr)\/[\w.-]+\//);
    assert.ok(statSync(path).size < 2 * megabyte, `${statSync(path).size} bytes`);
  });
}

// The Python of .venv is there once the set-up has run, which every `npm test` does first.
const python = join(root, ".venv", "bin", "python");

test("no notebook is stale: cells, library, packages and studies are those that its outputs were made from", {
  skip: !existsSync(python) && "no .venv: run the tests by npm test",
}, () => {
  const runner = join(root, "scripts", "notebooks", "execute.py");
  const { status, stdout, stderr } = spawnSync(python, [runner, "--check"], { encoding: "utf8" });
  assert.equal(status, 0, `\n${stdout}${stderr}`);
});

for (const name of names)
  test(`${name}: both READMEs lead to it`, () => {
    for (const readme of ["README.md", "notebooks/README.md"])
      assert.ok(
        readFileSync(join(root, readme), "utf8").includes(`${name})`),
        `${readme} has no line for it`,
      );
  });

test("all notebooks execute in a quick run", {
  skip: !existsSync(python) && "no .venv: run the tests by npm test",
  timeout: 600_000,
}, () => {
  const output = mkdtempSync(join(tmpdir(), "quick-"));
  try {
    const runner = join(root, "scripts", "notebooks", "execute.py");
    const { status, stdout, stderr } = spawnSync(python, ["-u", runner, "--quick", "--output-dir", output], {
      encoding: "utf8",
    });
    assert.equal(status, 0, `${stdout}\n${stderr}`);
    assert.deepEqual(
      readdirSync(output)
        .filter((name) => name.endsWith(".ipynb"))
        .sort(),
      [...names].sort(),
    );
  } finally {
    rmSync(output, { recursive: true });
  }
});
