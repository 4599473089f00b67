import assert from "node:assert/strict";
import { test } from "node:test";
import { logNormalPrior } from "pml/gp";
import { testPrior } from "../../support/prior-properties.js";

// scipy.stats.lognorm(1.5, scale=exp(-1)).logpdf and .ppf, SciPy 1.17.1
testPrior("logNormalPrior", {
  prior: logNormalPrior({ meanOfLog: -1, sdOfLog: 1.5 }),
  logDensities: [
    [0.01, 0.3924883069113858],
    [0.5, -0.652180605819183],
    [30, -9.03016511016384],
  ],
  quantiles: [
    [0.1, 0.05380831077800478],
    [0.5, 0.36787944117144233],
    [0.9, 2.515137183825769],
  ],
});

test("logNormalPrior: meanOfLog must be finite and sdOfLog positive", () => {
  assert.throws(() => logNormalPrior({ meanOfLog: Number.NaN, sdOfLog: 1 }), /meanOfLog/);
  for (const sdOfLog of [0, -1, Number.NaN])
    assert.throws(() => logNormalPrior({ meanOfLog: 0, sdOfLog }), /sdOfLog/);
});

test("logNormalPrior: far out the log density stays finite and its derivative right", () => {
  const prior = logNormalPrior({ meanOfLog: 0, sdOfLog: 2 });
  for (const u of [-2000, 2000]) {
    assert.equal(prior.positionLogDensityDerivative(u), -u / 4);
    assert.ok(Number.isFinite(prior.positionLogDensity(u)));
  }
});
