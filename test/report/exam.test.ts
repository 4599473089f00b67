import assert from "node:assert/strict";
import { test } from "node:test";
import { examData, examFunction, examGrid, examNoise } from "pml/report";
import { assertClose } from "../support/close.js";
import { fixture } from "../support/fixture.js";

test("data and noise are those of the reference", () => {
  const { model } = fixture("gp_posterior");
  const { x, y } = examData();
  assert.deepEqual([...x.values], model.x);
  assertClose(y, model.y, 1e-15);
  assert.equal(examNoise, model.noise);
});

test("the function's minima are where the reference has them", () => {
  const { x, f, grid_index, grid_x, grid_f, local_minima } = fixture("bayesopt").true_minimum;
  assertClose(examFunction(x), f, 1e-14);
  for (const minimum of local_minima) assertClose(examFunction(minimum.x), minimum.f, 1e-10);
  const grid = examGrid();
  assert.equal(grid.length, 200);
  assert.equal(grid[grid_index], grid_x);
  assert.equal(grid.map(examFunction).indexOf(Math.min(...grid.map(examFunction))), grid_index);
  assertClose(examFunction(grid_x), grid_f, 1e-14);
});

test("the grid is symmetric and ends at the ends", () => {
  for (const count of [2, 41, 200]) {
    const grid = examGrid(count);
    assert.deepEqual([grid[0], grid[count - 1]], [-1, 1]);
    grid.forEach((value, i) => {
      assertClose(value, -grid[count - 1 - i]!, 4e-16);
    });
  }
});
