import { ess, isDiagnosable, pool, type Quantity } from "../inference/index.js";
import { logMeanExp, logSumExp } from "../math/index.js";
import { InputError, requirePositive } from "../support/index.js";
import type { Model } from "./model.js";
import type { Parameters } from "./parameters.js";
import { paretoSmooth } from "./pareto-smoothing.js";
import { logLikelihood } from "./predictive.js";
import type { ModelRun } from "./sample-model.js";
import type { Generated } from "./trace.js";

/** How well a model predicts observations that it has not seen, in nats. */
export interface PredictiveAccuracy {
  /** Expected log predictive density: the sum over the observations. */
  readonly elpd: number;
  /** Standard error of that sum. */
  readonly se: number;
  /** Effective number of parameters. */
  readonly parameters: number;
  /** Each observation's part. */
  readonly pointwise: Float64Array;
  /** What is not to be relied on, in words; empty if nothing. */
  readonly warnings: readonly string[];
}

/** Leave-one-out accuracy with its diagnostic. */
export interface LeaveOneOut extends PredictiveAccuracy {
  /** Pareto shape of each observation's weights. */
  readonly k: Float64Array;
  /** Up to this k the estimates can be relied on: min(1 - 1 / log10(draws), .7). */
  readonly goodK: number;
}

function requireObservations(caller: string, logLikelihoods: readonly Quantity[]): void {
  if (logLikelihoods.length === 0) throw new InputError(caller, "wants at least one observation, got none");
  for (const [i, quantity] of logLikelihoods.entries()) {
    isDiagnosable(caller, quantity);
    if (quantity.some((chain) => !chain.every(Number.isFinite)))
      throw new InputError(caller, `the log likelihood of observation ${i} is not finite at some draws`, {
        observation: i,
      });
  }
}

const total = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, x) => sum + x, 0);

/** The standard error of a sum of parts: sqrt(n var), the variance with divisor n. */
function standardError(pointwise: Float64Array): number {
  const mean = total(pointwise) / pointwise.length;
  return Math.sqrt(pointwise.reduce((sum, x) => sum + (x - mean) ** 2, 0));
}

/**
 * Leave-one-out cross-validation by Pareto-smoothed importance sampling (Vehtari, Gelman and Gabry 2017), from the log likelihood of
 * each observation at each draw.
 *
 * @param relativeEfficiency effective sample size of the draws as a share of their number, default 1
 * @throws InputError without observations, or if a log likelihood is not finite
 */
export function looOfLogLikelihood(
  logLikelihoods: readonly Quantity[],
  { relativeEfficiency = 1 }: { readonly relativeEfficiency?: number } = {},
): LeaveOneOut {
  requireObservations("loo", logLikelihoods);
  requirePositive("loo", "relativeEfficiency", relativeEfficiency);
  const k = new Float64Array(logLikelihoods.length);
  const pointwise = new Float64Array(logLikelihoods.length);
  let inSample = 0;
  let draws = 0;
  logLikelihoods.forEach((quantity, i) => {
    const values = pool(quantity);
    draws = values.length;
    const smoothed = paretoSmooth(
      values.map((x) => -x),
      relativeEfficiency,
    );
    k[i] = smoothed.k;
    pointwise[i] = logSumExp(values.map((x, t) => x + smoothed.logWeights[t]!));
    inSample += logMeanExp(values);
  });
  const elpd = total(pointwise);
  const goodK = Math.min(1 - 1 / Math.log10(draws), 0.7);
  return {
    elpd,
    se: standardError(pointwise),
    parameters: inSample - elpd,
    pointwise,
    k,
    goodK,
    warnings: kWarnings(k, goodK),
  };
}

function kWarnings(k: Float64Array, goodK: number): string[] {
  const bad = Array.from(k.keys()).filter((i) => !(k[i]! <= goodK));
  if (bad.length === 0) return [];
  const first = bad.slice(0, 5).map((i) => `${i}: ${k[i]!.toFixed(2)}`);
  return [
    `the Pareto shape k is above ${goodK.toFixed(2)} for ${bad.length} of ${k.length} observations (${first.join(", ")}` +
      `${bad.length > 5 ? ", ..." : ""}): leaving one of these out changes the posterior too much for its draws. Fit without them, ` +
      "or use a model with heavier tails.",
  ];
}

/**
 * The widely applicable information criterion (Watanabe 2010; Gelman, Hwang and Vehtari 2014), on the scale of a log density: the
 * in-sample accuracy minus the variance of each log likelihood over the draws.
 *
 * @throws InputError without observations, or if a log likelihood is not finite
 */
export function waicOfLogLikelihood(logLikelihoods: readonly Quantity[]): PredictiveAccuracy {
  requireObservations("waic", logLikelihoods);
  const variances = Float64Array.from(logLikelihoods, (quantity) => {
    const values = pool(quantity);
    const mean = total(values) / values.length;
    return values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  });
  const pointwise = Float64Array.from(
    logLikelihoods,
    (quantity, i) => logMeanExp(pool(quantity)) - variances[i]!,
  );
  const high = variances.filter((variance) => variance > 0.4).length;
  const warnings =
    high === 0
      ? []
      : [
          `the variance of the log likelihood is above 0.4 for ${high} of ${variances.length} observations: WAIC may fail there, ` +
            "see loo.",
        ];
  return {
    elpd: total(pointwise),
    se: standardError(pointwise),
    parameters: total(variances),
    pointwise,
    warnings,
  };
}

/** Mean effective sample size of parameters and generated quantities, as a share of the draws; 1 for a single chain (as in ArviZ). */
export function relativeEfficiency(quantities: Readonly<Record<string, Quantity>>): number {
  const all = Object.values(quantities);
  const chains = all[0]!;
  if (chains.length === 1) return 1;
  const draws = chains.length * chains[0]!.length;
  return total(all.map((quantity) => ess(quantity, "mean"))) / all.length / draws;
}

/**
 * Leave-one-out cross-validation of a model from its run, by Pareto-smoothed importance sampling: what `arviz.loo` gives. Each entry of
 * a factor whose variate is data is an observation.
 *
 * @example
 * const { elpd, se, k, warnings } = loo(schools, run);
 */
export function loo<P extends Parameters, G extends Generated>(
  model: Model<P, G>,
  run: ModelRun<P, G>,
): LeaveOneOut {
  const efficiency = relativeEfficiency(run.quantities);
  return looOfLogLikelihood(logLikelihood(model, run), { relativeEfficiency: efficiency });
}

/** The widely applicable information criterion of a model from its run: what `arviz.waic` gives. */
export function waic<P extends Parameters, G extends Generated>(
  model: Model<P, G>,
  run: ModelRun<P, G>,
): PredictiveAccuracy {
  return waicOfLogLikelihood(logLikelihood(model, run));
}
