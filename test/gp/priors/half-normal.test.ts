import { halfNormalPrior } from "pml/gp";
import { testPositiveParameters, testPrior } from "../../support/prior-properties.js";

// scipy.stats.halfnorm(scale=1.5).logpdf and .ppf, SciPy 1.17.1
testPrior("halfNormalPrior", {
  prior: halfNormalPrior({ scale: 1.5 }),
  logDensities: [
    [0.01, -0.631278682975114],
    [1, -0.853478682975114],
    [6, -8.63125646075289],
  ],
  quantiles: [
    [0.1, 0.18849202028261125],
    [0.5, 1.0117346252941226],
    [0.9, 2.467280440427208],
  ],
});

testPositiveParameters("halfNormalPrior", halfNormalPrior, { scale: 1.5 });
