import { requireInput } from "../../support/index.js";
import { ByteSums, columnsByUse, mostSummedRows } from "../common/byte-sums.js";
import { computeMoments, type DegreesOfFreedom, type Moments } from "../common/moments.js";
import { type Observations, requireObservations } from "../common/observations.js";

/**
 * {@link computeMoments}, but faster for bytes many of which are 0, such as pixels: from exact sums of products of the bytes
 * themselves. `N sum x_i x_j - sum x_i sum x_j` is the only place where something cancels, and exact as well.
 */
export function byteMoments(observations: Observations, ddof: DegreesOfFreedom): Moments {
  const { values, columns, offset = 0, divisor = 1 } = observations;
  if (!(values instanceof Uint8Array) || values.length / columns > mostSummedRows)
    return computeMoments(observations, { ddof });
  const count = requireObservations("byteMoments", observations);
  requireInput(
    count > ddof,
    "byteMoments",
    () => `a covariance with ddof ${ddof} wants more than ${ddof} rows`,
  );
  const sums = new ByteSums(columnsByUse(values, columns));
  sums.change(
    values,
    Uint32Array.from({ length: count }, (_, row) => row),
    1,
  );
  return {
    count,
    columns,
    mean: sums.totals().map((total) => (total / count + offset) / divisor),
    covariance: sums.centredProducts(count * (count - ddof) * divisor ** 2),
    ddof,
  };
}
