import {
  averagedPrediction,
  gramMatrix,
  gridQuadrature,
  HyperPosterior,
  hyperSummary,
  logNormalPrior,
  type Quadrature,
  rbf,
} from "pml/gp";
import { matrix } from "pml/tensorflow";
import type { Ledger } from "./ledger.js";

interface NormalPrior {
  readonly mean: number;
  readonly sd: number;
}

interface Model {
  readonly x: number[];
  readonly y: number[];
  readonly noise: number;
  readonly prior_log_lengthscale: NormalPrior;
  readonly prior_log_variance: NormalPrior;
}

interface Point {
  readonly log_lengthscale: number;
  readonly log_variance: number;
  readonly log_likelihood: number;
  readonly log_density: number;
  readonly gradient: number[];
}

interface Marginal {
  readonly mean: number;
  readonly sd: number;
  readonly mean_of_log: number;
  readonly sd_of_log: number;
  readonly quantiles: Readonly<Record<string, number>>;
  readonly hdi_94: number[];
  readonly hdi_95: number[];
  readonly cdf: readonly { readonly value: number; readonly probability: number }[];
}

interface Predictive {
  readonly x: number[];
  readonly mean: number[];
  readonly expected_conditional_variance: number[];
  readonly variance_of_conditional_mean: number[];
  readonly sd_f: number[];
  readonly sd_y: number[];
}

interface Posterior {
  readonly log_evidence: number;
  readonly lengthscale: Marginal;
  readonly variance: Marginal;
  readonly correlation_of_logs: number;
  readonly "probability_lengthscale_below_0.1": number;
  readonly predictive: Predictive;
}

interface File {
  readonly model: Model;
  readonly posterior: Posterior;
  readonly log_density: { readonly points: readonly Point[] };
}

function posteriorOf(model: Model): HyperPosterior {
  const prior = ({ mean, sd }: NormalPrior) => logNormalPrior({ meanOfLog: mean, sdOfLog: sd });
  return new HyperPosterior({
    kernel: rbf(),
    x: model.x,
    y: model.y,
    priors: { lengthscale: prior(model.prior_log_lengthscale), variance: prior(model.prior_log_variance) },
    noise: model.noise,
  });
}

/** `largest / smallest` eigenvalue of the data's covariance matrix: what rounding of an entry may grow by in a gradient. */
function condition({ x, noise }: Model, lengthscale: number, variance: number): number {
  const size = x.length;
  const covariance = gramMatrix(rbf({ lengthscale, variance }), x);
  for (let i = 0; i < size; i++) covariance[i * size + i]! += noise;
  const { values } = matrix(covariance, size, size).symmetricEigen();
  return values[0]! / values[size - 1]!;
}

const tolerance = 1e-10;

function checkPoint(posterior: HyperPosterior, model: Model, point: Point, ledger: Ledger): void {
  const position = Float64Array.of(point.log_lengthscale, point.log_variance);
  const gradient = new Float64Array(2);
  const likelihood = posterior.likelihood.logDensityAndGradient(position, gradient);
  ledger.compare("log likelihood", likelihood, point.log_likelihood, tolerance);
  const density = posterior.logDensityAndGradient(position, gradient);
  ledger.compare("log density", density, point.log_density, tolerance);
  const kappa = condition(model, Math.exp(point.log_lengthscale), Math.exp(point.log_variance));
  // 1e-8 at the hardest point, whose condition is 1e8
  const allowed = Math.max(tolerance, kappa * 2 ** -53);
  ledger.compare("gradient of the log density", gradient, point.gradient, allowed);
}

/** What the reference's own quadrature is good for. */
const quadratureTolerance = 1e-8;
/** The ends of a shortest interval sit where its length hardly changes. */
const intervalTolerance = 1e-7;

function checkMarginal(
  posterior: HyperPosterior,
  quadrature: Quadrature,
  name: "lengthscale" | "variance",
  expected: Marginal,
  ledger: Ledger,
): void {
  const summary = hyperSummary(posterior, quadrature, name);
  const compare = (what: string, actual: number[], wanted: number[], tolerance = quadratureTolerance) =>
    ledger.compare(`${name}: ${what}`, actual, wanted, tolerance);
  compare("mean, sd", [summary.mean, summary.sd], [expected.mean, expected.sd]);
  compare(
    "mean, sd of log",
    [summary.meanOfLog, summary.sdOfLog],
    [expected.mean_of_log, expected.sd_of_log],
  );
  const probabilities = Object.keys(expected.quantiles).map(Number);
  compare("quantiles", probabilities.map(summary.quantile), Object.values(expected.quantiles));
  const { cdf } = expected;
  compare(
    "distribution function",
    cdf.map(({ value }) => summary.cdf(value)),
    cdf.map(({ probability }) => probability),
  );
  for (const mass of [94, 95] as const) {
    const { lower, upper } = summary.hdi(mass / 100);
    compare("highest density intervals", [lower, upper], expected[`hdi_${mass}`], intervalTolerance);
  }
}

function checkPredictive(
  posterior: HyperPosterior,
  quadrature: Quadrature,
  expected: Predictive,
  ledger: Ledger,
): void {
  const f = averagedPrediction(posterior, quadrature, expected.x, "f");
  const y = averagedPrediction(posterior, quadrature, expected.x, "y");
  const compare = (what: string, actual: Float64Array, wanted: number[]) =>
    ledger.compare(`predictive: ${what}`, actual, wanted, quadratureTolerance);
  compare("mean", f.mean, expected.mean);
  compare("mean of the variances", f.varianceAsInReport, expected.expected_conditional_variance);
  compare("variance of the means", f.varianceOfMeans, expected.variance_of_conditional_mean);
  compare("sd of f", f.varianceCorrected.map(Math.sqrt), expected.sd_f);
  compare("sd of y", y.varianceCorrected.map(Math.sqrt), expected.sd_y);
}

function correlation({ positions, weights }: Quadrature): number {
  const moment = (of: (a: number, b: number) => number) =>
    weights.reduce((sum, weight, i) => sum + weight * of(positions[2 * i]!, positions[2 * i + 1]!), 0);
  const a0 = moment((a) => a);
  const b0 = moment((_, b) => b);
  const covariance = moment((a, b) => (a - a0) * (b - b0));
  return covariance / Math.sqrt(moment((a) => (a - a0) ** 2) * moment((_, b) => (b - b0) ** 2));
}

/** gp_posterior.json: log density of the hyper-parameters' logarithms at points, and its integrals by our own quadrature. */
export function check(file: File, ledger: Ledger): void {
  const posterior = posteriorOf(file.model);
  for (const point of file.log_density.points) checkPoint(posterior, file.model, point, ledger);
  const quadrature = gridQuadrature(posterior, { pointsPerAxis: 401 });
  const expected = file.posterior;
  ledger.compare("log evidence", quadrature.logEvidence, expected.log_evidence, quadratureTolerance);
  for (const name of ["lengthscale", "variance"] as const)
    checkMarginal(posterior, quadrature, name, expected[name], ledger);
  const shortScales = hyperSummary(posterior, quadrature, "lengthscale").cdf(0.1);
  const wanted = expected["probability_lengthscale_below_0.1"];
  ledger.compare("P(lengthscale < 0.1)", shortScales, wanted, quadratureTolerance);
  ledger.compare(
    "correlation of logs",
    correlation(quadrature),
    expected.correlation_of_logs,
    quadratureTolerance,
  );
  checkPredictive(posterior, quadrature, expected.predictive, ledger);
}
