import assert from "node:assert/strict";
import { test } from "node:test";
import { gridQuadrature, HyperPosterior, hyperSummary, logNormalPrior, rbf, uniformPrior } from "pml/gp";
import { logNormalMoments, logNormalQuantile } from "pml/math";
import { examHyperPosterior } from "pml/report";
import { assertClose } from "../support/close.js";

/** One observation of 0 far from nothing: the lengthscale's posterior is its prior. */
const priorOnly = (prior: ReturnType<typeof uniformPrior>) =>
  new HyperPosterior({
    kernel: rbf(),
    x: [0],
    y: [0],
    priors: { lengthscale: prior, variance: 1 },
    noise: 0.1,
  });

test("where the data say nothing, the summary is the prior's: log-normal", () => {
  const posterior = priorOnly(logNormalPrior({ meanOfLog: -1, sdOfLog: 0.5 }));
  const summary = hyperSummary(posterior, gridQuadrature(posterior), "lengthscale");
  const { mean, sd } = logNormalMoments(-1, 0.5);
  assertClose([summary.mean, summary.sd, summary.meanOfLog, summary.sdOfLog], [mean, sd, -1, 0.5], 1e-11);
  for (const p of [0.025, 0.5, 0.9]) {
    assertClose(summary.quantile(p), logNormalQuantile(p, -1, 0.5), 1e-10);
    assertClose(summary.cdf(summary.quantile(p)), p, 1e-12);
  }
});

test("where the data say nothing, the summary is the prior's: uniform, on its logit", () => {
  const posterior = priorOnly(uniformPrior({ lower: 1, upper: 3 }));
  const summary = hyperSummary(posterior, gridQuadrature(posterior), "lengthscale");
  assertClose([summary.mean, summary.sd], [2, Math.sqrt(1 / 3)], 1e-10);
  assertClose(summary.quantile(0.25), 1.5, 1e-9);
  assertClose(summary.density(2.7), 0.5, 1e-8);
});

test("the exam's posterior has one tenth of its mass at lengthscales below 0.1", () => {
  const posterior = examHyperPosterior();
  const summary = hyperSummary(posterior, gridQuadrature(posterior), "lengthscale");
  assertClose(summary.cdf(0.1), 0.11349938140388964, 1e-9);
  const { lower, upper } = summary.hdi(0.95);
  assertClose(summary.cdf(upper) - summary.cdf(lower), 0.95, 1e-9);
  assertClose(summary.density(lower), summary.density(upper), 1e-6);
});

test("a name that is not free is refused", () => {
  const posterior = examHyperPosterior();
  const quadrature = gridQuadrature(posterior, { pointsPerAxis: 33 });
  assert.throws(
    () => hyperSummary(posterior, quadrature, "noise"),
    /noise is no free parameter, only lengthscale, variance/,
  );
});
