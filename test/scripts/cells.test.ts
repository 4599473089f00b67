import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { armsOfStudies, cellProblems, notebookProblems } from "#scripts/notebooks/cell-limits.mjs";
import { notebooksIn, putBack, untidyCells } from "#scripts/notebooks/format.mjs";
import { root } from "../support/fixture.js";
import { notebook } from "../support/notebook.js";

const folder = mkdtempSync(join(tmpdir(), "cells-"));
after(() => rmSync(folder, { recursive: true }));

test("every notebook's cells can be read: width, length, no glued tables, no arm typed twice", () => {
  assert.deepEqual(notebookProblems(), []);
});

test("every notebook's cells are formatted", async () => {
  assert.deepEqual(await untidyCells(notebooksIn(join(root, "notebooks")), join(folder, "all")), []);
});

test("a cell with top-level await and imports is formatted at 100 columns, put back, and then left alone", async () => {
  const path = join(folder, "one.ipynb");
  writeFileSync(path, notebook("const tidy = 1;", "import {a} from 'b'\nawait  a( 1,2 )", "tidy"));
  const untidy = await untidyCells([path], join(folder, "one"));
  assert.deepEqual(
    untidy.map(({ cell, formatted }) => [cell, formatted]),
    [
      [2, 'import { a } from "b";\nawait a(1, 2);'],
      [3, "tidy;"],
    ],
  );
  putBack(untidy);
  assert.deepEqual(await untidyCells([path], join(folder, "again")), []);
  assert.deepEqual(JSON.parse(readFileSync(path, "utf8")).cells[2].source, [
    'import { a } from "b";\n',
    "await a(1, 2);",
  ]);
});

test("a cell that cannot be parsed is an error with its place", async () => {
  const path = join(folder, "broken.ipynb");
  writeFileSync(path, notebook("const = 1;"));
  await assert.rejects(untidyCells([path], join(folder, "broken")), /cannot be formatted[\s\S]*1\.ts/);
});

test("what makes a cell hard to read is named: a planted error of every kind", () => {
  const short = "const a = 1;";
  assert.deepEqual(cellProblems([short, short], ["grid"]), []);
  const [wide, ...none] = cellProblems([`const b = ${"1".repeat(100)};`], []);
  assert.match(wide!, /^cell 1: a line of 111 columns, at most 100/);
  assert.equal(none.length, 0);
  assert.match(cellProblems([short, short, Array(21).fill(short).join("\n")], []).join(), /cell 3: 21 lines/);
  assert.match(cellProblems([Array(9).fill(short).join("\n")], []).join(), /in the middle has 9 lines/);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the cell has it in its source
  assert.match(cellProblems(["showMarkdown(`| a | ${b} |`)"], []).join(), /a Markdown table made of strings/);
  assert.match(cellProblems(['showMarkdown("|:--|--:|")'], []).join(), /a Markdown table made of strings/);
  assert.match(
    cellProblems(['of("grid")', 'find("grid")'], ["grid"]).join(),
    /arm "grid" is typed more than once/,
  );
  assert.ok(armsOfStudies().includes("Thompson sampling"));
});
