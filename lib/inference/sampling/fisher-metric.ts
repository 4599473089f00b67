import { symmetricEigen } from "../../math/index.js";
import { InputError } from "../../support/index.js";
import { LowRankMetric } from "../nuts/low-rank-metric.js";
import { DenseMetric, DiagonalMetric, type Metric } from "../nuts/metric.js";

/** Positions of a window of warm-up and the gradients of the log density there, each by rows. */
export interface Window {
  readonly dimension: number;
  readonly positions: readonly Float64Array[];
  readonly gradients: readonly Float64Array[];
}

/** Added to the eigenvalues of both covariances, in units of the diagonal: keeps directions that a window did not visit near 1. */
const ridge = 1e-5;

/** Directions whose variance differs by less than this factor from what the diagonal says are left to it. */
const leastFactor = 2;

/** Directions looked for among the draws, and as many among the gradients. */
const mostDirections = 12;

/** Directions of fewer draws than this would be accidents. */
const leastDraws = 3 * mostDirections;
/** Rounds of the subspace iteration that finds them. */
const iterations = 6;

/**
 * The metric that brings the density, transformed by it, nearest to a standard normal in Fisher divergence, from draws AND gradients:
 * the geometric mean of the draws' covariance and the inverse of the gradients'. Of a Gaussian it is all but the covariance itself from
 * as few draws as there are dimensions, since position and gradient then determine each other.
 *
 * - diagonal: `C_i = sqrt(var x_i / var g_i)`, drawn towards 1e-3 as if 5 draws had said so, as Stan does;
 * - dense: `C = A # B^-1` with `A = cov x`, `B = cov g` (both scaled by the diagonal);
 * - low-rank: the same within the span of the leading principal directions of draws and of gradients, of which those are kept
 *   whose eigenvalue is above 2 or below 1/2.
 *
 * (Seyboldt, Carlson and Carpenter 2026, "Preconditioning Hamiltonian Monte Carlo by minimizing Fisher divergence", arXiv:2603.18845; nutpie.)
 *
 * @param last variances that coordinates keep which did not move
 */
export function fisherMetric(window: Window, kind: Metric["kind"], last: ArrayLike<number>): Metric {
  const variances = fisherVariances(window, last);
  if (kind === "diagonal") return new DiagonalMetric(variances);
  const sds = variances.map(Math.sqrt);
  if (kind === "low-rank" && window.positions.length < leastDraws) return withoutDirections(sds);
  const draws = standardised(window.positions, sds, false);
  const gradients = standardised(window.gradients, sds, true);
  try {
    return kind === "dense" ? denseMetric(sds, draws, gradients) : lowRankMetric(sds, draws, gradients);
  } catch (error) {
    // a chain that is still falling into place may draw a window of one direction only, or gradients without end: of that nothing is learned
    if (!(error instanceof InputError)) throw error;
    return kind === "dense" ? uncorrelated(sds) : withoutDirections(sds);
  }
}

const withoutDirections = (sds: Float64Array) =>
  new LowRankMetric(sds, new Float64Array(), new Float64Array());

/** What Stan's rule draws a variance to, as if so many draws had said so: a chain that is still falling into place must not be pinned there. */
const prior = { variance: 1e-3, draws: 5 };

/** `sqrt(var x_i / var g_i)`, or the last one where that is not positive and finite; with few draws drawn towards a small variance. */
function fisherVariances({ dimension, positions, gradients }: Window, last: ArrayLike<number>): Float64Array {
  const [ofDraws, ofGradients] = [sumsOfSquares(positions, dimension), sumsOfSquares(gradients, dimension)];
  const share = positions.length / (positions.length + prior.draws);
  return Float64Array.from({ length: dimension }, (_, i) => {
    const variance = Math.sqrt(ofDraws[i]!) / Math.sqrt(ofGradients[i]!);
    return variance > 0 && variance < Infinity ? share * variance + (1 - share) * prior.variance : last[i]!;
  });
}

function columnMeans(rows: readonly Float64Array[], dimension: number): Float64Array {
  const means = new Float64Array(dimension);
  for (const row of rows) for (let i = 0; i < dimension; i++) means[i] = means[i]! + row[i]! / rows.length;
  return means;
}

