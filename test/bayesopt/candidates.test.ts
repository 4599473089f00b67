import assert from "node:assert/strict";
import { test } from "node:test";
import { BayesianOptimiser, candidateAt, gridCandidates } from "pml/bayesopt";
import { Random } from "pml/random";
import { examGrid } from "pml/report";
import { examProblem } from "./problems.js";

test("a grid has every combination, the last axis fastest", () => {
  const grid = gridCandidates({ lower: 0, upper: 1, points: 2 }, { lower: -1, upper: 1, points: 3 });
  assert.deepEqual(
    Array.from({ length: 6 }, (_, i) => candidateAt(grid, i)),
    [
      [0, -1],
      [0, 0],
      [0, 1],
      [1, -1],
      [1, 0],
      [1, 1],
    ],
  );
  const line = gridCandidates({ lower: -1, upper: 1, points: 200 }).values;
  examGrid().forEach((x, i) => {
    assert.ok(Math.abs(line[i]! - x) < 1e-15);
  });
});

test("a domain that is empty or not in order is refused by name", () => {
  assert.throws(() => gridCandidates(), /gridCandidates: the domain is empty/);
  assert.throws(
    () => gridCandidates({ lower: 1, upper: -1, points: 5 }),
    /axis 0 must run from a smaller to a larger finite number, got 1 to -1/,
  );
  const optimiser = (candidates: number[]) => () =>
    new BayesianOptimiser({ ...examProblem, candidates }, Random.from(1));
  assert.throws(optimiser([]), /the domain is empty/);
  assert.throws(optimiser([0, 1, 0.5]), /increasing order, but 0.5 comes after 1/);
  assert.throws(optimiser([0, 0.5, 0.5]), /candidates 1 and 2 are equal/);
  assert.throws(optimiser([0, Number.NaN]), /must be finite/);
});
