import { requireInput, requireLength } from "../../support/index.js";
import { float64Scope, matrix } from "../../tensorflow/index.js";
import {
  chunks,
  type Observations,
  requireMatchingObservations,
  rowRange,
  rowsPerChunk,
} from "../common/observations.js";
import { posteriorCovariance, posteriorMeans } from "./codes.js";
import { type PcaMatrices, type ProbabilisticPca, pcaMatrices, solveWithFactor } from "./model.js";

/** Two numbers of each row: what the code explains, and what it leaves. */
interface RowParts {
  /** `|E[z | x]|^2`. */
  readonly codeLength: Float64Array;
  /** `|x - mean - W E[z | x]|^2`. */
  readonly residual: Float64Array;
}

/**
 * By the inversion lemma `(x - mean)^T C^-1 (x - mean) = residual / noiseVariance + codeLength`: sums of squares, in which nothing
 * cancels however small the noise.
 */
function rowParts(matrices: PcaMatrices, observations: Observations): RowParts {
  const { mean, loadings } = matrices;
  const count = observations.values.length / observations.columns;
  const codeLength = new Float64Array(count);
  const residual = new Float64Array(count);
  for (const [start, end] of chunks(count, rowsPerChunk(observations.columns))) {
    float64Scope(() => {
      const centred = rowRange(observations, start, end).minus(mean);
      const codes = posteriorMeans(matrices, centred);
      const left = centred.minus(codes.multiply(loadings, { transposeRight: true }));
      codeLength.set(codes.squared().rowSums().toArray(), start);
      residual.set(left.squared().rowSums().toArray(), start);
    });
  }
  return { codeLength, residual };
}

/** How rows are evaluated. */
export interface DensityOptions {
  /**
   * Variance of independent zero-mean noise on every column over which the log-density is averaged exactly, 0 by
   * default. With {@link dequantisationVariance} on rows with offset 1/2: the expectation over uniform dequantisation.
   */
  readonly addedVariance?: number;
}

/**
 * `ln N(x; mean, C)` of every row in nats, by the determinant and inversion lemmas: no D x D matrix is inverted.
 *
 * @throws InputError if the rows do not fit the model
 */
export async function logDensity(
  model: ProbabilisticPca,
  data: Observations,
  { addedVariance = 0 }: DensityOptions = {},
): Promise<Float64Array> {
  return logDensities(model, data, addedVariance);
}

/** The same at once. */
export function logDensities(model: ProbabilisticPca, data: Observations, addedVariance = 0): Float64Array {
  const caller = "probabilisticPca.logDensity";
  const { dimension } = model.config;
  requireMatchingObservations(caller, data, dimension);
  requireInput(addedVariance >= 0, caller, () => `addedVariance must be at least 0, got ${addedVariance}`);
  return float64Scope(() => {
    const matrices = pcaMatrices(model);
    const { noiseVariance, logDeterminant } = matrices;
    const { codeLength, residual } = rowParts(matrices, data);
    const constant =
      dimension * Math.log(2 * Math.PI) +
      logDeterminant +
      addedVariance * tracePrecision(matrices, dimension);
    return codeLength.map((length, i) => -0.5 * (constant + residual[i]! / noiseVariance + length));
  });
}

/** `tr C^-1 = (D - tr(M^-1 W^T W)) / noiseVariance`, with `M^-1 W^T W = I - noiseVariance M^-1`. */
function tracePrecision(matrices: PcaMatrices, dimension: number): number {
  const shrunk = posteriorCovariance(matrices)
    .diagonal()
    .reduce((sum, entry) => sum + entry, 0);
  return (dimension - matrices.loadings.columns + shrunk) / matrices.noiseVariance;
}

/**
 * The mean log-likelihood of rows in nats from their scatter S alone:
 * `-1/2 (D ln 2 pi + ln|C| + tr(C^-1 S))` (Bishop 12.43).
 *
 * @param scatter D x D by rows: `1/N sum (x - mean)(x - mean)^T` about the MODEL's mean gives the mean of {@link logDensity}.
 *   The report put the covariance of the test set about its own mean here.
 */
export function meanLogDensityOfScatter(model: ProbabilisticPca, scatter: Float64Array): number {
  const { dimension } = model.config;
  requireLength("probabilisticPca.meanLogDensityOfScatter", "scatter", scatter.length, dimension * dimension);
  return float64Scope(() => {
    const { loadings, factor, noiseVariance, logDeterminant } = pcaMatrices(model);
    const s = matrix(scatter, dimension, dimension);
    const inner = solveWithFactor(factor, loadings.multiply(s.multiply(loadings), { transposeLeft: true }));
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
    const quadratic = (sum(s.diagonal()) - sum(inner.diagonal())) / noiseVariance;
    return -0.5 * (dimension * Math.log(2 * Math.PI) + logDeterminant + quadratic);
  });
}

/** The two terms of a variational bound, one number a row, in nats. */
export interface BoundTerms {
  /** `E_q[ln p(x | z)]`, q the posterior. */
  readonly expectedLogLikelihood: Float64Array;
  /** `KL(q(z | x) || p(z))`. */
  readonly divergence: Float64Array;
}

/**
 * The bound of a variational autoencoder, for this model: since q is the exact posterior, `expectedLogLikelihood - divergence`
 * equals `ln p(x)` for every row, the gap is zero.
 */
export function boundTerms(model: ProbabilisticPca, data: Observations): BoundTerms {
  const { dimension, components } = model.config;
  requireMatchingObservations("probabilisticPca.boundTerms", data, dimension);
  const spread = samplingSpread(model);
  return float64Scope(() => {
    const matrices = pcaMatrices(model);
    const { noiseVariance } = matrices;
    const { codeLength, residual } = rowParts(matrices, data);
    const constant = dimension * Math.log(2 * Math.PI * noiseVariance);
    return {
      expectedLogLikelihood: residual.map(
        (left) => -0.5 * (constant + (left + spread.image) / noiseVariance),
      ),
      divergence: codeLength.map(
        (length) => 0.5 * (spread.code + length - components - spread.logDeterminant),
      ),
    };
  });
}

/** `tr(W cov W^T)`, `tr cov` and `ln |cov|` of the posterior covariance of a code. */
function samplingSpread(model: ProbabilisticPca) {
  return float64Scope(() => {
    const matrices = pcaMatrices(model);
    const covariance = posteriorCovariance(matrices);
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
    const { loadings } = matrices;
    const image = loadings.multiply(loadings, { transposeLeft: true }).multiply(covariance).diagonal();
    const pivots = covariance.cholesky().diagonal();
    return {
      image: sum(image),
      code: sum(covariance.diagonal()),
      logDeterminant: 2 * pivots.reduce((total, pivot) => total + Math.log(pivot), 0),
    };
  });
}
