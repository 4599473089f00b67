import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Checker } from "#scripts/kernel/checker.mjs";
import { loadTslab } from "#scripts/kernel/tslab.mjs";

// Cells that wait behind the running one are checked while it runs, as if it came to its end.

const folder = mkdtempSync(join(tmpdir(), "check-ahead-"));
const before = process.cwd();
process.chdir(folder);
after(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});
writeFileSync(join(folder, "beside.ts"), "export const seven: number = 7;\n");
const tslab = loadTslab();
const checker = new Checker(tslab);

const cells = [
  "const first = { a: 1 };",
  "let second = first.a + 1;\nfor (var i = 0; i < 3; i++) second += i;",
  "const third: number = second + i;",
  "third + first.a",
];

/** What the last cells become when each is checked in its turn. */
function inTurn(sources: readonly string[]) {
  checker.forget();
  return sources.map((source) => {
    const checked = checker.check(source);
    checker.keep();
    return checked;
  });
}

test("a cell that was checked ahead is what it would have become in its turn, and is not checked again", () => {
  const expected = inTurn(cells);
  checker.forget();
  assert.deepEqual(checker.check(cells[0]!), expected[0]);
  const waiting = cells.slice(1);
  while (checker.checkAhead(waiting));
  checker.keep();
  waiting.forEach((source, i) => {
    const program = tslab.program();
    assert.deepEqual(checker.check(source), expected[i + 1]);
    assert.equal(tslab.program(), program, "TypeScript was not asked again");
    checker.keep();
  });
});

test("behind a cell that failed everything is checked anew, by what is there then", () => {
  checker.forget();
  const failing = 'const one = 1;\nthrow new Error("stop");\nvar two = "2";';
  const { compiled } = checker.check(failing);
  while (checker.checkAhead(["const uses: string = two;", "const uses2: number = one;"]));
  checker.keepUpTo(failing, compiled!, 1);
  assert.match(checker.check("const uses: string = two;").diagnostics.join(), /Cannot find name 'two'/);
  assert.deepEqual(checker.check("const uses2: number = one;").diagnostics, []);
});

test("another cell than the one that waited is checked by itself", () => {
  checker.forget();
  checker.check("const a = 1;");
  while (checker.checkAhead(["const b: number = a;", "b"]));
  checker.keep();
  assert.match(checker.check("const b: string = a;").diagnostics.join(), /not assignable/);
  checker.keep();
  assert.match(checker.check("b").diagnostics.join(), /Cannot find name 'b'/);
});

test("what a cell is blamed for, and what files beside the notebook are, is found out in its turn", () => {
  checker.forget();
  checker.check("const a = 1;");
  assert.equal(checker.checkAhead(["const b: string = a;"]), false);
  assert.equal(checker.checkAhead(['import { seven } from "./beside";']), false);
  checker.keep();
  assert.match(checker.check("const b: string = a;").diagnostics.join(), /not assignable/);
  const { diagnostics, modules } = checker.check('import { seven } from "./beside";\nseven + a;');
  assert.deepEqual(diagnostics, []);
  assert.equal(modules.length, 1);
});
