import { requireInput } from "../../support/index.js";
import type { PairFeature, PairView } from "../pairs.js";
import type { Kernel } from "./kernel.js";

/**
 * A kernel of some coordinates of the points alone, the active dimensions: a sum of such kernels is additive in groups of coordinates.
 *
 * @param dimensions coordinates, counted from 0, each once; the kernel sees them in this order
 * @throws InputError for none, one that is there twice or is no index; when bound to points, for one that these do not have
 *
 * @example
 * sumKernel(onDimensions([0], rbf({ lengthscale: 0.3 })), onDimensions([1, 2], matern52()));
 */
export function onDimensions(dimensions: readonly number[], kernel: Kernel): Kernel {
  requireInput(
    dimensions.length > 0 &&
      dimensions.every((d, i) => Number.isInteger(d) && d >= 0 && dimensions.indexOf(d) === i),
    "onDimensions",
    () => `wants coordinates counted from 0, each once, got ${dimensions.join(", ") || "none"}`,
    { dimensions },
  );
  return {
    kind: `${kernel.kind} of ${dimensions.join(", ")}`,
    parameterNames: kernel.parameterNames,
    parameters: kernel.parameters,
    withParameters: (parameters) => onDimensions(dimensions, kernel.withParameters(parameters)),
    prepare: (pairs) => kernel.prepare(viewOf(pairs, dimensions)),
  };
}

/** Pairs of points of which only some coordinates are seen. */
function viewOf(pairs: PairView, dimensions: readonly number[]): PairView {
  const largest = Math.max(...dimensions);
  requireInput(
    largest < pairs.dimension,
    "onDimensions",
    () => `the points have ${pairs.dimension} coordinates, there is none of index ${largest}`,
    { dimensions, coordinates: pairs.dimension },
  );
  const { count } = pairs;
  const dimension = dimensions.length;
  const [left, right] = [new Float64Array(dimension), new Float64Array(dimension)];
  const feature = (of: PairFeature) =>
    pairs.feature((x, xStart, z, zStart) => {
      dimensions.forEach((from, d) => {
        left[d] = x[xStart + from]!;
        right[d] = z[zStart + from]!;
      });
      return of(left, 0, right, 0, dimension);
    });
  return {
    count,
    dimension,
    feature,
    differences() {
      const all = pairs.differences();
      return Float64Array.from({ length: count * dimension }, (_, place) => {
        const pair = Math.floor(place / dimension);
        return all[pair * pairs.dimension + dimensions[place % dimension]!]!;
      });
    },
    isSameObservation: (pair) => pairs.isSameObservation(pair),
  };
}
