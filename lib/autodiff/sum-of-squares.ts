import { orthogonalTriangle } from "../math/index.js";
import { affineOf } from "./affine.js";
import type { Graph } from "./graph.js";
import type { Node } from "./node.js";

/**
 * The sum of squares of a lane that is data times numbers, as a regression's residuals are, by as many rows as there are numbers: with
 * `X = Q R` it is `|X b|^2 = |R b|^2`. Null where the lane is something else, or has not twice as many rows.
 */
export function sumOfSquares(graph: Graph, lane: Node): Node | null {
  const affine = affineOf(graph, lane, lane.length);
  if (affine === null || lane.length < 2 * affine.size) return null;
  // the constant's column, as a rule the outcomes, comes last: its last entry is the norm of what no coefficients can take away
  const numbers = [...affine.keys()].sort(
    (a, b) => Number(a.op === "constant") - Number(b.op === "constant") || a.id - b.id,
  );
  const columns = numbers.map((number) => affine.get(number)!);
  if (!columns.every((column) => column.every(Number.isFinite))) return null;
  const residual = orthogonalTriangle(columns)
    .map((column, k) => graph.mul(numbers[k]!, graph.data(column)))
    .reduceRight((sum, term) => graph.add(sum, term));
  return graph.sum(graph.square(residual), columns.length);
}
