import { float64Scope, matrix } from "../../tensorflow/index.js";
import {
  chunks,
  type Observations,
  requireMatchingObservations,
  rowRange,
  rowsPerChunk,
} from "../common/observations.js";
import type { PrincipalComponents } from "./model.js";

/** The coordinates of rows along the axes, `U^T (x - mean)`: count x components by rows. */
export function encode({ config, parameters }: PrincipalComponents, data: Observations): Float64Array {
  const { components, dimension } = config;
  const count = requireMatchingObservations("principalComponents.encode", data, dimension);
  const coordinates = new Float64Array(count * components);
  float64Scope(() => {
    const centre = matrix(parameters.mean.data, 1, dimension);
    const directions = matrix(parameters.axes.data, dimension, components);
    for (const [start, end] of chunks(count, rowsPerChunk(dimension))) {
      const part = float64Scope(() =>
        rowRange(data, start, end).minus(centre).multiply(directions).toArray(),
      );
      coordinates.set(part, start * components);
    }
  });
  return coordinates;
}