function sumsOfSquares(rows: readonly Float64Array[], dimension: number): Float64Array {
  const means = columnMeans(rows, dimension);
  const sums = new Float64Array(dimension);
  for (const row of rows) for (let i = 0; i < dimension; i++) sums[i] = sums[i]! + (row[i]! - means[i]!) ** 2;
  return sums;
}

/** Centred, divided by (gradients: times) the standard deviations, and by the root of their number: covariance = sum of outer products. */
function standardised(rows: readonly Float64Array[], sds: Float64Array, inverse: boolean): Float64Array[] {
  const means = columnMeans(rows, sds.length);
  const scale = 1 / Math.sqrt(rows.length);
  return rows.map((row) =>
    row.map((value, i) => (inverse ? (value - means[i]!) * sds[i]! : (value - means[i]!) / sds[i]!) * scale),
  );
}

/** `R R^T + ridge I` of the rows' coordinates along `basis` (k x d by rows; without: along the axes), k x k. */
function covarianceAlong(rows: readonly Float64Array[], k: number, basis?: Float64Array): Float64Array {
  const covariance = new Float64Array(k * k);
  const along = new Float64Array(k);
  for (const row of rows) {
    if (basis === undefined) along.set(row);
    else project(row, basis, along);
    for (let i = 0; i < k; i++) {
      for (let j = 0; j <= i; j++) covariance[i * k + j] = covariance[i * k + j]! + along[i]! * along[j]!;
    }
  }
  for (let i = 0; i < k; i++) {
    covariance[i * k + i] = covariance[i * k + i]! + ridge;
    for (let j = 0; j < i; j++) covariance[j * k + i] = covariance[i * k + j]!;
  }
  return covariance;
}

function project(row: Float64Array, basis: Float64Array, along: Float64Array): void {
  const d = row.length;
  for (let k = 0, at = 0; k < along.length; k++, at += d) {
    let sum = 0;
    for (let i = 0; i < d; i++) sum += basis[at + i]! * row[i]!;
    along[k] = sum;
  }
}

/** `A # B^-1 = B^(-1/2) (B^(1/2) A B^(1/2))^(1/2) B^(-1/2)`, n x n. */
function geometricMean(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const ofB = symmetricEigen(b, n);
  const root = ofPowers(ofB, n, (value) => Math.sqrt(value));
  const inverseRoot = ofPowers(ofB, n, (value) => 1 / Math.sqrt(value));
  const middle = ofPowers(symmetricEigen(sandwich(root, a, n), n), n, (value) =>
    Math.sqrt(Math.max(0, value)),
  );
  return sandwich(inverseRoot, middle, n);
}

function ofPowers(
  { values, vectors }: ReturnType<typeof symmetricEigen>,
  n: number,
  f: (value: number) => number,
): Float64Array {
  const result = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    const value = f(values[k]!);
    for (let i = 0; i < n; i++) {
      const scaled = value * vectors[i * n + k]!;
      for (let j = 0; j < n; j++) result[i * n + j] = result[i * n + j]! + scaled * vectors[j * n + k]!;
    }
  }
  return result;
}

/** S M S of symmetric matrices. */
function sandwich(s: Float64Array, m: Float64Array, n: number): Float64Array {
  return multiply(multiply(s, m, n), s, n);
}

function multiply(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const factor = a[i * n + k]!;
      for (let j = 0; j < n; j++) product[i * n + j] = product[i * n + j]! + factor * b[k * n + j]!;
    }
  }
  return product;
}

function denseMetric(
  sds: Float64Array,
  draws: readonly Float64Array[],
  gradients: readonly Float64Array[],
): DenseMetric {
  const n = sds.length;
  const mean = geometricMean(covarianceAlong(draws, n), covarianceAlong(gradients, n), n);
  const covariance = Float64Array.from(mean, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return 0.5 * (mean[i * n + j]! + mean[j * n + i]!) * sds[i]! * sds[j]!;
  });
  return new DenseMetric(n, covariance);
}

function uncorrelated(sds: Float64Array): DenseMetric {
  const n = sds.length;
  const covariance = new Float64Array(n * n);
  for (let i = 0; i < n; i++) covariance[i * n + i] = sds[i]! ** 2;
  return new DenseMetric(n, covariance);
}

