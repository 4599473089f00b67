import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "pml/random";
import { examGrid } from "pml/report";
import { gpCalibration, rankedAmong, readStudy, simulateFunction } from "pml/studies";

test("a simulated function: five of its values with the model's noise, the same for the same stream", () => {
  const [one, again] = [1, 1].map((seed) => simulateFunction(Random.from(seed)));
  assert.deepEqual(one!.truth, again!.truth);
  assert.equal(one!.truth.length, examGrid().length);
  const { y } = one!.posterior.model;
  assert.equal(y.length, 5);
  // x = -1 is a point of the grid too: two observations of one place differ by the noise alone
  assert.ok(Math.abs(y[0]! - one!.truth[0]!) < 0.06);
  assert.ok(y[0] !== one!.truth[0]);
});

test("the study's ranks and places are in their ranges, as many as there are simulated functions", () => {
  const { ranks, checks } = readStudy(gpCalibration).result;
  for (const found of Object.values(ranks)) {
    assert.equal(found.length, checks.length);
    assert.ok(found.every((rank) => rank >= 0 && rank <= rankedAmong));
  }
  for (const { ofLengthscale, ofVariance, report, total, smallestTail } of checks)
    for (const share of [ofLengthscale, ofVariance, report, total, 2 * smallestTail])
      assert.ok(share >= 0 && share <= 1);
});
