import { Breather, requireInput, type WorkHooks } from "../../support/index.js";
import { float64Scope, matrix } from "../../tensorflow/index.js";
import { normaliseRows } from "../common/normalise-rows.js";
import {
  chunks,
  countRows,
  type Observations,
  requireMatchingObservations,
  requireObservations,
  rowRange,
  rowsPerChunk,
} from "../common/observations.js";
import { type BernoulliMixture, type BernoulliMixtureParameters, plainParameters } from "./model.js";

/** `ln p(x)` of every row in nats; the rows hold 0 and 1. */
export async function logDensity(
  model: BernoulliMixture,
  data: Observations,
  { signal }: WorkHooks = {},
): Promise<Float64Array> {
  const caller = "bernoulliMixture.logDensity";
  requireBits(caller, data);
  requireMatchingObservations(caller, data, model.config.dimension);
  const breather = new Breather(signal);
  const parameters = plainParameters(model.parameters);
  const all = new Float64Array(countRows(data));
  for (const [start, end] of chunks(all.length, rowsPerChunk(data.columns))) {
    const { logLikelihood } = normaliseRows(joint(parameters, data, start, end), parameters.weights.length);
    all.set(logLikelihood, start);
    await breather.breathe();
  }
  return all;
}

/** Checks binary rows at the door and returns their number. */
export function requireBits(caller: string, observations: Observations): number {
  const rows = requireObservations(caller, observations);
  const { values, offset = 0, divisor = 1 } = observations;
  const place = (values as Float64Array).findIndex((value) => {
    const x = (value + offset) / divisor;
    return x !== 0 && x !== 1;
  });
  requireInput(
    place < 0,
    caller,
    () =>
      `a Bernoulli mixture is a probability of bits, got ${(values[place]! + offset) / divisor}: binarise the images first`,
  );
  return rows;
}

/** ln weight_k + ln p(x | k) of some rows, rows x K: one matrix product. */
export function joint(
  { weights, probabilities }: BernoulliMixtureParameters,
  observations: Observations,
  start: number,
  end: number,
) {
  const components = weights.length;
  const { columns } = observations;
  const logits = probabilities.map((p) => Math.log(p) - Math.log1p(-p));
  const constants = Float64Array.from(weights, (weight, k) => {
    let sum = Math.log(weight);
    for (let d = 0; d < columns; d++) sum += Math.log1p(-probabilities[k * columns + d]!);
    return sum;
  });
  return float64Scope(() =>
    rowRange(observations, start, end)
      .multiply(matrix(logits, components, columns), { transposeRight: true })
      .plus(matrix(constants, 1, components))
      .toArray(),
  );
}
