import { logGamma } from "../../math/index.js";
import type { Random } from "../../random/index.js";
import { requirePositive } from "../../support/index.js";
import { definePrior, openUniform, type Prior, positiveSupport } from "./prior.js";
import { logTransform } from "./transform.js";

/**
 * Gamma prior `p(value) = rate^shape / Gamma(shape) value^(shape - 1) exp(-rate value)`, of mean `shape / rate`.
 *
 * @throws InputError unless both parameters are positive
 */
export function gammaPrior({ shape, rate }: { readonly shape: number; readonly rate: number }): Prior {
  requirePositive("gammaPrior", "shape", shape);
  requirePositive("gammaPrior", "rate", rate);
  const logNormaliser = shape * Math.log(rate) - logGamma(shape);
  return definePrior({
    kind: "gamma",
    parameters: { shape, rate },
    support: positiveSupport,
    transform: logTransform,
    logDensity: (value) =>
      value > 0 ? logNormaliser + (shape - 1) * Math.log(value) - rate * value : Number.NEGATIVE_INFINITY,
    logDensityDerivative: (value) => (shape - 1) / value - rate,
    positionLogDensity: (position) => logNormaliser + shape * position - rate * Math.exp(position),
    positionLogDensityDerivative: (position) => shape - rate * Math.exp(position),
    sample: (random) => standardGamma(shape, random) / rate,
  });
}

/** A gamma variable of rate 1 by the squeeze-free form of Marsaglia and Tsang (2000); below shape 1, by its boost. */
export function standardGamma(shape: number, random: Random): number {
  if (shape < 1) return standardGamma(shape + 1, random) * openUniform(random) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = random.normal();
    const v = (1 + c * normal) ** 3;
    if (v > 0 && Math.log(openUniform(random)) < 0.5 * normal * normal + d - d * v + d * Math.log(v))
      return d * v;
  }
}
