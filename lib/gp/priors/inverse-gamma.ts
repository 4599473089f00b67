import { logGamma } from "../../math/index.js";
import { requirePositive } from "../../support/index.js";
import { standardGamma } from "./gamma.js";
import { definePrior, type Prior, positiveSupport } from "./prior.js";
import { logTransform } from "./transform.js";

/**
 * Inverse-gamma prior `p(value) = scale^shape / Gamma(shape) value^(-shape - 1) exp(-scale / value)`: `1 / value` is
 * gamma with rate `scale`. It vanishes fast towards 0, which keeps lengthscales away from it.
 *
 * @throws InputError unless both parameters are positive
 */
export function inverseGammaPrior({
  shape,
  scale,
}: {
  readonly shape: number;
  readonly scale: number;
}): Prior {
  requirePositive("inverseGammaPrior", "shape", shape);
  requirePositive("inverseGammaPrior", "scale", scale);
  const logNormaliser = shape * Math.log(scale) - logGamma(shape);
  return definePrior({
    kind: "inverseGamma",
    parameters: { shape, scale },
    support: positiveSupport,
    transform: logTransform,
    logDensity: (value) =>
      value > 0 ? logNormaliser - (shape + 1) * Math.log(value) - scale / value : Number.NEGATIVE_INFINITY,
    logDensityDerivative: (value) => (scale / value - shape - 1) / value,
    positionLogDensity: (position) => logNormaliser - shape * position - scale * Math.exp(-position),
    positionLogDensityDerivative: (position) => scale * Math.exp(-position) - shape,
    sample: (random) => scale / standardGamma(shape, random),
  });
}