function lowRankMetric(
  sds: Float64Array,
  draws: readonly Float64Array[],
  gradients: readonly Float64Array[],
): LowRankMetric {
  const d = sds.length;
  const found = [...leadingDirections(draws, d), ...leadingDirections(gradients, d)];
  const basis = orthonormal(found, d);
  const k = basis.length / d;
  const mean = geometricMean(covarianceAlong(draws, k, basis), covarianceAlong(gradients, k, basis), k);
  const { values, vectors } = symmetricEigen(mean, k);
  const kept = Array.from(values.keys()).filter(
    (each) => values[each]! > leastFactor || values[each]! < 1 / leastFactor,
  );
  const directions = new Float64Array(kept.length * d);
  kept.forEach((each, row) => {
    for (let b = 0; b < k; b++)
      for (let i = 0; i < d; i++)
        directions[row * d + i] = directions[row * d + i]! + vectors[b * k + each]! * basis[b * d + i]!;
  });
  return new LowRankMetric(
    sds,
    directions,
    Float64Array.from(kept, (each) => values[each]!),
  );
}

/** The leading principal directions of centred rows by subspace iteration, begun at rows spread over the window. */
function leadingDirections(rows: readonly Float64Array[], d: number): Float64Array[] {
  const count = Math.min(mostDirections, rows.length, d);
  let directions = Array.from(
    { length: count },
    (_, k) => rows[Math.floor(((k + 0.5) * rows.length) / count)]!,
  );
  // their covariance once, or the rows in every round, whichever takes fewer multiplications
  const isLong = rows.length * d * 0.5 + iterations * count * d < 2 * iterations * rows.length * count;
  const times = isLong ? timesCovariance(rows, d) : timesRows(rows, d);
  for (let iteration = 0; iteration < iterations; iteration++) directions = times(orthonormal(directions, d));
  return directions;
}

/** A map of directions, by rows of `basis`, to their products with the sum of the rows' outer products. */
type Times = (basis: Float64Array) => Float64Array[];

function timesRows(rows: readonly Float64Array[], d: number): Times {
  return (basis) => {
    const images = Array.from({ length: basis.length / d }, () => new Float64Array(d));
    const along = new Float64Array(images.length);
    for (const row of rows) {
      project(row, basis, along);
      images.forEach((image, b) => {
        for (let i = 0; i < d; i++) image[i] = image[i]! + along[b]! * row[i]!;
      });
    }
    return images;
  };
}

function timesCovariance(rows: readonly Float64Array[], d: number): Times {
  const covariance = new Float64Array(d * d);
  for (const row of rows)
    for (let i = 0; i < d; i++) {
      const own = row[i]!;
      for (let j = 0, at = i * d; j <= i; j++, at++) covariance[at] = covariance[at]! + own * row[j]!;
    }
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) covariance[j * d + i] = covariance[i * d + j]!;
  return (basis) =>
    Array.from({ length: basis.length / d }, (_, b) => {
      const image = new Float64Array(d);
      project(basis.subarray(b * d, (b + 1) * d), covariance, image);
      return image;
    });
}

/** An orthonormal basis of what the rows span, by Gram and Schmidt, twice; rows that bring nothing new are left out. */
function orthonormal(rows: readonly Float64Array[], d: number): Float64Array {
  const basis: Float64Array[] = [];
  for (const row of rows) {
    const size = Math.hypot(...row);
    if (!(size > 0 && size < Infinity)) continue;
    const rest = row.map((value) => value / size);
    for (let pass = 0; pass < 2; pass++) {
      for (const direction of basis) {
        let component = 0;
        for (let i = 0; i < d; i++) component += direction[i]! * rest[i]!;
        for (let i = 0; i < d; i++) rest[i] = rest[i]! - component * direction[i]!;
      }
    }
    const left = Math.hypot(...rest);
    if (left > 1e-8) basis.push(rest.map((value) => value / left));
  }
  const flat = new Float64Array(basis.length * d);
  basis.forEach((direction, k) => {
    flat.set(direction, k * d);
  });
  return flat;
}
