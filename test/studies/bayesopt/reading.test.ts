import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type ArmResult,
  chosenBy,
  inferenceRegrets,
  shareDifference,
  shareInterval,
  shareWithin,
  simpleRegrets,
} from "pml/studies";

const arm: ArmResult = {
  arm: "a",
  repetitions: 2,
  start: [3, 1],
  chosen: ["0 2 1", "3 3 0"],
  recommended: ["1 2 2", "0 0 3"],
  lengthscales: [],
  repeats: 1,
  jittered: 0,
  divergences: 0,
  rhat: null,
  essBulk: null,
};
const values = [2, 5, -1, 4];

test("regrets count the start and are relative to the smallest value", () => {
  assert.deepEqual(chosenBy(arm), [
    [0, 2, 1],
    [3, 3, 0],
  ]);
  assert.deepEqual(simpleRegrets(arm, values), [
    [3, 0, 0],
    [2, 2, 2],
  ]);
  assert.deepEqual(inferenceRegrets(arm, values), [
    [6, 0, 0],
    [3, 3, 5],
  ]);
  assert.equal(shareWithin(simpleRegrets(arm, values), 1), 0);
  assert.equal(shareWithin(simpleRegrets(arm, values), 2), 0.5);
  assert.throws(() => shareWithin([[1]], 2), /regrets\[0\]/);
});

test("Wilson's and Newcombe's intervals as printed in Newcombe (1998)", () => {
  // Wilson, 81 of 263: 0.2553 to 0.3662
  const wilson = shareInterval(81 / 263, 263);
  assert.ok(Math.abs(wilson.lower - 0.2553) < 5e-5 && Math.abs(wilson.upper - 0.3662) < 5e-5);
  assert.equal(shareInterval(0, 20).lower, 0);
  // method 10, 56/70 - 48/80: 0.0524 to 0.3339
  const difference = shareDifference(56 / 70, 70, 48 / 80, 80);
  assert.ok(Math.abs(difference.lower - 0.0524) < 5e-5 && Math.abs(difference.upper - 0.3339) < 5e-5);
});
