import { HyperPosterior, logNormalPrior, rbf } from "pml/gp";
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

interface File {
  readonly model: Model;
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

/**
 * How far the reference's prior constants are off: its log densities carry `ln sd` rounded to single precision, the
 * same offset at every point (its log likelihoods, gradients and evidence do not).
 */
function singlePrecisionOffset({ prior_log_lengthscale, prior_log_variance }: Model): number {
  const offset = ({ sd }: NormalPrior) => Math.abs(Math.fround(Math.log(sd)) - Math.log(sd));
  return offset(prior_log_lengthscale) + offset(prior_log_variance);
}

function checkPoint(posterior: HyperPosterior, point: Point, offset: number, ledger: Ledger): void {
  const position = Float64Array.of(point.log_lengthscale, point.log_variance);
  const gradient = new Float64Array(2);
  const likelihood = posterior.likelihood.logDensityAndGradient(position, gradient);
  ledger.compare("log likelihood", likelihood, point.log_likelihood, 1e-10);
  const density = posterior.logDensityAndGradient(position, gradient);
  ledger.compare("gradient of the log density", gradient, point.gradient, 1e-10);
  const beyond = Math.max(0, Math.abs(density - point.log_density) - 1.01 * offset);
  const error = beyond / Math.max(1, Math.abs(point.log_density));
  ledger.record("log density, beyond the reference's single-precision ln sd", error, 1e-10, `${density}`);
}

/** gp_posterior.json: the log density of the hyper-parameters' logarithms at points. */
export function check(file: File, ledger: Ledger): void {
  const posterior = posteriorOf(file.model);
  const offset = singlePrecisionOffset(file.model);
  for (const point of file.log_density.points) checkPoint(posterior, point, offset, ledger);
}
