import assert from "node:assert/strict";
import { test } from "node:test";
import { uniformPrior } from "pml/gp";
import { InputError } from "pml/support";
import { testPrior } from "../../support/prior-properties.js";

// scipy.stats.uniform(0.5, 2.5).logpdf and .ppf, SciPy 1.17.1
testPrior("uniformPrior", {
  prior: uniformPrior({ lower: 0.5, upper: 3 }),
  logDensities: [
    [0.6, -0.9162907318741551],
    [1, -0.9162907318741551],
    [2.9, -0.9162907318741551],
  ],
  quantiles: [
    [0.1, 0.75],
    [0.5, 1.75],
    [0.9, 2.75],
  ],
});

test("bounds that are not in order or not finite are refused", () => {
  for (const [lower, upper] of [
    [1, 1],
    [2, 1],
    [0, Number.POSITIVE_INFINITY],
    [Number.NaN, 1],
  ] as const)
    assert.throws(() => uniformPrior({ lower, upper }), InputError);
});
