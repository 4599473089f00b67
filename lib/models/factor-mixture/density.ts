import { Breather, InputError, type WorkHooks } from "../../support/index.js";
import { float64Scope, matrix } from "../../tensorflow/index.js";
import { normaliseRows } from "../common/normalise-rows.js";
import {
  chunks,
  type Observations,
  requireMatchingObservations,
  rowRange,
  rowsAt,
  rowsPerChunk,
} from "../common/observations.js";
import { type FactorMixture, type FactorMixtureParameters, plainParameters } from "./model.js";

/**
 * All components made ready for matrix products. With M = I + W^T Psi^-1 W = L L^T (Q x Q) the inversion lemma gives
 * x^T C^-1 x = x^T Psi^-1 x - |L^-1 W^T Psi^-1 x|^2 and the determinant lemma ln |C| = sum ln psi + ln |M|; no D x D matrix is ever made.
 */
export interface PreparedFactors {
  readonly components: number;
  readonly factors: number;
  readonly dimension: number;
  /** ln weight - D/2 ln 2 pi - 1/2 ln |C| - 1/2 mu^T Psi^-1 mu of every component. */
  readonly constants: Float64Array;
  /** K x D: 1 / psi. */
  readonly precisions: Float64Array;
  /** K x D: mu / psi. */
  readonly weighted: Float64Array;
  /** K x D: mu. */
  readonly means: Float64Array;
  /** 1/2 mu^T Psi^-1 mu of every component. */
  readonly halfNorms: Float64Array;
  /** ln weight - D/2 ln 2 pi - 1/2 ln |C| of every component. */
  readonly logHeights: Float64Array;
  /** D x (K Q): Psi^-1 W L^-T, component after component. */
  readonly projections: Float64Array;
  /** K Q: the projections of the means. */
  readonly offsets: Float64Array;
  /** K of Q x Q: L^-T, which takes a projection to the posterior mean of the factors. */
  readonly back: readonly Float64Array[];
  /** K of Q x Q: M^-1, the posterior covariance of the factors. */
  readonly covariances: readonly Float64Array[];
}

/** Prepares parameters for evaluation. */
export function prepareFactors(parameters: FactorMixtureParameters, factors: number): PreparedFactors {
  const { weights, means, loadings, noiseVariances } = parameters;
  const components = weights.length;
  const dimension = means.length / components;
  const width = components * factors;
  const result = {
    components,
    factors,
    dimension,
    constants: new Float64Array(components),
    precisions: noiseVariances.map((variance) => 1 / variance),
    weighted: means.map((mean, i) => mean / noiseVariances[i]!),
    means,
    halfNorms: new Float64Array(components),
    logHeights: new Float64Array(components),
    projections: new Float64Array(dimension * width),
    offsets: new Float64Array(width),
    back: [] as Float64Array[],
    covariances: [] as Float64Array[],
  };
  for (let k = 0; k < components; k++) {
    const part = (values: Float64Array, size: number) => values.subarray(k * size, (k + 1) * size);
    const W = part(loadings, dimension * factors);
    const { inverse, logDeterminant } = factorOf(W, part(result.precisions, dimension), factors);
    result.back.push(inverse);
    result.covariances.push(outer(inverse, factors));
    const mean = part(means, dimension);
    let constant = Math.log(weights[k]!) - 0.5 * (dimension * Math.log(2 * Math.PI) + logDeterminant);
    result.logHeights[k] = constant;
    for (let d = 0; d < dimension; d++) {
      const variance = noiseVariances[k * dimension + d]!;
      constant -= 0.5 * (Math.log(variance) + mean[d]! ** 2 / variance);
      result.logHeights[k]! -= 0.5 * Math.log(variance);
      result.halfNorms[k]! += (0.5 * mean[d]! ** 2) / variance;
      for (let q = 0; q < factors; q++) {
        let sum = 0;
        for (let p = 0; p <= q; p++) sum += W[d * factors + p]! * inverse[p * factors + q]!;
        result.projections[d * width + k * factors + q] = sum / variance;
        result.offsets[k * factors + q]! += (mean[d]! * sum) / variance;
      }
    }
    result.constants[k] = constant;
  }
  return result;
}

/** L^-T (upper triangular, by rows) and ln |M| of M = I + W^T Psi^-1 W. */
function factorOf(W: Float64Array, precisions: Float64Array, factors: number) {
  const M = new Float64Array(factors * factors);
  for (let d = 0; d < precisions.length; d++) {
    for (let p = 0; p < factors; p++) {
      const scaled = W[d * factors + p]! * precisions[d]!;
      for (let q = 0; q <= p; q++) M[p * factors + q]! += scaled * W[d * factors + q]!;
    }
  }
  for (let p = 0; p < factors; p++) M[p * factors + p]! += 1;
  return float64Scope(() => {
    const lower = matrix(M, factors, factors, "small").cholesky();
    const unit = new Float64Array(factors * factors);
    for (let p = 0; p < factors; p++) unit[p * factors + p] = 1;
    const inverse = lower.solveLower(matrix(unit, factors, factors, "small"), true).toArray();
    const logDeterminant = 2 * lower.diagonal().reduce((sum, value) => sum + Math.log(value), 0);
    return { inverse, logDeterminant };
  });
}

