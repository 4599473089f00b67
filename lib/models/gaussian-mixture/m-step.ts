import { InputError } from "../../support/index.js";
import { float64Scope, type Matrix, matrix } from "../../tensorflow/index.js";
import { chunks, type Observations, rowsAt, rowsPerChunk } from "../common/observations.js";
import { Scatter } from "../common/scatter.js";
import { concatenated } from "./arrays.js";
import { HardAssignments, type HardMoments } from "./hard-assignments.js";
import { type CovarianceType, isMatrixType, type MixtureParameters } from "./model.js";

/** How an M step runs. */
export interface MaximisationOptions {
  readonly covarianceType: CovarianceType;
  /** Added to every variance. */
  readonly regularisation: number;
  readonly chunkRows?: number | undefined;
  /** The hard rows of the last M step on these observations: affects the time only. */
  readonly hard?: HardAssignments | undefined;
  /** Called between chunks with the share of the work done; may throw to stop. */
  readonly tick?: (share: number) => Promise<void>;
}

/** The rows that count for one component, but for those that are summed up already. */
interface Members {
  readonly rows: Int32Array;
  readonly weights: Float64Array;
  /** Sum of the weights of all rows, with scikit-learn's guard against 0. */
  readonly size: number;
}

/** Rows with a responsibility of exactly 0 are left out: they would add 0. */
function membersOf(
  responsibilities: Float64Array,
  components: number,
  k: number,
  withoutHard: boolean,
): Members {
  const count = responsibilities.length / components;
  const rows = new Int32Array(count);
  const weights = new Float64Array(count);
  let found = 0;
  let size = 0;
  for (let row = 0; row < count; row++) {
    const weight = responsibilities[row * components + k]!;
    if (weight === 0) continue;
    size += weight;
    if (withoutHard && weight === 1) continue;
    rows[found] = row;
    weights[found++] = weight;
  }
  if (!(size > 10 * Number.EPSILON)) {
    throw new InputError(
      "gaussianMixture.fit",
      `component ${k} has lost all its points; use fewer components, another start or more regularisation`,
      { component: k },
    );
  }
  return {
    rows: rows.subarray(0, found),
    weights: weights.subarray(0, found),
    size: size + 10 * Number.EPSILON,
  };
}

/** The members of one component, and how to go through them. */
interface Pass {
  readonly observations: Observations;
  readonly members: Members;
  /** The moments of the rows that are not among the members. */
  readonly hard: HardMoments | undefined;
  readonly chunkRows: number;
  readonly tick: () => Promise<void>;
}

/** Goes through the members chunk by chunk: rows as doubles, weights rows x 1. */
async function visit(pass: Pass, body: (rows: Matrix, weights: Matrix) => void): Promise<void> {
  const { rows, weights } = pass.members;
  for (const [start, end] of chunks(rows.length, pass.chunkRows)) {
    await pass.tick();
    float64Scope(() => {
      body(
        rowsAt(pass.observations, rows.subarray(start, end)),
        matrix(weights.subarray(start, end), end - start, 1),
      );
    });
  }
}

/** `sum_i w_i f(x_i)` over the members for each column. */
async function weightedSums(pass: Pass, transform: (rows: Matrix) => Matrix): Promise<Float64Array> {
  const sums = new Float64Array(pass.observations.columns);
  await visit(pass, (rows, weights) => {
    const part = weights.multiply(transform(rows), { transposeLeft: true }).toArray();
    for (let j = 0; j < sums.length; j++) sums[j]! += part[j]!;
  });
  return sums;
}

/** What the covariances are made of: collected component by component, finished by the tied one. */
interface Collector {
  add(pass: Pass, mean: Float64Array): Promise<void>;
  /** `size` is the sum of the sizes of all components. */
  finish(size: number): Float64Array;
  dispose(): void;
}

/** Adds the regularisation to the variances. */
function regularised(covariance: Float64Array, columns: number, regularisation: number): Float64Array {
  for (let j = 0; j < columns; j++) covariance[j * columns + j]! += regularisation;
  return covariance;
}

