import { requireInput } from "../../support/index.js";

/** Numbers with their shape, as a trained model keeps them: doubles by rows, exact. */
export interface ParameterArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** Numbers with their shape. */
export function parameterArray(data: Float64Array, ...shape: readonly number[]): ParameterArray {
  const size = shape.reduce((product, length) => product * length, 1);
  requireInput(
    data.length === size,
    "parameterArray",
    () => `shape [${shape}] wants ${size} numbers, got ${data.length}`,
  );
  return { shape, data };
}
