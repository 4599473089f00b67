import { holm, normalCdf } from "../../math/index.js";
import type { DensityPairedResult, PairedDifference } from "./paired.js";

/** Two neighbours, and whether the test images could have put them the other way round. */
export interface ComparedNeighbours extends PairedDifference {
  /** The difference in its standard errors. */
  readonly standardErrors: number;
  /** Two-sided, of a normal mean, adjusted by Holm's method for all comparisons of the study; 0 where a double holds no smaller number. */
  readonly p: number;
}

/** All neighbours of the study, each judged among all. */
export function comparedNeighbours({
  neighbours,
}: Pick<DensityPairedResult, "neighbours">): readonly ComparedNeighbours[] {
  const distances = neighbours.map(({ difference }) => difference.mean / difference.standardError);
  const adjusted = holm(distances.map((distance) => Math.min(1, 2 * normalCdf(-Math.abs(distance)))));
  return neighbours.map((pair, i) => ({ ...pair, standardErrors: distances[i]!, p: adjusted[i]! }));
}
