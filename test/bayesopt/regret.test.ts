import assert from "node:assert/strict";
import { test } from "node:test";
import { type OptimiserState, simpleRegret } from "pml/bayesopt";

// values of the objective at five candidates; two start points, then three steps
const values = [4, 1, 3, -2, 0];
const state = {
  observations: [0, 2, 2, 1, 4].map((candidate) => ({ y: values[candidate]! })),
  history: [{ y: 3 }, { y: 1 }, { y: 0 }],
} as unknown as OptimiserState;

test("simple regret counts the start and never rises; it is against the best candidate", () => {
  // best of the start is 3, the least value -2
  assert.deepEqual(simpleRegret(state, values), [5, 3, 2]);
});
