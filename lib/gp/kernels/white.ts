import { elementaryKernel, type Kernel } from "./kernel.js";
import { evaluatorOfScaledFeature } from "./scaled-feature.js";

/**
 * Independent noise that is part of the function: `k = variance` for an observation with itself, else 0. Two different
 * observations at the same place are independent, and so is a new point from all data.
 *
 * @throws InputError unless the variance is positive and finite
 */
export function white({ variance = 1 } = {}): Kernel {
  return elementaryKernel("white", { variance }, (pairs) => {
    const identity = Float64Array.from({ length: pairs.count }, (_, i) =>
      pairs.isSameObservation(i) ? 1 : 0,
    );
    return evaluatorOfScaledFeature(identity);
  });
}
