import { normalLogDensity } from "../../math/index.js";
import { requireFinite, requirePositive } from "../../support/index.js";
import { definePrior, type Prior } from "./prior.js";
import { identityTransform } from "./transform.js";

/**
 * Normal prior `N(mean, sd^2)` of a quantity that may have either sign. Of the logarithm of a positive
 * parameter it is {@link logNormalPrior}.
 *
 * @throws InputError unless mean is finite and sd positive
 */
export function normalPrior({ mean, sd }: { readonly mean: number; readonly sd: number }): Prior {
  requireFinite("normalPrior", "mean", [mean]);
  requirePositive("normalPrior", "sd", sd);
  const logDensity = (value: number) => normalLogDensity(value, mean, sd);
  const logDensityDerivative = (value: number) => -(value - mean) / (sd * sd);
  return definePrior({
    kind: "normal",
    parameters: { mean, sd },
    support: { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY },
    transform: identityTransform,
    logDensity,
    logDensityDerivative,
    positionLogDensity: logDensity,
    positionLogDensityDerivative: logDensityDerivative,
    sample: (random) => mean + sd * random.normal(),
  });
}
