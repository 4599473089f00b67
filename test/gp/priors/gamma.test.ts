import { gammaPrior } from "pml/gp";
import { testPositiveParameters, testPrior } from "../../support/prior-properties.js";

// scipy.stats.gamma(12.5, scale=1/3).logpdf and .ppf, SciPy 1.17.1
testPrior("gammaPrior", {
  prior: gammaPrior({ shape: 12.5, rate: 3 }),
  logDensities: [
    [1, -8.001693903585076],
    [4, -1.0593087507063335],
    [12, -12.425267431023078],
  ],
  quantiles: [
    [0.1, 2.745567999778896],
    [0.5, 4.056097782980715],
    [0.9, 5.730264502925493],
  ],
});

// scipy.stats.gamma(0.4, scale=1/2): unbounded at 0
testPrior("gammaPrior below shape 1", {
  prior: gammaPrior({ shape: 0.4, rate: 2 }),
  logDensities: [
    [0.001, 3.6232342219114764],
    [0.3, -0.3970352628822441],
    [4, -9.35119556214974],
  ],
  quantiles: [
    [0.1, 0.0011744386204995032],
    [0.5, 0.07253907082171772],
    [0.9, 0.5649214127363243],
  ],
});

testPositiveParameters("gammaPrior", gammaPrior, { shape: 12.5, rate: 3 });
