import { InputError, requireFinite, requireInteger } from "../support/index.js";

/** Points in D dimensions: `values` is row-major `count x dimension`. */
export interface Inputs {
  readonly count: number;
  readonly dimension: number;
  readonly values: Float64Array;
}

/** Points as functions of this room take them: {@link Inputs}, or a plain list of numbers for points on a line. */
export type InputsLike = Inputs | ArrayLike<number>;

/**
 * Points of any dimension from their coordinates, row after row (copied).
 *
 * @throws InputError if there is no point, a coordinate is not finite, or the last row is incomplete
 *
 * @example
 * inputPoints([0, 0, 1, 2], 2).count; // 2
 */
export function inputPoints(values: ArrayLike<number>, dimension = 1): Inputs {
  return checkedInputs("inputPoints", values, dimension);
}

function checkedInputs(caller: string, values: ArrayLike<number>, dimension: number): Inputs {
  requireInteger(caller, "dimension", dimension, 1);
  if (values.length === 0 || values.length % dimension !== 0) {
    throw new InputError(
      caller,
      `wants a positive number of points with ${dimension} coordinates each, got ${values.length} numbers`,
      { length: values.length, dimension },
    );
  }
  requireFinite(caller, "inputs", values);
  return { count: values.length / dimension, dimension, values: Float64Array.from(values) };
}

/** Reads either form of points; `caller` is the function named in an error. */
export function asInputs(caller: string, points: InputsLike): Inputs {
  if (!("dimension" in points)) return checkedInputs(caller, points, 1);
  return checkedInputs(caller, points.values, points.dimension);
}

/** The first two rows that are equal, as a pair of indices, or null if all points differ. Costs O(n log n). */
export function firstDuplicate({ count, dimension, values }: Inputs): readonly [number, number] | null {
  const compare = (a: number, b: number): number => {
    for (let d = 0; d < dimension; d++) {
      const difference = values[a * dimension + d]! - values[b * dimension + d]!;
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => compare(a, b) || a - b);
  for (let i = 1; i < count; i++) {
    if (compare(order[i - 1]!, order[i]!) === 0) return [order[i - 1]!, order[i]!];
  }
  return null;
}
