import { logSigmoid } from "../../math/index.js";
import { requireFinite } from "../../support/index.js";
import { definePrior, openUniform, type Prior } from "./prior.js";
import { logitTransform } from "./transform.js";

/**
 * Uniform prior on (lower, upper); samplers work on the logit of the place between the bounds, whose density is the
 * standard logistic one.
 *
 * @throws InputError unless the bounds are finite and in order
 */
export function uniformPrior({ lower, upper }: { readonly lower: number; readonly upper: number }): Prior {
  requireFinite("uniformPrior", "bounds", [lower, upper]);
  const transform = logitTransform(lower, upper);
  const logDensity = -Math.log(upper - lower);
  return definePrior({
    kind: "uniform",
    parameters: { lower, upper },
    support: { lower, upper },
    transform,
    logDensity: (value) => (value > lower && value < upper ? logDensity : Number.NEGATIVE_INFINITY),
    logDensityDerivative: () => 0,
    positionLogDensity: (position) => logSigmoid(position) + logSigmoid(-position),
    positionLogDensityDerivative: transform.logJacobianDerivative,
    sample: (random) => lower + (upper - lower) * openUniform(random),
  });
}
