import { factorInPlace, solveLowerInPlace, solveLowerTransposedInPlace } from "../../math/index.js";
import type { Primitive } from "../primitive.js";
import { columnOf, lowerMask, packedLength, rowOf } from "./tables.js";

/**
 * The factor L [n][n] of `A = L L^T`, zeros above the diagonal, from A's lower triangle, packed row after row. NaN throughout if there
 * is none.
 */
export function choleskyPrimitive(size: number): Primitive {
  const adjoint = choleskyAdjoint(size);
  return {
    name: `cholesky ${size}`,
    run(lower, packed) {
      unpackLower(packed!, size, lower);
      if (factorInPlace(lower, size) >= 0) lower.fill(Number.NaN);
    },
    adjoint: (graph, node, bar) => [graph.call(adjoint, [node, bar], packedLength(size))],
  };
}

/** Writes a packed lower triangle into a matrix, zeros above it. */
function unpackLower(packed: Float64Array, size: number, lower: Float64Array): void {
  let place = 0;
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) lower[i * size + j] = j <= i ? packed[place++]! : 0;
}

/**
 * The adjoint of A's lower triangle, packed, from L and L's adjoint (Murray 2016, equation 10): with `P = Phi(L^T bar)` (lower triangle,
 * diagonal halved) and `S = L^-T P L^-1`, `S + S^T` below the diagonal and S on it.
 */
export function choleskyAdjoint(size: number): Primitive {
  const work = new Float64Array(size * size);
  const column = new Float64Array(size);
  return {
    name: `adjoint of cholesky ${size}`,
    run(result, lower, bar) {
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) {
          let sum = 0;
          if (j <= i) for (let k = i; k < size; k++) sum += lower![k * size + i]! * bar![k * size + j]!;
          work[i * size + j] = i === j ? 0.5 * sum : sum;
        }
      }
      // columns of L^-T P, then rows of that times L^-1: x = L^-T row
      for (let j = 0; j < size; j++) {
        for (let i = 0; i < size; i++) column[i] = work[i * size + j]!;
        solveLowerTransposedInPlace(lower!, size, column);
        for (let i = 0; i < size; i++) work[i * size + j] = column[i]!;
      }
      for (let i = 0; i < size; i++) {
        const row = work.subarray(i * size, (i + 1) * size);
        solveLowerTransposedInPlace(lower!, size, row);
      }
      let place = 0;
      for (let i = 0; i < size; i++) {
        for (let j = 0; j <= i; j++) {
          const sum = work[i * size + j]! + work[j * size + i]!;
          result[place++] = j < i ? sum : 0.5 * sum;
        }
      }
    },
    adjoint: noSecondDerivative,
  };
}

/** `x` of `L^T x = b`. */
export function solveLowerTransposedPrimitive(size: number): Primitive {
  return {
    name: `solveLowerTransposed ${size}`,
    run(x, lower, b) {
      x.set(b!);
      solveLowerTransposedInPlace(lower!, size, x);
    },
    adjoint: noSecondDerivative,
  };
}

/** `x` of `L x = b`; reads the lower triangle. */
export function solveLowerPrimitive(size: number): Primitive {
  const transposed = solveLowerTransposedPrimitive(size);
  return {
    name: `solveLower ${size}`,
    run(x, lower, b) {
      x.set(b!);
      solveLowerInPlace(lower!, size, x);
    },
    adjoint: (graph, node, bar) => {
      const byRight = graph.call(transposed, [node.args[0]!, bar], size);
      const outer = graph.mul(
        graph.gather(byRight, rowOf(size, size)),
        graph.gather(node, columnOf(size, size)),
      );
      return [graph.neg(graph.mul(graph.data(lowerMask(size)), outer)), byRight];
    },
  };
}

function noSecondDerivative(): never {
  throw new Error("a derivative of a derivative is not part of this room");
}
