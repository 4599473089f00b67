import assert from "node:assert/strict";
import { test } from "node:test";
import { normalPrior } from "pml/gp";
import { testPrior } from "../../support/prior-properties.js";

// scipy.stats.norm(0.5, 2).logpdf and .ppf, SciPy 1.17.1
testPrior("normalPrior", {
  prior: normalPrior({ mean: 0.5, sd: 2 }),
  logDensities: [
    [-3, -3.143335713764618],
    [0.1, -1.632085713764618],
    [4, -3.143335713764618],
  ],
  quantiles: [
    [0.1, -2.0631031310892007],
    [0.5, 0.5],
    [0.9, 3.0631031310892007],
  ],
});

test("normalPrior: mean must be finite and sd positive", () => {
  assert.throws(() => normalPrior({ mean: Number.NaN, sd: 1 }), /mean/);
  for (const sd of [0, -1, Number.NaN]) assert.throws(() => normalPrior({ mean: 0, sd }), /sd/);
});

test("normalPrior: far out the log density stays finite and its derivative right", () => {
  const prior = normalPrior({ mean: 0, sd: 2 });
  for (const u of [-2000, 2000]) {
    assert.equal(prior.positionLogDensityDerivative(u), -u / 4);
    assert.ok(Number.isFinite(prior.positionLogDensity(u)));
  }
});
