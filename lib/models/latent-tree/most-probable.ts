import { type LevelRows, missing, requireLevels } from "./level-rows.js";
import { type LatentTree, plainParameters, requireColumns, requireLatentTree } from "./model.js";
import type { TreeOrder } from "./tree.js";

/** The most probable states and missing pixels of each row, together. */
export interface MostProbable {
  /** count x D levels by rows: those seen, and in their gaps the most probable. */
  readonly pixels: Uint8Array;
  /** count x D. */
  readonly states: Uint16Array;
  /** ln p(pixels, states) of each row, nats. */
  readonly logProbabilities: Float64Array;
}

/**
 * The states and missing pixels that are most probable together, given the pixels seen (max-product; Viterbi 1967, on a tree), exact. Of equals the
 * first. In double precision; O(D H^2) a row.
 *
 * @param data null or NaN where a pixel has not been seen
 * @throws InputError for a model or rows that are not fit, see {@link LevelRows}
 */
export function mostProbableStates(model: LatentTree, data: LevelRows): MostProbable {
  const tree = requireLatentTree("latentTree.mostProbableStates", model);
  const size = model.config;
  requireColumns("latentTree.mostProbableStates", data.columns, size);
  const seen = requireLevels("latentTree.mostProbableStates", data, size.levels);
  const logs = logParameters(model);
  const found = {
    pixels: new Uint8Array(seen.values.length),
    states: new Uint16Array(seen.values.length),
    logProbabilities: new Float64Array(seen.count),
  };
  for (let row = 0; row < seen.count; row++) {
    const start = row * size.dimension;
    const pixels = seen.values.subarray(start, start + size.dimension);
    const target = {
      pixels: found.pixels.subarray(start, start + size.dimension),
      states: found.states.subarray(start, start + size.dimension),
    };
    found.logProbabilities[row] = mostProbableOf(model, tree, logs, pixels, target);
  }
  return found;
}

interface LogParameters {
  readonly prior: Float64Array;
  readonly transitions: Float64Array;
  readonly emissions: Float64Array;
  /** D x H: the most probable level of each state, and its logarithm. */
  readonly bestLevels: Uint8Array;
}

/** Logarithms of the probabilities, rows divided by their sums. */
function logParameters({ config: size, parameters }: LatentTree): LogParameters {
  const { states: H, levels: V, dimension } = size;
  const { prior, transitions, emissions } = plainParameters(parameters);
  const bestLevels = new Uint8Array(dimension * H);
  const logEmissions = new Float64Array(emissions.length);
  for (let place = 0; place < dimension; place++) {
    for (let h = 0; h < H; h++) {
      const at = (v: number) => (place * V + v) * H + h;
      let sum = 0;
      let best = 0;
      for (let v = 0; v < V; v++) {
        sum += emissions[at(v)]!;
        if (emissions[at(v)]! > emissions[at(best)]!) best = v;
      }
      for (let v = 0; v < V; v++) logEmissions[at(v)] = Math.log(emissions[at(v)]! / sum);
      bestLevels[place * H + h] = best;
    }
  }
  const byRows = { prior: logRows(prior, H), transitions: logRows(transitions, H) };
  return { ...byRows, emissions: logEmissions, bestLevels };
}

function logRows(values: Float32Array, length: number): Float64Array {
  const logs = new Float64Array(values.length);
  for (let start = 0; start < values.length; start += length) {
    const row = values.subarray(start, start + length);
    const sum = row.reduce((total, value) => total + value, 0);
    for (let i = 0; i < length; i++) logs[start + i] = Math.log(row[i]! / sum);
  }
  return logs;
}

/** Upwards the best that a subtree can do given the node's state, and which state of a child does it; then down again. */
function mostProbableOf(
  { config: size, parents }: LatentTree,
  { order, places }: TreeOrder,
  { prior, transitions, emissions, bestLevels }: LogParameters,
  seen: Int16Array,
  target: Pick<MostProbable, "pixels" | "states">,
): number {
  const { states: H, levels: V, dimension } = size;
  const best = new Float64Array(dimension * H);
  const choices = new Uint16Array(dimension * H);
  const levelOf = (place: number, h: number) => {
    const level = seen[order[place]!]!;
    return level === missing ? bestLevels[place * H + h]! : level;
  };
  for (let place = dimension - 1; place >= 0; place--) {
    const own = best.subarray(place * H, (place + 1) * H); // holds the children's already
    for (let h = 0; h < H; h++) own[h]! += emissions[(place * V + levelOf(place, h)) * H + h]!;
    if (place === 0) break;
    const above = places[parents[order[place]!]!]! * H;
    for (let g = 0; g < H; g++) {
      const state = firstLargest(own, transitions, ((place - 1) * H + g) * H);
      choices[place * H + g] = state;
      best[above + g]! += own[state]! + transitions[((place - 1) * H + g) * H + state]!;
    }
  }
  const root = firstLargest(best.subarray(0, H), prior, 0);
  for (let place = 0; place < dimension; place++) {
    const pixel = order[place]!;
    const state = place === 0 ? root : choices[place * H + target.states[parents[pixel]!]!]!;
    target.states[pixel] = state;
    target.pixels[pixel] = levelOf(place, state);
  }
  return best[root]! + prior[root]!;
}

function firstLargest(values: Float64Array, added: Float64Array, from: number): number {
  let best = 0;
  for (let i = 1; i < values.length; i++)
    if (values[i]! + added[from + i]! > values[best]! + added[from + best]!) best = i;
  return best;
}
