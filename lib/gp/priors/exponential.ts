import { requirePositive } from "../../support/index.js";
import { definePrior, openUniform, type Prior, positiveSupport } from "./prior.js";
import { logTransform } from "./transform.js";

/**
 * Exponential prior `p(value) = rate exp(-rate value)`, of mean `1 / rate`.
 *
 * @throws InputError unless rate is positive
 */
export function exponentialPrior({ rate }: { readonly rate: number }): Prior {
  requirePositive("exponentialPrior", "rate", rate);
  return definePrior({
    kind: "exponential",
    parameters: { rate },
    support: positiveSupport,
    transform: logTransform,
    logDensity: (value) => (value > 0 ? Math.log(rate) - rate * value : Number.NEGATIVE_INFINITY),
    logDensityDerivative: () => -rate,
    sample: (random) => -Math.log(openUniform(random)) / rate,
  });
}
