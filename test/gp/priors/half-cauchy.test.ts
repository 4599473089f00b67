import { halfCauchyPrior } from "pml/gp";
import { testPositiveParameters, testPrior } from "../../support/prior-properties.js";

// scipy.stats.halfcauchy(scale=0.7).logpdf and .ppf, SciPy 1.17.1
testPrior("halfCauchyPrior", {
  prior: halfCauchyPrior({ scale: 0.7 }),
  logDensities: [
    [0.01, -0.0951118221615519],
    [1, -1.2070337691855548],
    [300, -12.215828042970212],
  ],
  quantiles: [
    [0.1, 0.11086910822717538],
    [0.5, 0.6999999999999998],
    [0.9, 4.419626060272528],
  ],
});

testPositiveParameters("halfCauchyPrior", halfCauchyPrior, { scale: 0.7 });
