import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { test } from "node:test";
import { root } from "../support/fixture.js";
import { type MadeSet, writeMadeSet } from "../support/made-set.js";

const python = join(root, ".venv", "bin", "python");
const skip = !existsSync(python) && "no .venv: run the tests by npm test";

interface Cell {
  readonly cell_type: "code" | "markdown";
  readonly source: readonly string[];
  readonly execution_count?: number | null;
  readonly metadata: { readonly tags?: readonly string[] };
  readonly outputs?: readonly { readonly data?: Readonly<Record<string, readonly string[]>> }[];
}

/** Everything committed under figures/, by its time of change. */
const committed = () =>
  readdirSync(join(root, "figures"), { recursive: true, encoding: "utf8" }).map((path) => [
    path,
    statSync(join(root, "figures", path)).mtimeMs,
  ]);

/** Executes notebooks of a made set in a quick run, and hands over their cells. */
function executed(set: MadeSet, names: readonly string[], then: (cells: readonly Cell[]) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "made-"));
  const target = join(root, ".cache", basename(folder));
  try {
    writeMadeSet(folder, set);
    writeFileSync(
      join(folder, "classes.txt"),
      Array.from({ length: set.classes }, (_, k) => `class ${k + 1}\n`).join(""),
    );
    const figures = committed();
    const runner = join(root, "scripts", "notebooks", "execute.py");
    const { status, stdout, stderr } = spawnSync(python, ["-u", runner, "--quick", ...names], {
      encoding: "utf8",
      env: { ...process.env, PML_DATA: folder },
    });
    assert.equal(status, 0, `${stdout}\n${stderr}`);
    assert.deepEqual(committed(), figures, "the figures of MNIST are as they were");
    const notebooks = readdirSync(join(target, "quick")).filter((name) => name.endsWith(".ipynb"));
    assert.deepEqual(
      notebooks.map((name) => name.split("-")[0]).sort(),
      names.filter((name) => !name.startsWith("2")),
    );
    assert.ok(readdirSync(join(target, "quick", "figures"), { recursive: true }).length > 10);
    for (const name of notebooks)
      then(JSON.parse(readFileSync(join(target, "quick", name), "utf8")).cells as readonly Cell[]);
  } finally {
    rmSync(folder, { recursive: true });
    rmSync(target, { recursive: true, force: true });
  }
}

/** What the outputs say in words and tables. */
const textOf = (cells: readonly Cell[]) =>
  cells
    .flatMap(({ outputs = [] }) =>
      outputs.flatMap(({ data = {} }) => [data["text/plain"], data["text/markdown"]]),
    )
    .flatMap((lines) => lines ?? [])
    .join("\n");

/** What holds of each notebook: it says what it shows, and under each cell that was left out why. */
function check(cells: readonly Cell[], { classes }: MadeSet): void {
  const banner = cells[1]!.source.join("");
  assert.match(banner, /^\*\*These are other images: made-\w+\.\*\* The text speaks of MNIST/);
  const code = cells.filter(({ cell_type }) => cell_type === "code");
  const leftOut = code.filter(({ metadata }) => metadata.tags?.includes("not-executed"));
  for (const cell of leftOut) {
    assert.equal(cell.execution_count, null);
    assert.match(cell.outputs![0]!.data!["text/plain"]!.join(""), /^Not executed: this cell /);
  }
  assert.ok(banner.includes(`${leftOut.length} of ${code.length} cells`));
  assert.ok(leftOut.some((cell) => textOf([cell]).includes("numbers of MNIST")));
  assert.ok(
    code.some((cell) => !leftOut.includes(cell) && textOf([cell]).includes("made-")),
    "the data are named",
  );
  assert.doesNotMatch(textOf(code), /784 ln|<sup>784/);
  if (textOf(code).includes("% right by"))
    assert.ok(textOf(code).includes(`class ${classes}`), "classes by name");
}

test("8 x 8 pixels, 4 classes, 600 images: all notebooks on images, apart from MNIST's", {
  skip,
  timeout: 1_800_000,
}, () => {
  const set = { rows: 8, columns: 8, classes: 4, count: 600 };
  executed(set, ["1", "1.1", "1.2.1", "1.2.2", "1.2.3", "2.1"], (cells) => check(cells, set));
});

test("32 x 32 pixels, 26 classes with names", { skip, timeout: 1_800_000 }, () => {
  const set = { rows: 32, columns: 32, classes: 26, count: 600 };
  executed(set, ["1.1", "1.2.1", "1.2.2"], (cells) => check(cells, set));
});

test("20 x 28 pixels, 47 classes", { skip, timeout: 1_800_000 }, () => {
  const set = { rows: 20, columns: 28, classes: 47, count: 600 };
  executed(set, ["1.1", "1.2.1"], (cells) => check(cells, set));
});