/** The scatter of a component about its mean is that of the members and, summed up already, of the hard rows. */
function matrices(columns: number, isTied: boolean, regularisation: number): Collector {
  let scatter = new Scatter(columns);
  let summed: Float64Array | undefined;
  const finished: Float64Array[] = [];
  const covariance = (size: number) => {
    const all = scatter.dividedBy(size);
    summed?.forEach((entry, i) => {
      all[i]! += entry / size;
    });
    return regularised(all, columns, regularisation);
  };
  return {
    async add(pass, mean) {
      await visit(pass, (rows, weights) => {
        scatter.add(rows.minus(matrix(mean, 1, columns)), weights);
      });
      if (pass.hard !== undefined) summed = plusScatter(summed, pass.hard, mean);
      if (isTied) return;
      finished.push(covariance(pass.members.size));
      scatter.dispose();
      scatter = new Scatter(columns);
      summed = undefined;
    },
    finish: (size) => (isTied ? covariance(size) : concatenated(finished)),
    dispose: () => scatter.dispose(),
  };
}

/** Adds `sum (x_i - mean)(x_i - mean)^T` over the hard rows: their scatter about their own mean, and that of their mean. */
function plusScatter(
  sum: Float64Array | undefined,
  { count, totals, scatter }: HardMoments,
  mean: Float64Array,
): Float64Array {
  const columns = mean.length;
  const shift = totals.map((total, j) => total / count - mean[j]!);
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < columns; j++) scatter[i * columns + j]! += count * shift[i]! * shift[j]!;
  }
  return sum === undefined ? scatter : scatter.map((entry, i) => entry + sum[i]!);
}

function variances(isSpherical: boolean, regularisation: number): Collector {
  const finished: Float64Array[] = [];
  return {
    async add(pass, mean) {
      const centre = (rows: Matrix) => rows.minus(matrix(mean, 1, mean.length)).squared();
      const sums = await weightedSums(pass, centre);
      const each = sums.map((sum) => sum / pass.members.size + regularisation);
      const average = each.reduce((total, variance) => total + variance, 0) / each.length;
      finished.push(isSpherical ? Float64Array.of(average) : each);
    },
    finish: () => concatenated(finished),
    dispose: () => {},
  };
}

function collector({ covarianceType, regularisation }: MaximisationOptions, columns: number): Collector {
  return isMatrixType(covarianceType)
    ? matrices(columns, covarianceType === "tied", regularisation)
    : variances(covarianceType === "spherical", regularisation);
}

/**
 * The M step (Bishop 2006, 9.24 to 9.26): weights, means and covariances from the responsibilities. Rows are centred before they
 * are multiplied, so that a pixel that is constant within a component has exactly the variance of the regularisation. Rows
 * of bytes that belong to one component alone are not centred: their sums of products are exact, see {@link HardAssignments}.
 *
 * @throws InputError naming a component that has lost all its points
 */
export async function maximisation(
  observations: Observations,
  responsibilities: Float64Array,
  components: number,
  options: MaximisationOptions,
): Promise<MixtureParameters> {
  const { chunkRows = rowsPerChunk(observations.columns), covarianceType } = options;
  const { columns } = observations;
  const sizes = new Float64Array(components);
  const means = new Float64Array(components * columns);
  const covariances = collector(options, columns);
  const known = isMatrixType(covarianceType)
    ? (options.hard ?? HardAssignments.of(observations, components))
    : undefined;
  try {
    for (let k = 0; k < components; k++) {
      const members = membersOf(responsibilities, components, k, known !== undefined);
      const tick = async () => options.tick?.(k / components);
      await tick();
      const hard = known?.moments(responsibilities, k);
      const pass: Pass = { observations, members, hard, chunkRows, tick };
      const sums = await weightedSums(pass, (rows) => rows);
      const mean = sums.map((sum, j) => (sum + (hard?.totals[j] ?? 0)) / members.size);
      means.set(mean, k * columns);
      sizes[k] = members.size;
      await covariances.add(pass, mean);
    }
    const total = sizes.reduce((sum, size) => sum + size, 0);
    return { weights: sizes.map((size) => size / total), means, covariances: covariances.finish(total) };
  } finally {
    covariances.dispose();
  }
}
