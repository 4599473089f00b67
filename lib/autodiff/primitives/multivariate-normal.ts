import { factorAndSolve, invertLowerTransposed, solveLowerTransposedInPlace } from "../../math/index.js";
import type { Primitive } from "../primitive.js";
import { packedLength, range } from "./tables.js";

/**
 * The logarithm of a normal density without its constant, from residuals r [n] and the lower triangle of the covariance K, packed
 * row after row: `-r^T K^-1 r / 2 - ln det K / 2`, and with it both derivatives.
 *
 * The result holds the value, `K^-1 r` [n], and the derivative by the lower triangle of K (packed): `(a a^T - K^-1) / 2` with
 * `a = K^-1 r` (Rasmussen and Williams 2006, 5.9), doubled below the diagonal. Only the value may be differentiated. All NaN if K
 * is not positive definite. Costs n^3 / 2.
 */
export function multivariateNormalPrimitive(size: number): Primitive {
  const lower = new Float64Array(size * size);
  const inverse = new Float64Array(size * size);
  const solved = new Float64Array(size);
  return {
    name: `multivariateNormal ${size}`,
    run(result, residuals, covariance) {
      if (!factorAndSolve(covariance!, 1, 0, residuals!, lower, solved)) {
        result.fill(Number.NaN);
        return;
      }
      let value = 0;
      for (let i = 0; i < size; i++)
        value -= 0.5 * solved[i]! * solved[i]! + Math.log(lower[i * (size + 1)]!);
      result[0] = value;
      solveLowerTransposedInPlace(lower, size, solved);
      result.set(solved, 1);
      writeDerivative(result, solved, lower, inverse, size);
    },
    adjoint: (graph, node, bar) => {
      const value = graph.element(bar, 0);
      const byResiduals = graph.gather(node, range(1, size));
      const byCovariance = graph.gather(node, range(1 + size, packedLength(size)));
      return [graph.neg(graph.mul(value, byResiduals)), graph.mul(value, byCovariance)];
    },
  };
}

/** The derivative by the covariance's lower triangle, behind what the result holds already. */
function writeDerivative(
  result: Float64Array,
  solved: Float64Array,
  lower: Float64Array,
  inverse: Float64Array,
  size: number,
): void {
  // rows of U = L^-T, so that K^-1 = U U^T; two entries at a time: a sum alone waits for each addition before the next
  invertLowerTransposed(lower, size, inverse);
  let place = 1 + size;
  for (let i = 0; i < size; i++) {
    const rowI = i * size;
    const solvedI = solved[i]!;
    let j = 0;
    for (let rowJ = 0; j < i; j += 2, rowJ += 2 * size) {
      const next = rowJ + size;
      let entry = 0;
      let nextEntry = 0;
      for (let k = i; k < size; k++) {
        const u = inverse[rowI + k]!;
        entry += u * inverse[rowJ + k]!;
        nextEntry += u * inverse[next + k]!;
      }
      result[place++] = solvedI * solved[j]! - entry;
      result[place++] = solvedI * solved[j + 1]! - nextEntry;
    }
    if (j === i) {
      let entry = 0;
      for (let k = i; k < size; k++) entry += inverse[rowI + k]! * inverse[rowI + k]!;
      result[place++] = solvedI * solvedI - entry;
    }
    result[place - 1]! *= 0.5;
  }
}
