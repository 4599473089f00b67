import { disposeMatrices, float64Scope, keepMatrix, type Matrix, matrix } from "../../tensorflow/index.js";
import { type Observations, rowsAt } from "../common/observations.js";
import { concatenated } from "./arrays.js";
import type { PreparedComponent } from "./component-density.js";
import { negligibleBelow } from "./negligible.js";

/**
 * Lower bounds of all components' quadratic forms by one product. A quadratic form is the sum of the squares of the whitened
 * columns, so any few of them bound it from below; taken are those that tell the component's rows from the others best.
 */
export interface QuadraticBounds {
  /** For each component at most the quadratic form of every row. */
  lowerBounds(rows: Matrix): readonly Float64Array[];
  dispose(): void;
}

/** So few whitened columns of 784 show nine components out of reach out of ten for what they are. */
const directionsPerComponent = 32;
/** Rows that the choice is made on, spread evenly over the data. */
const sampleSize = 256;

/** In whitened units; beyond, rounding of a coordinate would be more than 1e-3. */
const farthest = 1e12;

/** Bounds of 0, which exclude nothing: for few columns or variances alone, where the product would cost what it saves. */
function noBounds(components: number): QuadraticBounds {
  return {
    lowerBounds: (rows) => Array.from({ length: components }, () => new Float64Array(rows.rows)),
    dispose: () => {},
  };
}

/** The squares of all whitened columns of some rows, rows x columns, and their sums. */
interface Whitened {
  readonly squares: Float64Array;
  readonly logDensities: Float64Array;
}

function whiten(component: PreparedComponent, rows: Matrix): Whitened {
  const columns = rows.columns;
  const squares = new Float64Array(rows.rows * columns);
  const logDensities = new Float64Array(rows.rows).fill(component.constant);
  let offset = 0;
  for (let block = 0; block < component.blocks; block++) {
    const some = float64Scope(() => component.squares(rows, block).toArray());
    const width = some.length / rows.rows;
    some.forEach((square, i) => {
      const row = Math.floor(i / width);
      squares[row * columns + offset + (i % width)] = square;
      logDensities[row]! -= 0.5 * square;
    });
    offset += width;
  }
  return { squares, logDensities };
}

/**
 * The whitened columns with which a component is excluded best: each is worth the share of the quadratic form that would exclude
 * it, counted up to 1 for each row of the sample that does not belong to it.
 */
function bestDirections(
  component: PreparedComponent,
  whitened: Whitened,
  best: Float64Array,
  least: number,
): number[] {
  const { squares, logDensities } = whitened;
  const columns = squares.length / best.length;
  const worth = new Float64Array(columns);
  best.forEach((density, row) => {
    if (logDensities[row] === density) return;
    const needed = 2 * (component.constant - negligibleBelow(density, component.constant, least));
    if (!(needed > 0)) return;
    for (let j = 0; j < columns; j++) worth[j]! += Math.min(1, squares[row * columns + j]! / needed);
  });
  const order = [...worth.keys()].sort((a, b) => worth[b]! - worth[a]!);
  return order.slice(0, directionsPerComponent).sort((a, b) => a - b);
}

/** Rows of the inverse Cholesky factor, filled up with the zeros of its upper triangle: directions x columns. */
function factorRows(
  component: PreparedComponent,
  directions: readonly number[],
  columns: number,
): Float64Array {
  const rows = new Float64Array(directions.length * columns);
  let start = 0;
  for (const strip of component.strips) {
    const end = start + strip.rows;
    const here = directions.filter((direction) => direction >= start && direction < end);
    if (here.length > 0) {
      const chosen = strip.selectRows(Int32Array.from(here, (direction) => direction - start)).toArray();
      here.forEach((direction, i) => {
        const row = chosen.subarray(i * strip.columns, (i + 1) * strip.columns);
        rows.set(row, directions.indexOf(direction) * columns);
      });
    }
    start = end;
  }
  return rows;
}

/** The whitened means about a centre: what is subtracted from whitened rows about the same centre. */
function shiftOf(factor: Float64Array, mean: Float64Array, centre: Float64Array): Float64Array {
  const columns = mean.length;
  return Float64Array.from({ length: factor.length / columns }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += factor[i * columns + j]! * (mean[j]! - centre[j]!);
    return sum;
  });
}

/** Ones that add up the squares of each component. */
function membership(components: number): Float64Array {
  const ones = new Float64Array(components * directionsPerComponent * components);
  for (let i = 0; i < components * directionsPerComponent; i++) {
    ones[i * components + Math.floor(i / directionsPerComponent)] = 1;
  }
  return ones;
}

function evenlySpaced(count: number): Int32Array {
  const size = Math.min(count, sampleSize);
  return Int32Array.from({ length: size }, (_, i) => Math.floor(((i + 0.5) * count) / size));
}

/** Chooses the directions of the bounds on a sample of the rows; `least` as in an E step's options. */
export function quadraticBounds(
  observations: Observations,
  components: readonly PreparedComponent[],
  count: number,
  least: number,
): QuadraticBounds {
  const { columns } = observations;
  const isWorthIt = columns >= 4 * directionsPerComponent && components.length > 1;
  if (!isWorthIt || components[0]!.strips.length === 0) return noBounds(components.length);
  return float64Scope(() => {
    const sample = rowsAt(observations, evenlySpaced(count));
    const whitened = components.map((component) => whiten(component, sample));
    const best = new Float64Array(sample.rows).map((_, row) =>
      Math.max(...whitened.map(({ logDensities }) => logDensities[row]!)),
    );
    const centre = sample.columnSums().dividedBy(sample.rows);
    const factors = components.map((component, k) =>
      factorRows(component, bestDirections(component, whitened[k]!, best, least), columns),
    );
    const middle = centre.toArray();
    const shifts = components.map(({ mean }, k) => shiftOf(factors[k]!, mean.toArray(), middle));
    // so far apart that the products below would lose what tells the components from each other
    if (shifts.some((shift) => shift.some((value) => !(Math.abs(value) < farthest))))
      return noBounds(components.length);
    const height = components.length * directionsPerComponent;
    const held = [
      keepMatrix(centre),
      keepMatrix(matrix(concatenated(factors), height, columns)),
      keepMatrix(matrix(concatenated(shifts), 1, height)),
      keepMatrix(matrix(membership(components.length), height, components.length)),
    ] as const;
    return { lowerBounds: (rows) => lowerBounds(rows, ...held), dispose: () => disposeMatrices(...held) };
  });
}

/** Slightly lowered, so that the rounding of a product of another shape cannot lift a bound over what it bounds. */
const caution = 1 - 1e-9;

function lowerBounds(
  rows: Matrix,
  centre: Matrix,
  factors: Matrix,
  shifts: Matrix,
  ones: Matrix,
): Float64Array[] {
  const components = ones.columns;
  const sums = float64Scope(() =>
    rows
      .minus(centre)
      .multiply(factors, { transposeRight: true })
      .minus(shifts)
      .squared()
      .multiply(ones)
      .toArray(),
  );
  return Array.from({ length: components }, (_, k) =>
    Float64Array.from({ length: rows.rows }, (_, row) => sums[row * components + k]! * caution),
  );
}
