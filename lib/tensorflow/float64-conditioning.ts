import { isDoubtful, leastEigenvalue, smallestEigenvalue } from "../math/index.js";
import { InputError } from "../support/index.js";
import type { FactorPurpose, Matrix } from "./float64.js";

/** The factor of a matrix, or the error for one that has none or must not be solved with. */
export function checkedFactor(self: Matrix, factor: Matrix | undefined, purpose: FactorPurpose): Matrix {
  const shape = `the ${self.rows} x ${self.columns} matrix`;
  const roots = factor?.diagonal();
  // TensorFlow's kernel refuses a pivot of 0 or below, but lets NaN pass
  if (factor === undefined || !roots?.every((root) => Number.isFinite(root)))
    throw new InputError("Matrix.cholesky", `${shape} is not positive definite`);
  if (purpose === "draw" || !isDoubtful(roots, self.diagonal())) return factor;
  const eigenvalue = smallestEigenvalue(factor.toArray(), factor.rows);
  const least = leastEigenvalue(factor.rows, "summed");
  if (eigenvalue >= least) return factor;
  throw new InputError(
    "Matrix.cholesky",
    `${shape} is nearly singular: the smallest eigenvalue of its correlation matrix is about ${eigenvalue.toPrecision(2)}, wanted is ${least.toPrecision(2)} or more`,
    { eigenvalue, least },
  );
}
