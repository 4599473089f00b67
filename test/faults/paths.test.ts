import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { loadMnist, readIdxImages } from "pml/data";
import { loadCheckpoint, saveCheckpoint } from "pml/models";
import { writeAtomically } from "pml/node";
import { root } from "../support/fixture.js";
import { notebook } from "../support/notebook.js";
import { compileIn, copyRepository, lendPython } from "../support/repository-copy.js";

const folder = mkdtempSync(join(tmpdir(), "paths-"));
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

// what shells, URLs, JSON and Python's and Node's modules each treat in their own way
const copy = join(folder, "Übung 2, 数字 & Größen (50%) #1's");
const link = join(folder, "a link");

/** Runs a program; its output if it succeeds. */
function succeed(program: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3", JUPYTER_PREFER_ENV_PATH: "1", JUPYTER_NO_CONFIG: "1" },
  });
  assert.equal(status, 0, stdout + stderr);
  return stdout;
}

const cells = [
  'import { lineChart } from "pml/figures";\nimport { isQuick, saveTable, show, trainedModel } from "pml/notebook";\nimport { dataSet, firstImages, loadMnist } from "pml/data";',
  'const data = dataSet("few", firstImages(loadMnist().train, 100), firstImages(loadMnist().test, 20));\nconst model = await trainedModel({ kind: "vae", rows: 28, columns: 28, hidden: [5], latent: 2 }, data, { epochs: 1, batchSize: 50, learningRate: 1e-3, seed: 1 });\nmodel.history.length',
  'await show(lineChart([{ name: "line", x: [1, 2], y: [1, 2] }], { description: "A line.", titles: ["x", "y"] }), { stem: "line" });\nsaveTable("table", [], "none");',
];

before(async () => {
  copyRepository(copy);
  for (const name of ["requirements.txt", "package-lock.json"]) cpSync(join(root, name), join(copy, name));
  mkdirSync(join(copy, "notebooks"));
  writeFileSync(join(copy, "notebooks", "walk.ipynb"), notebook(...cells));
  const { code, output } = await compileIn(copy);
  assert.equal(code, 0, output);
  await lendPython(copy);
  symlinkSync(copy, link);
});

test("in a folder with spaces and other letters: compiled, a notebook executed, figure, table and checkpoint written", () => {
  succeed(join(copy, ".venv", "bin", "python"), join(copy, "scripts", "notebooks", "execute.py"));
  const text = readFileSync(join(copy, "notebooks", "walk.ipynb"), "utf8");
  assert.match(text, /image\/png/);
  assert.ok(!text.includes(folder) && !text.includes("数字"), "no path of this machine");
  assert.deepEqual(readdirSync(join(copy, "figures")).sort(), [
    "line.png",
    "line.svg",
    "line.vl.json",
    "table.json",
    "table.md",
  ]);
  assert.match(readdirSync(join(copy, "data", "checkpoints")).join(), /^vae-seed1-\w+\.ckpt$/);
});

test("reached by a symbolic link, the repository is the same one: nothing is done again", () => {
  const through = (name: string) => join(link, name);
  const said = succeed(
    through(".venv/bin/python"),
    through("scripts/notebooks/execute.py"),
    through("notebooks/walk.ipynb"),
  );
  assert.match(said, /unchanged/);
});

test("a folder of results may be a link to another disk; a link in place of a file is replaced, its target is not touched", () => {
  mkdirSync(join(folder, "other disk"));
  symlinkSync(join(folder, "other disk"), join(folder, "checkpoints"));
  const path = join(folder, "checkpoints", "ä 数.ckpt");
  saveCheckpoint(path, { a: 1 }, { values: Float64Array.of(1.5) });
  assert.deepEqual(loadCheckpoint(path, { a: 1 }), { values: Float64Array.of(1.5) });
  assert.deepEqual(readdirSync(join(folder, "other disk")), ["ä 数.ckpt"]);

  writeFileSync(join(folder, "precious"), "precious");
  symlinkSync(join(folder, "precious"), join(folder, "result"));
  writeAtomically(join(folder, "result"), "new");
  assert.equal(readFileSync(join(folder, "result"), "utf8"), "new");
  assert.equal(readFileSync(join(folder, "precious"), "utf8"), "precious");
  assert.ok(lstatSync(join(folder, "result")).isFile());
});

test("a link that leads nowhere or in a circle is an error with its name", () => {
  symlinkSync(join(folder, "gone"), join(folder, "nowhere"));
  symlinkSync(join(folder, "circle"), join(folder, "circle"));
  assert.throws(() => readIdxImages(join(folder, "nowhere")), /readIdxFile: .*nowhere does not exist/);
  assert.throws(() => readIdxImages(join(folder, "circle")), /ELOOP: too many symbolic links.*circle/);
  assert.throws(() => loadMnist({ folder: join(folder, "nowhere") }), /loadMnist: .*nowhere is not a folder/);
});
