import { InputError } from "../../support/index.js";
import { float64Scope, type Matrix } from "../../tensorflow/index.js";
import { chunks, type Observations, rowsAt, rowsPerChunk } from "../common/observations.js";
import type { PreparedComponent } from "./component-density.js";
import { exactlyZero, negligibleBelow } from "./negligible.js";
import { type QuadraticBounds, quadraticBounds } from "./quadratic-bounds.js";

/** What an E step finds out about every row. */
export interface Expectation {
  /** `ln p(x)` of each row in nats. */
  readonly logLikelihood: Float64Array;
  /** rows x K: the probability of each component given the row. */
  readonly responsibilities: Float64Array;
  /** The most probable component of each row. */
  readonly labels: Int32Array;
}

/** How an E step runs. */
export interface ExpectationOptions {
  /** A component for each row to begin with, best the most probable one of the last iteration: affects the time only. */
  readonly guesses: Int32Array;
  /** Leave out what cannot change the result; true by default. */
  readonly prune?: boolean;
  /** Logarithm of the least responsibility that is not taken for 0; by default only those that are 0 in doubles are. */
  readonly least?: number;
  readonly chunkRows?: number | undefined;
  /** Called between chunks with the share of the rows done; may throw to stop. */
  readonly tick?: (share: number) => Promise<void>;
}
/** Some rows of a chunk with their log-densities under one component. */
interface Evaluated {
  /** Places in the chunk. */
  readonly places: Int32Array;
  readonly logDensities: Float64Array;
}

/** What is known of the rows of a chunk before a component is looked at. */
interface Known {
  /** The best log-density of each row so far. */
  readonly best: Float64Array;
  /** At most the quadratic form of each row (lower bound). */
  readonly atLeast: Float64Array;
  /** See {@link ExpectationOptions.least}. */
  readonly least: number;
}

/**
 * `ln (weight N(x))` of one component for all rows, or with `known` for those rows only where it counts. The quadratic form
 * grows block by block; a row is dropped as soon as the component's responsibility is sure to be exactly 0.
 */
function evaluate(rows: Matrix, component: PreparedComponent, known?: Known): Evaluated {
  const { constant, blocks } = component;
  let places = allPlaces(rows.rows);
  let quadratics = known?.atLeast ?? new Float64Array(rows.rows);
  return float64Scope(() => {
    // nothing is left out without what is known: all blocks are wanted of all rows
    const isWhole = known === undefined;
    let remaining = isWhole ? rows.minus(component.mean) : rows;
    for (let block = 0; block <= blocks; block++) {
      if (known !== undefined) {
        const relevant = relevantPlaces(places, quadratics, constant, known);
        if (relevant.length === 0) return { places: relevant, logDensities: new Float64Array(0) };
        // moving rows together has its price, too
        if (relevant.length < 0.9 * places.length) {
          if (block < blocks) remaining = remaining.selectRows(relevant);
          quadratics = Float64Array.from(relevant, (i) => quadratics[i]!);
          places = Int32Array.from(relevant, (i) => places[i]!);
        }
      }
      if (block === blocks) break;
      // the squares of the bounds are some of those that follow now
      if (block === 0) quadratics = new Float64Array(places.length);
      const piece = float64Scope(() => {
        const squares = isWhole
          ? component.squaresOfCentred(remaining, block)
          : component.squares(remaining, block);
        return squares.rowSums().toArray();
      });
      for (let i = 0; i < piece.length; i++) quadratics[i]! += piece[i]!;
    }
    return { places, logDensities: quadratics.map((quadratic) => constant - 0.5 * quadratic) };
  });
}

function allPlaces(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i);
}

/** Indices into `places` of the rows for which the component still counts. */
function relevantPlaces(
  places: Int32Array,
  quadratics: Float64Array,
  constant: number,
  { best, least }: Known,
): Int32Array {
  const relevant = new Int32Array(places.length);
  let count = 0;
  for (let i = 0; i < places.length; i++) {
    const threshold = negligibleBelow(best[places[i]!]!, constant, least);
    if (!(constant - 0.5 * quadratics[i]! < threshold)) relevant[count++] = i;
  }
  return relevant.subarray(0, count);
}

