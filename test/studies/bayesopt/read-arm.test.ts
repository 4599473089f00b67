import assert from "node:assert/strict";
import { test } from "node:test";
import { gridCandidates, type TestFunction } from "pml/bayesopt";
import { type ArmResult, ReadArm, ReadArms, readRuns, shareDifference, shareInterval } from "pml/studies";

const values = [3, 1, 0, 2];
const result: ArmResult = {
  arm: "an arm",
  repetitions: 4,
  start: [2, 2, 2, 2],
  chosen: ["1 2", "3 3", "0 1", "2 2"],
  recommended: ["0 1", "2 2", "1 1", "3 2"],
  lengthscales: ["0.1 0.2", "0.3 0.4", "0.5 0.6", "0.7 0.8"],
  repeats: 2,
  jittered: 1,
  divergences: 0,
  rhat: null,
  essBulk: null,
};

test("an arm, read: shares found and stuck, medians, repeats, its lead over another", () => {
  const arm = new ReadArm(result, values);
  assert.deepEqual(arm.regrets, [
    [1, 0],
    [2, 2],
    [2, 1],
    [0, 0],
  ]);
  assert.deepEqual([arm.runs, arm.steps], [4, 2]);
  assert.deepEqual([arm.found(1), arm.found(2)], [0.25, 0.5]);
  assert.deepEqual(arm.foundShares, { name: "an arm", runs: 4, shares: [0.25, 0.5] });
  assert.deepEqual([arm.stuck(1), arm.stuck(2)], [0.5, 0.25], "still at the start's 2");
  assert.equal(arm.medianRegret(1), 1.5);
  assert.deepEqual([arm.repeats, arm.jittered], [0.25, 0.125]);
  assert.deepEqual(arm.inferenceRegrets[0], [3, 1]);
  assert.deepEqual(arm.foundInterval(2), shareInterval(0.5, 4));
  assert.deepEqual(arm.ahead(arm, 1), shareDifference(0.25, 4, 0.25, 4));
});

test("arms by their names; one that there is not is refused with those that there are", () => {
  const arms = new ReadArms([result], values);
  assert.equal(arms.named("an arm"), arms.all[0]);
  assert.throws(() => arms.named("the arm"), /no arm "the arm"; there are: an arm/);
});

test("runs one by one: found or not, where the best lies, what was asked for again", () => {
  const objective: TestFunction = {
    name: "four",
    dimension: 1,
    candidates: gridCandidates({ lower: 0, upper: 3, points: 4 }),
    minimisers: [[2]],
    minimum: 0,
    evaluate: ([x]) => values[x!]!,
  };
  assert.deepEqual(readRuns(result, objective)[1], {
    found: false,
    bestPlace: 3,
    repeats: 0.5,
    lengthscales: [0.3, 0.4],
  });
  assert.deepEqual(
    readRuns(result, objective).map(({ found, bestPlace }) => [found, bestPlace]),
    [
      [true, 2],
      [false, 3],
      [false, 1],
      [true, 2],
    ],
  );
});
