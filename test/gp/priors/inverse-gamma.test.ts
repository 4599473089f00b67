import { inverseGammaPrior } from "pml/gp";
import { testPositiveParameters, testPrior } from "../../support/prior-properties.js";

// scipy.stats.invgamma(3, scale=1.5).logpdf and .ppf, SciPy 1.17.1
testPrior("inverseGammaPrior", {
  prior: inverseGammaPrior({ shape: 3, scale: 1.5 }),
  logDensities: [
    [0.1, -5.26641148425927],
    [0.6, 0.06655063882851064],
    [7, -7.474678166742421],
  ],
  quantiles: [
    [0.1, 0.2818319651557067],
    [0.5, 0.5609447147851685],
    [0.9, 1.3610808375423764],
  ],
});

testPositiveParameters("inverseGammaPrior", inverseGammaPrior, { shape: 3, scale: 1.5 });