/** Log-densities of a chunk under all components, rows x K; -Infinity where it cannot matter. */
function logDensities(
  rows: Matrix,
  components: readonly PreparedComponent[],
  guess: number,
  bounds: QuadraticBounds | null,
  least: number,
): Float64Array {
  const K = components.length;
  const table = new Float64Array(rows.rows * K).fill(Number.NEGATIVE_INFINITY);
  const best = new Float64Array(rows.rows).fill(Number.NEGATIVE_INFINITY);
  const lowerBounds = bounds?.lowerBounds(rows);
  const order = [guess, ...components.keys()].filter((k, i) => i === 0 || k !== guess);
  for (const k of order) {
    const known =
      lowerBounds === undefined || k === guess
        ? undefined
        : { best, least, atLeast: lowerBounds[k]!.slice() };
    const found = evaluate(rows, components[k]!, known);
    found.places.forEach((place, i) => {
      const density = found.logDensities[i]!;
      table[place * K + k] = density;
      if (density > best[place]!) best[place] = density;
    });
  }
  return table;
}

/** The rows of each guess, in ascending order. */
function groupsOf(guesses: Int32Array, components: number): Int32Array[] {
  const sizes = new Int32Array(components);
  for (const guess of guesses) sizes[guess]! += 1;
  const groups = Array.from(sizes, (size) => new Int32Array(size));
  const filled = new Int32Array(components);
  guesses.forEach((guess, row) => {
    groups[guess]![filled[guess]!++] = row;
  });
  return groups;
}

/**
 * The E step: log-likelihood and responsibilities of all rows, chunk by chunk, by log-sum-exp.
 *
 * Pruning is exact: it leaves out only responsibilities that are 0 with or without it. Each row is first evaluated under the
 * component it is guessed to belong to; the others are abandoned as soon as their partial quadratic form, which can only
 * grow, puts them out of reach.
 *
 * @throws InputError naming a row whose density is not finite
 */
export async function expectation(
  observations: Observations,
  components: readonly PreparedComponent[],
  options: ExpectationOptions,
): Promise<Expectation> {
  const { guesses, prune = true, least = exactlyZero, tick } = options;
  const { chunkRows = rowsPerChunk(observations.columns) } = options;
  const K = components.length;
  const count = guesses.length;
  const bounds = prune ? quadraticBounds(observations, components, count, least) : null;
  const result: Expectation = {
    logLikelihood: new Float64Array(count),
    responsibilities: new Float64Array(count * K),
    labels: new Int32Array(count),
  };
  try {
    let done = 0;
    for (const [guess, group] of groupsOf(guesses, K).entries()) {
      for (const [start, end] of chunks(group.length, chunkRows)) {
        await tick?.(done / count);
        const indices = group.subarray(start, end);
        const table = float64Scope(() =>
          logDensities(rowsAt(observations, indices), components, guess, bounds, least),
        );
        indices.forEach((row, i) => {
          normalise(table.subarray(i * K, (i + 1) * K), row, least, result);
        });
        done += indices.length;
      }
    }
    return result;
  } finally {
    bounds?.dispose();
  }
}

/** Rows whose responsibilities sum to 1 within this are left as they are. */
const sumTolerance = 1e-12;

/**
 * Turns the log-densities of one row into its log-likelihood and responsibilities. Far out, where ln p has fewer digits after the
 * point, their sum is no longer 1: there they are divided by it.
 */
function normalise(densities: Float64Array, row: number, least: number, result: Expectation): void {
  const K = densities.length;
  let label = 0;
  for (let k = 1; k < K; k++) if (densities[k]! > densities[label]!) label = k;
  const largest = densities[label]!;
  let sum = 0;
  for (let k = 0; k < K; k++) sum += Math.exp(densities[k]! - largest);
  const logLikelihood = largest + Math.log(sum);
  if (!Number.isFinite(logLikelihood)) {
    throw new InputError("expectation", `the log-density of row ${row} is ${logLikelihood}`, { row });
  }
  result.logLikelihood[row] = logLikelihood;
  result.labels[row] = label;
  const responsibilities = result.responsibilities.subarray(row * K, (row + 1) * K);
  let total = 0;
  for (let k = 0; k < K; k++) {
    const share = densities[k]! - logLikelihood;
    responsibilities[k] = share < least ? 0 : Math.exp(share);
    total += responsibilities[k]!;
  }
  if (Math.abs(total - 1) > sumTolerance) for (let k = 0; k < K; k++) responsibilities[k]! /= total;
}
