import type { Random } from "../../random/index.js";
import { requireInput } from "../../support/index.js";
import { float64Scope, identity, type Matrix, matrix } from "../../tensorflow/index.js";
import {
  chunks,
  type Observations,
  requireMatchingObservations,
  rowRange,
  rowsPerChunk,
} from "../common/observations.js";
import { type PcaMatrices, type ProbabilisticPca, pcaMatrices, solveWithFactor } from "./model.js";

/** The posteriors of the codes of some rows: `z | x ~ N(mean, covariance)`, one covariance for all (Bishop 12.42). */
export interface CodePosterior {
  /** count x M by rows: `M^-1 W^T (x - mean)`. */
  readonly mean: Float64Array;
  /** M x M by rows: `noiseVariance M^-1`. */
  readonly covariance: Float64Array;
}

/** Posterior means of rows that are centred already, count x M. */
export function posteriorMeans({ loadings, factor }: PcaMatrices, centred: Matrix): Matrix {
  const projected = loadings.multiply(centred, { transposeLeft: true, transposeRight: true });
  return solveWithFactor(factor, projected).transposed();
}

/** The posterior covariance of a code, M x M. */
export function posteriorCovariance({ factor, noiseVariance }: PcaMatrices): Matrix {
  return solveWithFactor(factor, identity(factor.rows)).times(noiseVariance);
}

function codesOf(
  caller: string,
  model: ProbabilisticPca,
  observations: Observations,
  code: (matrices: PcaMatrices, centred: Matrix) => Matrix,
): Float64Array {
  const { components, dimension } = model.config;
  const count = requireMatchingObservations(caller, observations, dimension);
  const codes = new Float64Array(count * components);
  float64Scope(() => {
    const matrices = pcaMatrices(model);
    for (const [start, end] of chunks(count, rowsPerChunk(dimension))) {
      const part = float64Scope(() => {
        const centred = rowRange(observations, start, end).minus(matrices.mean);
        return code(matrices, centred).toArray();
      });
      codes.set(part, start * components);
    }
  });
  return codes;
}

/**
 * What the model knows of the code behind each row.
 *
 * @throws InputError if the rows do not fit the model
 */
export function encode(model: ProbabilisticPca, data: Observations): CodePosterior {
  return {
    mean: codesOf("probabilisticPca.encode", model, data, posteriorMeans),
    covariance: float64Scope(() => posteriorCovariance(pcaMatrices(model)).toArray()),
  };
}

/**
 * The codes whose images lie nearest to the rows, `(W^T W)^-1 W^T (x - mean)`: decoded, they are the orthogonal projection
 * on the principal subspace. Posterior means are these drawn towards 0.
 */
export function projectionCodes(model: ProbabilisticPca, data: Observations): Float64Array {
  return codesOf("probabilisticPca.projectionCodes", model, data, ({ loadings }, centred) => {
    const factor = loadings.multiply(loadings, { transposeLeft: true }).cholesky();
    const projected = loadings.multiply(centred, { transposeLeft: true, transposeRight: true });
    return solveWithFactor(factor, projected).transposed();
  });
}

/** One draw from each posterior, count x M by rows. */
export function sampleCodes({ mean, covariance }: CodePosterior, random: Random): Float64Array {
  const components = Math.sqrt(covariance.length);
  const count = mean.length / components;
  return float64Scope(() => {
    const noise = matrix(random.fillNormal(new Float64Array(mean.length)), count, components);
    const factor = matrix(covariance, components, components).cholesky("draw");
    return noise
      .multiply(factor, { transposeRight: true })
      .plus(matrix(mean, count, components))
      .toArray();
  });
}

/**
 * The mean image of each code, `W z + mean`: count x D by rows, in the unit of the training data.
 *
 * @param codes count x M by rows
 */
export function decode(model: ProbabilisticPca, codes: Float64Array): Float64Array {
  const { components, dimension } = model.config;
  const count = codes.length / components;
  requireInput(
    codes.length > 0 && Number.isInteger(count),
    "probabilisticPca.decode",
    () => `wants whole codes of ${components} numbers, got ${codes.length} numbers`,
  );
  const images = new Float64Array(count * dimension);
  float64Scope(() => {
    const { loadings, mean } = pcaMatrices(model);
    for (const [start, end] of chunks(count, rowsPerChunk(dimension))) {
      const part = float64Scope(() => {
        const some = matrix(codes.subarray(start * components, end * components), end - start, components);
        return some.multiply(loadings, { transposeRight: true }).plus(mean).toArray();
      });
      images.set(part, start * dimension);
    }
  });
  return images;
}

/** The mean image of each row's posterior mean code: count x D by rows. */
export function reconstruct(model: ProbabilisticPca, data: Observations): Float64Array {
  return decode(model, encode(model, data).mean);
}

/**
 * Mean squared error of the codes' images over all rows and columns, in the squared unit of the rows.
 *
 * @param codes count x M by rows, one for each row: posterior means, samples, zeros (the mean image alone)
 */
export function reconstructionError(
  model: ProbabilisticPca,
  data: Observations,
  codes: Float64Array,
): number {
  const caller = "probabilisticPca.reconstructionError";
  const { components, dimension } = model.config;
  const count = requireMatchingObservations(caller, data, dimension);
  requireInput(
    codes.length === count * components,
    caller,
    () => `${count} rows want ${count} codes of ${components} numbers, got ${codes.length} numbers`,
  );
  let sum = 0;
  for (const [start, end] of chunks(count, rowsPerChunk(dimension))) {
    const images = decode(model, codes.subarray(start * components, end * components));
    sum += float64Scope(() => {
      const difference = rowRange(data, start, end).minus(matrix(images, end - start, dimension));
      return difference.squared().columnSums().rowSums().toArray()[0]!;
    });
  }
  return sum / (count * dimension);
}

/**
 * What sampling a code instead of taking its posterior mean adds to the expected mean squared error:
 * `tr(W cov(z | x) W^T) / D`, the same for every row.
 */
export function samplingError(model: ProbabilisticPca): number {
  return float64Scope(() => {
    const matrices = pcaMatrices(model);
    const { loadings } = matrices;
    const inner = loadings
      .multiply(loadings, { transposeLeft: true })
      .multiply(posteriorCovariance(matrices));
    return inner.diagonal().reduce((sum, entry) => sum + entry, 0) / model.config.dimension;
  });
}
