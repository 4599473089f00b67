import type { DegreesOfFreedom, Moments } from "../common/moments.js";
import type { Observations } from "../common/observations.js";
import { type SignRule, signed } from "../common/principal-axes.js";
import { byteMoments } from "./byte-moments.js";
import { leadingEigen } from "./leading-eigen.js";
import { fitProbabilisticPca, makeModel, type ProbabilisticPca, requireComponents } from "./model.js";

/** How rows are fitted. */
export interface PcaRowsOptions {
  /** Number of latent dimensions, M. */
  readonly components: number;
  /** 0 (default) for maximum likelihood, 1 as scikit-learn and the report have it. */
  readonly ddof?: DegreesOfFreedom;
  readonly signs?: SignRule;
}

/** Below this share of the trace the variance left over is not taken as a difference: too many digits would cancel. */
const leastShareLeft = 0.01;

/**
 * {@link fitProbabilisticPca} from the rows themselves, in a fraction of the time where M is far below D: of the
 * covariance's decomposition the M leading axes are computed, the noise variance is the rest of its trace over D - M.
 *
 * @throws InputError for rows that are not fit, unless 1 <= M < D, and if the data vary in M or fewer dimensions
 *
 * @example
 * const model = fitProbabilisticPcaToRows(imageRows(train, { divisor: 255 }), { components: 2 });
 */
export function fitProbabilisticPcaToRows(
  observations: Observations,
  { components, ddof = 0, signs = "largest-positive" }: PcaRowsOptions,
): ProbabilisticPca {
  const moments = byteMoments(observations, ddof);
  requireComponents("fitProbabilisticPcaToRows", components, moments);
  return fitByLeadingAxes(moments, components, signs) ?? fitProbabilisticPca(moments, { components, signs });
}

function fitByLeadingAxes(
  moments: Moments,
  components: number,
  signs: SignRule,
): ProbabilisticPca | undefined {
  const { columns: dimension, covariance, ddof } = moments;
  const leading = leadingEigen(covariance, dimension, components);
  if (leading === undefined) return undefined;
  let trace = 0;
  for (let j = 0; j < dimension; j++) trace += covariance[j * dimension + j]!;
  const left = trace - leading.values.reduce((sum, value) => sum + value, 0);
  if (!(left > leastShareLeft * trace)) return undefined;
  const noiseVariance = left / (dimension - components);
  const weights = signed(leading.vectors, components, signs);
  weights.forEach((entry, i) => {
    weights[i] = entry * Math.sqrt(Math.max(0, leading.values[i % components]! - noiseVariance));
  });
  const config = { components, dimension, method: "closed-form", ddof, signs } as const;
  return makeModel(config, moments.mean, weights, noiseVariance, leading.values, []);
}
