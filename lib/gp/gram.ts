import { asInputs, type Inputs, type InputsLike } from "./inputs.js";
import type { Kernel } from "./kernels/kernel.js";
import { Pairs } from "./pairs.js";

function evaluateOn(kernel: Kernel, pairs: Pairs): Float64Array {
  const evaluator = kernel.prepare(pairs);
  evaluator.evaluate(Float64Array.from(kernel.parameters), 0);
  return evaluator.values;
}

/** Writes a packed lower triangle (row after row) into both triangles of a row-major `size x size` matrix. */
function unpackSymmetric(packed: Float64Array, size: number, target: Float64Array): void {
  for (let i = 0, pair = 0; i < size; i++) {
    for (let j = 0; j <= i; j++, pair++) {
      target[i * size + j] = packed[pair]!;
      target[j * size + i] = packed[pair]!;
    }
  }
}

/**
 * k(x, z) of two points, given as numbers or as lists of coordinates. The points count as two different observations,
 * which matters to {@link white} alone.
 */
export function kernelValue(
  kernel: Kernel,
  x: number | ArrayLike<number>,
  z: number | ArrayLike<number>,
): number {
  return evaluateOn(kernel, Pairs.rectangle(onePoint(x), onePoint(z)))[0]!;
}

function onePoint(x: number | ArrayLike<number>): Inputs {
  const values = typeof x === "number" ? Float64Array.of(x) : Float64Array.from(x);
  return asInputs("kernelValue", { count: 1, dimension: values.length, values });
}

/** The covariance matrix K(X, X), row-major n x n, symmetric to the last bit. Costs O(n^2). */
export function gramMatrix(kernel: Kernel, points: InputsLike): Float64Array {
  const x = asInputs("gramMatrix", points);
  const matrix = new Float64Array(x.count * x.count);
  unpackSymmetric(evaluateOn(kernel, Pairs.lowerTriangle(x)), x.count, matrix);
  return matrix;
}

/** The covariances K(X, Z) of two sets of different observations, row-major `x.count x z.count`. Costs O(n m). */
export function crossCovariance(kernel: Kernel, xPoints: InputsLike, zPoints: InputsLike): Float64Array {
  const pairs = Pairs.rectangle(asInputs("crossCovariance", xPoints), asInputs("crossCovariance", zPoints));
  return evaluateOn(kernel, pairs);
}

/** The prior variances k(x_i, x_i). */
export function priorVariance(kernel: Kernel, points: InputsLike): Float64Array {
  return evaluateOn(kernel, Pairs.diagonal(asInputs("priorVariance", points)));
}