/** U U^T of an upper-triangular U = L^-T: M^-1. */
function outer(U: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let p = 0; p < size; p++)
    for (let q = 0; q < size; q++)
      for (let r = Math.max(p, q); r < size; r++)
        product[p * size + q]! += U[p * size + r]! * U[q * size + r]!;
  return product;
}

/**
 * ln weight_k + ln N(x; ...) of some rows under all components, rows x K: by products of the rows as they are, and again from their
 * differences from the means where those would cancel too many digits.
 */
export function jointLogDensities(
  prepared: PreparedFactors,
  observations: Observations,
  start: number,
  end: number,
): Float64Array {
  const { components, factors, dimension } = prepared;
  const rows = end - start;
  const { plain, projected, squares } = float64Scope(() => {
    const x = rowRange(observations, start, end);
    const squares = x
      .squared()
      .multiply(matrix(prepared.precisions, components, dimension), { transposeRight: true });
    const products = x.multiply(matrix(prepared.weighted, components, dimension), { transposeRight: true });
    const factorScores = x
      .multiply(matrix(prepared.projections, dimension, components * factors))
      .minus(matrix(prepared.offsets, 1, components * factors));
    return {
      plain: products.minus(squares.times(0.5)).toArray(),
      projected: factorScores.toArray(),
      squares: squares.toArray(),
    };
  });
  const table = new Float64Array(rows * components);
  const cancelled = new Set<number>();
  for (let i = 0; i < table.length; i++) {
    const k = i % components;
    let codeLength = 0;
    for (let q = i * factors; q < (i + 1) * factors; q++) codeLength += projected[q]! ** 2;
    table[i] = prepared.constants[k]! + plain[i]! + 0.5 * codeLength;
    const error = 2 ** -51 * (0.5 * squares[i]! + prepared.halfNorms[k]!);
    if (!(error <= 1e-6 * Math.max(1, Math.abs(table[i]!)))) cancelled.add(Math.floor(i / components));
  }
  if (cancelled.size > 0) writeFromDifferences(table, prepared, observations, start, [...cancelled]);
  return table;
}

/** The same for some rows, component by component about its mean. */
function writeFromDifferences(
  table: Float64Array,
  prepared: PreparedFactors,
  observations: Observations,
  start: number,
  rows: readonly number[],
): void {
  const { components, factors, dimension } = prepared;
  float64Scope(() => {
    const x = rowsAt(
      observations,
      rows.map((row) => start + row),
    );
    const projections = matrix(prepared.projections, dimension, components * factors);
    for (let k = 0; k < components; k++) {
      const { lengths, codes } = float64Scope(() => {
        const part = (values: Float64Array) =>
          matrix(values.subarray(k * dimension, (k + 1) * dimension), 1, dimension);
        const centred = x.minus(part(prepared.means));
        const projection = projections.columnRange(k * factors, (k + 1) * factors);
        return {
          lengths: centred.squared().times(part(prepared.precisions)).rowSums().toArray(),
          codes: centred.multiply(projection).squared().rowSums().toArray(),
        };
      });
      rows.forEach((row, i) => {
        table[row * components + k] = prepared.logHeights[k]! - 0.5 * (lengths[i]! - codes[i]!);
      });
    }
  });
}

/** ln p(x) and the responsibilities of every row. */
export interface FactorMixtureEvaluation {
  /** Nats, in the unit of the data. */
  readonly logLikelihood: Float64Array;
  /** rows x K. */
  readonly responsibilities: Float64Array;
}

/**
 * Log-likelihood and responsibilities of rows under a mixture of factor analysers.
 *
 * @throws InputError for rows of another width, or a density that is not finite
 */
export async function evaluate(
  model: FactorMixture,
  data: Observations,
  { signal }: WorkHooks = {},
): Promise<FactorMixtureEvaluation> {
  const caller = "factorMixture.evaluate";
  const { components, factors, dimension } = model.config;
  const count = requireMatchingObservations(caller, data, dimension);
  const prepared = prepareFactors(plainParameters(model.parameters), factors);
  const breather = new Breather(signal);
  const logLikelihood = new Float64Array(count);
  const responsibilities = new Float64Array(count * components);
  for (const [start, end] of chunks(count, rowsPerChunk(dimension))) {
    const found = normaliseRows(jointLogDensities(prepared, data, start, end), components);
    await breather.breathe();
    logLikelihood.set(found.logLikelihood, start);
    responsibilities.set(found.responsibilities, start * components);
  }
  const bad = logLikelihood.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new InputError(caller, `the density of row ${bad} is not finite`, { row: bad });
  return { logLikelihood, responsibilities };
}

/** `ln p(x)` of every row in nats, in the unit of the data. Throws as {@link evaluate}. */
export async function logDensity(
  model: FactorMixture,
  data: Observations,
  hooks: WorkHooks = {},
): Promise<Float64Array> {
  return (await evaluate(model, data, hooks)).logLikelihood;
}
