import assert from "node:assert/strict";
import { test } from "node:test";
import { inferenceRegret, type OptimiserState, simpleRegret } from "pml/bayesopt";

// values of the objective at five candidates; two start points, then three steps
const values = [4, 1, 3, -2, 0];
const state = {
  observations: [0, 2, 2, 1, 4].map((candidate) => ({ y: values[candidate]! })),
  history: [
    { y: 3, recommended: 2 },
    { y: 1, recommended: null },
    { y: 0, recommended: 3 },
  ],
} as unknown as OptimiserState;

test("simple regret counts the start and never rises; it is against the best candidate", () => {
  // best of the start is 3, the least value -2
  assert.deepEqual(simpleRegret(state, values), [5, 3, 2]);
});

test("inference regret is that of the recommended candidate, NaN without one", () => {
  assert.deepEqual(inferenceRegret(state, values), [5, Number.NaN, 0]);
});
