import { normalLogDensity } from "../../math/index.js";
import { requirePositive } from "../../support/index.js";
import { definePrior, type Prior, positiveSupport } from "./prior.js";
import { logTransform } from "./transform.js";

/**
 * Half-normal prior: the magnitude of an `N(0, scale^2)` variable. `scale` is the sd of that normal, not of the magnitude.
 *
 * @throws InputError unless scale is positive
 */
export function halfNormalPrior({ scale }: { readonly scale: number }): Prior {
  requirePositive("halfNormalPrior", "scale", scale);
  return definePrior({
    kind: "halfNormal",
    parameters: { scale },
    support: positiveSupport,
    transform: logTransform,
    logDensity: (value) =>
      value > 0 ? Math.LN2 + normalLogDensity(value, 0, scale) : Number.NEGATIVE_INFINITY,
    logDensityDerivative: (value) => -value / (scale * scale),
    sample: (random) => Math.abs(scale * random.normal()),
  });
}
