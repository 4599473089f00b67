import { exponentialPrior } from "pml/gp";
import { testPositiveParameters, testPrior } from "../../support/prior-properties.js";

// scipy.stats.expon(scale=1/2.5).logpdf and .ppf, SciPy 1.17.1
testPrior("exponentialPrior", {
  prior: exponentialPrior({ rate: 2.5 }),
  logDensities: [
    [0.01, 0.891290731874155],
    [1, -1.583709268125845],
    [6, -14.083709268125846],
  ],
  quantiles: [
    [0.1, 0.04214420626313053],
    [0.5, 0.2772588722239781],
    [0.9, 0.9210340371976184],
  ],
});

testPositiveParameters("exponentialPrior", exponentialPrior, { rate: 2.5 });
