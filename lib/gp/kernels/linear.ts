import { innerProduct } from "../pairs.js";
import { elementaryKernel, type Kernel } from "./kernel.js";
import { evaluatorOfScaledFeature } from "./scaled-feature.js";

/**
 * Straight lines through the origin: `k = variance x . z`, without a bias (add {@link constant} for one). Its matrix
 * has at most the rank of the points' dimension.
 *
 * @throws InputError unless the variance is positive and finite
 */
export function linear({ variance = 1 } = {}): Kernel {
  return elementaryKernel("linear", { variance }, (pairs) =>
    evaluatorOfScaledFeature(pairs.feature(innerProduct)),
  );
}
