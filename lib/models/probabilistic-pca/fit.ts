import type { Random } from "../../random/index.js";
import { requireInput } from "../../support/index.js";
import { type FitHooks, requireRandom } from "../common/fit-hooks.js";
import {
  computeMoments,
  type DegreesOfFreedom,
  type SampleMoments,
  withAddedVariance,
} from "../common/moments.js";
import type { Observations } from "../common/observations.js";
import { PrincipalAxes, type SignRule } from "../common/principal-axes.js";
import { fitByEm } from "./em.js";
import { makeModel, type ProbabilisticPca, requireComponents, requireNoise } from "./model.js";

/** How rows are to be fitted. */
export interface ProbabilisticPcaOptions {
  /** Number of latent dimensions, M. */
  readonly components: number;
  /** `"closed-form"` (default), or `"em"`, for which a random stream draws the start. */
  readonly method?: "closed-form" | "em";
  /** 0 (default) for maximum likelihood, 1 as scikit-learn and the report have it. */
  readonly ddof?: DegreesOfFreedom;
  readonly signs?: SignRule;
  /**
   * Variance of independent zero-mean noise on every column that the rows are fitted with, exactly, 0 by default. With
   * {@link dequantisationVariance} on rows with offset 1/2: all uniform dequantisations at once.
   */
  readonly addedVariance?: number;
  /** EM stops when the mean log-likelihood of a row changes by less than this, in nats; 1e-10 by default. */
  readonly tolerance?: number;
  /** At most so many iterations of EM; 1000 by default. */
  readonly maxIterations?: number;
}

const caller = "probabilisticPca.fit";

/**
 * The maximum-likelihood fit (Bishop 2006, 12.45 and 12.46 with R = I; Tipping and Bishop 1999): with the eigenvalues l_1 >= l_2 >= ... and
 * axes U of the rows' covariance, `noiseVariance = 1/(D - M) sum_{i > M} l_i`, `W = U_M (L_M - noiseVariance I)^(1/2)`; or by EM, whose fixed
 * point that is.
 *
 * It is maximum likelihood with ddof 0. With ddof 1 and at least as many rows as columns it is what scikit-learn and the report
 * compute; of N < D rows scikit-learn takes the noise variance as the mean of the N - M last of its N eigenvalues, not of D - M, which is
 * no maximum of the likelihood: its noise variance is larger by (D - M)/(N - M), and its loadings are shorter accordingly.
 *
 * @throws InputError for rows that are not fit, unless 1 <= M < D, and if the data vary in M or fewer dimensions
 *
 * @example
 * const model = await probabilisticPca.fit(imageRows(train, { divisor: 255 }), { components: 2 });
 */
export async function fit(
  data: Observations,
  config: ProbabilisticPcaOptions,
  { random }: Pick<FitHooks<never>, "random"> = {},
): Promise<ProbabilisticPca> {
  const { ddof = 0, addedVariance = 0 } = config;
  requireInput(addedVariance >= 0, caller, () => `addedVariance must be at least 0, got ${addedVariance}`);
  const moments = withAddedVariance(computeMoments(data, { ddof }), addedVariance);
  return fitToMoments(moments, config, random);
}

/**
 * Closed-form fits with several numbers of components, in their order: each to the bit what {@link fit} gives, but the rows' covariance is
 * computed once, and decomposed once as a whole where that is done at all.
 *
 * @throws InputError as {@link fit}
 */
export async function fitEach(
  data: Observations,
  components: readonly number[],
  config: Pick<ProbabilisticPcaOptions, "ddof" | "signs" | "addedVariance"> = {},
): Promise<ProbabilisticPca[]> {
  const { ddof = 0, addedVariance = 0 } = config;
  requireInput(addedVariance >= 0, caller, () => `addedVariance must be at least 0, got ${addedVariance}`);
  const moments = withAddedVariance(computeMoments(data, { ddof }), addedVariance);
  const axes = new PrincipalAxes(moments);
  return components.map((count) => {
    requireComponents(caller, count, moments);
    return fitInClosedForm(moments, { ...config, components: count }, axes);
  });
}

/** The same as {@link fit} from mean and covariance of the rows, which are all that it needs of them. */
export function fitToMoments(
  moments: SampleMoments,
  config: ProbabilisticPcaOptions,
  random?: Random,
): ProbabilisticPca {
  const { components, method = "closed-form" } = config;
  requireComponents(caller, components, moments);
  return method === "em"
    ? fitByEm(moments, config, requireRandom(caller, random, "the start of EM with"))
    : fitInClosedForm(moments, config, new PrincipalAxes(moments));
}

function fitInClosedForm(
  moments: SampleMoments,
  { components, signs = "largest-positive", addedVariance = 0 }: ProbabilisticPcaOptions,
  principalAxes: PrincipalAxes,
): ProbabilisticPca {
  const { columns: dimension, ddof } = moments;
  const { variances, axes, rest } = principalAxes.leading(components, signs);
  const noiseVariance = rest / (dimension - components);
  requireNoise(caller, noiseVariance, components, variances[0]!);
  const loadings = axes.map(
    (entry, i) => entry * Math.sqrt(Math.max(0, variances[i % components]! - noiseVariance)),
  );
  const config = { components, dimension, method: "closed-form", ddof, signs, addedVariance } as const;
  return makeModel(config, moments.mean, loadings, noiseVariance, variances);
}
