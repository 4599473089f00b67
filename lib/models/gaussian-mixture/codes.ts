import { requireInteger, requireLength } from "../../support/index.js";
import { float64Scope, matrix } from "../../tensorflow/index.js";
import {
  chunks,
  type Observations,
  requireMatchingObservations,
  rowRange,
  rowsPerChunk,
} from "../common/observations.js";
import { type GaussianMixture, plainParameters } from "./model.js";

/** Which image stands for a row. */
export type ReconstructionKind =
  /** The mean of its most probable component. */
  | "hard"
  /** The means weighted by its responsibilities. */
  | "soft";

/**
 * The image that stands for each row, rows x D, in the unit of the training data: a mixture's codes are responsibilities.
 *
 * @param responsibilities rows x K by rows
 */
export function decode(
  model: GaussianMixture,
  responsibilities: Float64Array,
  kind: ReconstructionKind,
): Float64Array {
  const { components, dimension } = model.config;
  const count = responsibilities.length / components;
  requireInteger("gaussianMixture.decode", "number of rows (responsibilities / components)", count, 1);
  const shares = kind === "soft" ? responsibilities : hardened(responsibilities, components);
  const images = new Float64Array(count * dimension);
  for (const [start, end] of chunks(count, rowsPerChunk(dimension))) {
    const part = float64Scope(() => {
      const means = matrix(plainParameters(model.parameters).means, components, dimension);
      const some = matrix(shares.subarray(start * components, end * components), end - start, components);
      return some.multiply(means).toArray();
    });
    images.set(part, start * dimension);
  }
  return images;
}

function hardened(responsibilities: Float64Array, components: number): Float64Array {
  const hard = new Float64Array(responsibilities.length);
  for (let start = 0; start < hard.length; start += components) {
    let best = start;
    for (let k = start + 1; k < start + components; k++) {
      if (responsibilities[k]! > responsibilities[best]!) best = k;
    }
    hard[best] = 1;
  }
  return hard;
}

/** Mean squared error of these images over all rows and columns, in the squared unit of the rows. */
export function reconstructionError(
  model: GaussianMixture,
  data: Observations,
  responsibilities: Float64Array,
  kind: ReconstructionKind,
): number {
  const { components, dimension } = model.config;
  const caller = "gaussianMixture.reconstructionError";
  const count = requireMatchingObservations(caller, data, dimension);
  requireLength(caller, "responsibilities", responsibilities.length, count * components);
  let sum = 0;
  for (const [start, end] of chunks(count, rowsPerChunk(dimension))) {
    const shares = responsibilities.subarray(start * components, end * components);
    const images = decode(model, shares, kind);
    sum += float64Scope(() => {
      const difference = rowRange(data, start, end).minus(matrix(images, end - start, dimension));
      return difference.squared().columnSums().rowSums().toArray()[0]!;
    });
  }
  return sum / (count * dimension);
}
