import { type Breather, InputError } from "../../support/index.js";
import { float64Scope, type Matrix, matrix } from "../../tensorflow/index.js";
import { chunks, countRows, type Observations, rowsAt, rowsPerChunk } from "../common/observations.js";
import type { PreparedFactors } from "./density.js";
import type { FactorMixtureConfig, FactorMixtureParameters } from "./model.js";

/** Rows with less are left out of a component: together they weigh less than a rounding error. */
const negligible = 1e-20;

/** Sums over the rows of one component, about its old mean: enough for all its new parameters. */
interface ComponentSums {
  /** sum r */
  rows: number;
  /** sum r (x - mu) [z; 1]^T, D x (Q + 1). */
  readonly cross: Float64Array;
  /** sum r E[[z; 1] [z; 1]^T], (Q + 1) x (Q + 1). */
  readonly factors: Float64Array;
  /** sum r (x - mu)^2, D. */
  readonly squares: Float64Array;
}

/**
 * The M step: with z' = [z; 1] and x about the old mean, [W, delta] = (sum r x E[z']^T) (sum r E[z' z'^T])^-1 and
 * psi = diag(sum r (x - [W, delta] E[z']) x^T) / sum r, at least the floor (Ghahramani and Hinton 1996, equations 14 and 15; there psi is
 * shared). Loadings and mean maximise together; with isotropic noise psi is the mean of its diagonal.
 *
 * @throws InputError for a component that has lost all its rows
 */
export async function maximiseFactors(
  observations: Observations,
  responsibilities: Float64Array,
  old: FactorMixtureParameters,
  prepared: PreparedFactors,
  config: FactorMixtureConfig,
  breather: Breather,
): Promise<FactorMixtureParameters> {
  const { components, factors, dimension } = config;
  const count = countRows(observations);
  const next: FactorMixtureParameters = {
    weights: new Float64Array(components),
    means: new Float64Array(components * dimension),
    loadings: new Float64Array(components * dimension * factors),
    noiseVariances: new Float64Array(components * dimension),
  };
  for (let k = 0; k < components; k++) {
    const mean = old.means.subarray(k * dimension, (k + 1) * dimension);
    const sums = await sumsOf(k, observations, responsibilities, mean, prepared, breather);
    if (!(sums.rows > negligible * count)) {
      throw new InputError(
        "factorMixture.fit",
        `component ${k} has lost all its rows: ask for fewer components, raise the variance floor, or start from another seed`,
        { component: k },
      );
    }
    next.weights[k] = sums.rows / count;
    write(next, k, sums, mean, config);
  }
  return next;
}

async function sumsOf(
  k: number,
  observations: Observations,
  responsibilities: Float64Array,
  mean: Float64Array,
  prepared: PreparedFactors,
  breather: Breather,
): Promise<ComponentSums> {
  const { components, factors, dimension } = prepared;
  const size = factors + 1;
  const sums: ComponentSums = {
    rows: 0,
    cross: new Float64Array(dimension * size),
    factors: new Float64Array(size * size),
    squares: new Float64Array(dimension),
  };
  const members: number[] = [];
  for (let row = 0; row * components < responsibilities.length; row++)
    if (responsibilities[row * components + k]! > negligible) members.push(row);
  for (const [start, end] of chunks(members.length, rowsPerChunk(dimension))) {
    const rows = members.slice(start, end);
    const shares = Float64Array.from(rows, (row) => responsibilities[row * components + k]!);
    addRows(sums, { observations, rows, shares, mean, prepared, k });
    await breather.breathe();
  }
  return sums;
}

interface Part {
  readonly observations: Observations;
  readonly rows: readonly number[];
  readonly shares: Float64Array;
  readonly mean: Float64Array;
  readonly prepared: PreparedFactors;
  readonly k: number;
}

function addRows(sums: ComponentSums, part: Part): void {
  const { observations, rows, shares, mean, prepared, k } = part;
  const { factors, dimension, components } = prepared;
  const size = factors + 1;
  const found = float64Scope(() => {
    const x = rowsAt(observations, rows).minus(matrix(mean, 1, dimension));
    const projection = matrix(prepared.projections, dimension, components * factors).columnRange(
      k * factors,
      (k + 1) * factors,
    );
    const back = matrix(prepared.back[k]!, factors, factors);
    const scores = x.multiply(projection).multiply(back, { transposeRight: true });
    const extended = withOnes(scores);
    const weighted = extended.times(matrix(shares, shares.length, 1));
    return {
      cross: x.multiply(weighted, { transposeLeft: true }).toArray(),
      moments: extended.multiply(weighted, { transposeLeft: true }).toArray(),
      squares: x
        .squared()
        .times(matrix(shares, shares.length, 1))
        .columnSums()
        .toArray(),
    };
  });
  const share = shares.reduce((sum, value) => sum + value, 0);
  sums.rows += share;
  add(sums.cross, found.cross);
  add(sums.factors, found.moments);
  add(sums.squares, found.squares);
  // the posterior covariance of the factors is the same for all rows
  for (let p = 0; p < factors; p++)
    for (let q = 0; q < factors; q++)
      sums.factors[p * size + q]! += share * prepared.covariances[k]![p * factors + q]!;
}

function add(into: Float64Array, values: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i]! += values[i]!;
}

/** A column of ones at the right. */
function withOnes(scores: Matrix): Matrix {
  const { rows, columns } = scores;
  const values = scores.toArray();
  const extended = new Float64Array(rows * (columns + 1)).fill(1);
  for (let row = 0; row < rows; row++)
    extended.set(values.subarray(row * columns, (row + 1) * columns), row * (columns + 1));
  return matrix(extended, rows, columns + 1);
}

/** Solves for [W, delta] and writes the component's new parameters. */
function write(
  next: FactorMixtureParameters,
  k: number,
  sums: ComponentSums,
  mean: Float64Array,
  { factors, dimension, noise, varianceFloor }: FactorMixtureConfig,
): void {
  const size = factors + 1;
  const solution = float64Scope(() => {
    const lower = matrix(sums.factors, size, size, "small").cholesky();
    const right = matrix(sums.cross, dimension, size).transposed();
    return lower.solveLower(lower.solveLower(right), true).transposed().toArray();
  });
  const variances = new Float64Array(dimension);
  for (let d = 0; d < dimension; d++) {
    let explained = 0;
    for (let q = 0; q < size; q++) explained += solution[d * size + q]! * sums.cross[d * size + q]!;
    variances[d] = (sums.squares[d]! - explained) / sums.rows;
    next.means[k * dimension + d] = mean[d]! + solution[d * size + factors]!;
    for (let q = 0; q < factors; q++)
      next.loadings[(k * dimension + d) * factors + q] = solution[d * size + q]!;
  }
  const shared = variances.reduce((sum, value) => sum + value, 0) / dimension;
  for (let d = 0; d < dimension; d++)
    next.noiseVariances[k * dimension + d] = Math.max(
      varianceFloor,
      noise === "isotropic" ? shared : variances[d]!,
    );
}
