import assert from "node:assert/strict";
import { test } from "node:test";
import { logNormalPrior, normalPrior, onLogarithm, uniformPrior } from "pml/gp";
import { assertClose } from "../../support/close.js";
import { testPrior } from "../../support/prior-properties.js";

// scipy.stats.loguniform(0.01, 100).logpdf and .ppf, SciPy 1.17.1
testPrior("onLogarithm of a uniform", {
  prior: onLogarithm(uniformPrior({ lower: Math.log(0.01), upper: Math.log(100) })),
  logDensities: [
    [0.02, 1.6916961990602997],
    [1, -2.2203268063678463],
    [60, -6.314671368589947],
  ],
  quantiles: [
    [0.1, 0.025118864315095815],
    [0.5, 1.0000000000000009],
    [0.9, 39.81071705534979],
  ],
});

test("a normal of the logarithm is the log-normal", () => {
  const wrapped = onLogarithm(normalPrior({ mean: -1, sd: 1.5 }));
  const direct = logNormalPrior({ meanOfLog: -1, sdOfLog: 1.5 });
  assert.deepEqual(wrapped.support, direct.support);
  assert.equal(wrapped.transform.kind, "log");
  for (const value of [0.01, 0.5, 30]) {
    const u = Math.log(value);
    assertClose(wrapped.logDensity(value), direct.logDensity(value), 1e-14);
    assertClose(wrapped.logDensityDerivative(value), direct.logDensityDerivative(value), 1e-13);
    assertClose(wrapped.positionLogDensity(u), direct.positionLogDensity(u), 1e-14);
    assertClose(wrapped.transform.elasticity(u), 1, 0);
  }
});
