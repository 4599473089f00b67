import { elementaryKernel, type Kernel } from "./kernel.js";
import { evaluatorOfScaledFeature } from "./scaled-feature.js";

/**
 * An unknown constant: `k = variance` for every pair. Its matrix has rank 1.
 *
 * @throws InputError unless the variance is positive and finite
 */
export function constant({ variance = 1 } = {}): Kernel {
  return elementaryKernel("constant", { variance }, (pairs) =>
    evaluatorOfScaledFeature(new Float64Array(pairs.count).fill(1)),
  );
}
