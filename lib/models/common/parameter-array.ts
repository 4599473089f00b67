import { requireInput } from "../../support/index.js";

/** Numbers with their shape, as a fitted model keeps them: by rows, exact; doubles, or what a network computes with. */
export interface ParameterArray<Data extends Float32Array | Float64Array = Float64Array> {
  readonly shape: readonly number[];
  readonly data: Data;
}

/** Numbers with their shape. */
export function parameterArray<Data extends Float32Array | Float64Array>(
  data: Data,
  ...shape: readonly number[]
): ParameterArray<Data> {
  const size = shape.reduce((product, length) => product * length, 1);
  requireInput(
    data.length === size,
    "parameterArray",
    () => `shape [${shape}] wants ${size} numbers, got ${data.length}`,
  );
  return { shape, data };
}
