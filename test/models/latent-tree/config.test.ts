import assert from "node:assert/strict";
import { test } from "node:test";
import type { LatentTreeState } from "pml/models/latent-tree";
import * as latentTree from "pml/models/latent-tree";
import { Random } from "pml/random";
import { stepSize } from "#internal/models/latent-tree/config";
import { assertClose } from "../../support/close.js";

test("decaying steps are the same whatever their number", () => {
  for (const steps of [10, 1000])
    assertClose(stepSize({ offset: 4, decay: 0.5 }, 5, steps), 1 / 3, 1e-12, "step");
});

test("annealed steps first forget the start, then stay, then fall geometrically to the last", () => {
  const sizes = { first: 0.2, last: 0.02 };
  const at = (step: number) => stepSize(sizes, step, 100);
  assert.deepEqual([at(0), at(1), at(2)], [1 / 2, 1 / 3, 1 / 4]);
  for (const step of [3, 20, 50]) assert.equal(at(step), 0.2);
  assertClose(at(75), 0.2 * Math.sqrt(0.1), 1e-12, "half way down");
  assertClose(at(99), 0.2 * 0.1 ** 0.98, 1e-12, "at the end");
  // one long step forgets: the mean of the first n batches has steps 1/2, 1/3, ..., 1/(n + 1)
  const start = [0, 1, 2, 3].reduce(
    (left, step) => left * (1 - stepSize({ first: 0.01, last: 0.01 }, step, 9)),
    1,
  );
  assertClose(start, 1 / 5, 1e-12, "what is left of the start");
});

test("a fit with annealed steps goes on bit for bit, but not towards another number of passes", async () => {
  const random = () => Random.from(1);
  const values = Uint8Array.from({ length: 300 }, (_, i) => (i % 7 < 3 ? 1 : 0));
  const rows = { values, columns: 5 };
  const config = {
    states: 2,
    levels: 2,
    stepwisePasses: 3,
    batchRows: 20,
    steps: { first: 0.3, last: 0.05 },
  };
  const states: LatentTreeState[] = [];
  const onState = (state: LatentTreeState) => states.push(state);
  const whole = await latentTree.fit(rows, config, { random: random(), onState });
  assert.equal(states.length, 4);
  for (const from of states)
    assert.deepEqual(await latentTree.fit(rows, config, { random: random(), from }), whole);
  await assert.rejects(
    latentTree.fit(rows, { ...config, stepwisePasses: 4 }, { random: random(), from: states[1]! }),
    /cannot go on: 2 passes were made \(3 stepwise first\), wanted are 4 and 1/,
  );
});
