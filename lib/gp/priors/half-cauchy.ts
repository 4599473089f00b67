import { requirePositive } from "../../support/index.js";
import { definePrior, openUniform, type Prior, positiveSupport } from "./prior.js";
import { logTransform } from "./transform.js";

/**
 * Half-Cauchy prior `p(value) = 2 / (pi scale (1 + (value / scale)^2))`; `scale` is its median. It has no mean.
 *
 * @throws InputError unless scale is positive
 */
export function halfCauchyPrior({ scale }: { readonly scale: number }): Prior {
  requirePositive("halfCauchyPrior", "scale", scale);
  const logPeak = Math.log(2 / Math.PI) - Math.log(scale);
  return definePrior({
    kind: "halfCauchy",
    parameters: { scale },
    support: positiveSupport,
    transform: logTransform,
    logDensity: (value) =>
      value > 0 ? logPeak - Math.log1p((value / scale) ** 2) : Number.NEGATIVE_INFINITY,
    logDensityDerivative: (value) => (-2 * value) / (scale * scale + value * value),
    sample: (random) => scale * Math.tan(0.5 * Math.PI * openUniform(random)),
  });
}
