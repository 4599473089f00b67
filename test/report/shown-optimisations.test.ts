import assert from "node:assert/strict";
import { test } from "node:test";
import { distanceToShown, examGrid, nearestToShown, reportFigureSeven, reportFirstBand } from "pml/report";

const nine = [0, 0, 3, 0, 121, 0, 121, 3, 121, 121];

test("Figure 7 is at distance 0 from a run whose additions fall where its picture shows them", () => {
  assert.ok(distanceToShown(nine, reportFigureSeven) < 1e-6);
  const grid = examGrid();
  const other = nine.map((candidate, k) => (k === 4 ? 123 : candidate));
  const expected = Math.abs(grid[123]! - grid[121]!) / Math.sqrt(10);
  assert.ok(Math.abs(distanceToShown(other, reportFigureSeven) - expected) < 1e-6);
});

test("of several runs the nearest, of equal ones the first", () => {
  const stuck = new Array<number>(10).fill(0);
  const { run, distances } = nearestToShown([stuck, nine, nine], reportFigureSeven);
  assert.equal(run, 1);
  assert.ok(distances[0]! > 0.5);
});

test("the band read from Figure 7: upper above lower, and pinched nowhere between the points", () => {
  for (const { x, upper, lower } of reportFirstBand) assert.ok(upper - lower > 2, `x = ${x}`);
  assert.equal(reportFirstBand.length, 26);
});
