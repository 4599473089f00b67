import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { cellsAsModule, checkNotebooks } from "#scripts/notebooks/type-check.mjs";
import { root } from "../support/fixture.js";
import { notebook } from "../support/notebook.js";

const folder = mkdtempSync(join(tmpdir(), "cells-"));
// inside the repository, so that imports resolve as they do for the real notebooks
const workshop = join(root, ".cache", `cells-test-${process.pid}`);
after(() => {
  rmSync(folder, { recursive: true });
  rmSync(workshop, { recursive: true, force: true });
});

async function check(notebooks: Record<string, string>) {
  const source = mkdtempSync(join(folder, "case-"));
  mkdirSync(source, { recursive: true });
  for (const [name, text] of Object.entries(notebooks)) writeFileSync(join(source, `${name}.ipynb`), text);
  let printed = "";
  const errors = await checkNotebooks(source, workshop, (text) => {
    printed += `${text}\n`;
  });
  return { errors, printed };
}

const good = [
  'import { display } from "tslab";\nimport { Random } from "pml/random";\nconst random = Random.from(1);',
  "const value: number = await Promise.resolve(random.uniform());\nvalue",
  "[value, 1].map((x) => x + 1)",
  "display.text(String(value))",
];

test("cells share names, may await, import the library and tslab, and end in an expression", async () => {
  const { errors, printed } = await check({ "1.1-a": notebook(...good), "2-b": notebook(...good) });
  assert.equal(errors, 0, printed);
});

test("a type error is reported by notebook, cell and line", async () => {
  const bad = notebook(...good, "\nconst wrong: string =\n  value;", "const late: number = undefined;");
  const { errors, printed } = await check({ "1.1-a": notebook(...good), "2-b": bad });
  assert.equal(errors, 2, printed);
  assert.match(printed, /^notebooks\/2-b\.ipynb:cell 5:line 2:7 - error TS2322/m);
  assert.match(printed, /^notebooks\/2-b\.ipynb:cell 6:line 1:7 - error TS2322/m, "strict, unlike tslab");
});

test("a name declared in two cells, an unknown import and a syntax error are errors", async () => {
  const twice = await check({ a: notebook("const a = 1;", "const a = 2;") });
  assert.match(twice.printed, /a\.ipynb:cell 1:line 1:7 - error TS2451/);
  assert.match(twice.printed, /a\.ipynb:cell 2:line 1:7 - error TS2451/);
  const unknown = await check({ a: notebook('import { nothing } from "pml/random";') });
  assert.match(unknown.printed, /a\.ipynb:cell 1:line 1:10 - error TS2305/);
  const unfinished = await check({ a: notebook("1;", "const f = (") });
  assert.match(unfinished.printed, /a\.ipynb:cell 2:line 1:\d+ - error TS1/);
});

test("every line of the module knows where it comes from", () => {
  const { source, places } = cellsAsModule(notebook("a;\nb;", "c"));
  const lines = source.split("\n");
  assert.deepEqual(places[lines.indexOf("b;")], { cell: 1, line: 2 });
  assert.deepEqual(places[lines.indexOf("c")], { cell: 2, line: 1 });
  assert.ok(places.length >= lines.length - 1);
});

test("a file that is no notebook is named", async () => {
  await assert.rejects(
    check({ cut: notebook("1").slice(0, 50) }),
    /cut\.ipynb is not a notebook that can be read/,
  );
});
