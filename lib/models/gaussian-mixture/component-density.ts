import { InputError } from "../../support/index.js";
import {
  disposeMatrices,
  float64Scope,
  identity,
  keepMatrix,
  type Matrix,
  matrix,
} from "../../tensorflow/index.js";
import { type CovarianceType, isMatrixType, type MixtureParameters, singularCovariance } from "./model.js";

/**
 * One component, prepared so that the quadratic form of many rows is computed piece by piece:
 * `ln (weight N(x; mean, covariance)) = constant - 1/2 sum of the squares of all blocks`.
 */
export interface PreparedComponent {
  /** `ln weight - D/2 ln 2 pi - 1/2 ln |covariance|`, in nats. */
  readonly constant: number;
  /** 1 x D. */
  readonly mean: Matrix;
  /** Number of pieces. */
  readonly blocks: number;
  /** The whitened columns of a block, squared: rows x width. They sum up to the block's piece of the quadratic form. */
  squares(rows: Matrix, block: number): Matrix;
  /** The same of rows that have been centred on the mean before, which pays if all blocks are wanted. */
  squaresOfCentred(centred: Matrix, block: number): Matrix;
  /**
   * The strips of the inverse Cholesky factor, one a block: rows start .. end, columns 0 .. end. None where the
   * covariance is diagonal.
   */
  readonly strips: readonly Matrix[];
}

/** All components of a mixture, with the memory they hold. */
export interface PreparedMixture {
  readonly components: readonly PreparedComponent[];
  dispose(): void;
}

/** Wide enough for products at full speed; narrow enough that a component out of reach is seen early. */
const blockWidth = 112;

interface Block {
  readonly start: number;
  readonly end: number;
}

function blocksOf(dimension: number): readonly Block[] {
  const count = Math.ceil(dimension / blockWidth);
  const width = Math.ceil(dimension / count);
  return Array.from({ length: count }, (_, i) => ({
    start: i * width,
    end: Math.min((i + 1) * width, dimension),
  }));
}

/** What the quadratic form of a covariance needs, apart from the mean. */
interface Whitening {
  readonly logDeterminant: number;
  /** For each block what turns centred columns into independent ones. */
  readonly blocks: readonly Matrix[];
}

/**
 * Columns 0 .. end of the centred rows times a strip of the inverse Cholesky factor: it is triangular, so the first columns of
 * `(x - mean)^T L^-T` need the first columns of x only, and all of them half the work of a full product.
 */
function whitenWithMatrix(covariance: Float64Array, dimension: number): Whitening {
  return float64Scope(() => {
    const factor = matrix(covariance, dimension, dimension).cholesky();
    const inverse = factor.solveLower(identity(dimension));
    const logDeterminant = 2 * factor.diagonal().reduce((sum, pivot) => sum + Math.log(pivot), 0);
    const blocks = blocksOf(dimension).map(({ start, end }) =>
      keepMatrix(inverse.rowRange(start, end).columnRange(0, end)),
    );
    return { logDeterminant, blocks };
  });
}

function whitenWithVariances(variances: Float64Array): Whitening {
  const problem = variances.findIndex((variance) => !(variance > 0 && Number.isFinite(variance)));
  if (problem >= 0) throw new InputError("whiten", `variance ${problem} is ${variances[problem]}`);
  const blocks = blocksOf(variances.length).map(({ start, end }) =>
    keepMatrix(matrix(variances.slice(start, end), 1, end - start)),
  );
  return { logDeterminant: variances.reduce((sum, variance) => sum + Math.log(variance), 0), blocks };
}

function whitening(parameters: MixtureParameters, type: CovarianceType, component: number): Whitening {
  const { weights, means, covariances } = parameters;
  const dimension = means.length / weights.length;
  const size = dimension ** 2;
  if (type === "tied") return whitenWithMatrix(covariances, dimension);
  if (type === "full") {
    return whitenWithMatrix(covariances.subarray(component * size, (component + 1) * size), dimension);
  }
  const variances =
    type === "diagonal"
      ? covariances.subarray(component * dimension, (component + 1) * dimension)
      : new Float64Array(dimension).fill(covariances[component]!);
  return whitenWithVariances(variances);
}

/**
 * Prepares all components of a mixture.
 *
 * @throws InputError naming the component whose covariance is not positive definite
 */
export function prepareMixture(
  caller: string,
  parameters: MixtureParameters,
  type: CovarianceType,
): PreparedMixture {
  const { weights, means } = parameters;
  const dimension = means.length / weights.length;
  const held: Matrix[] = [];
  const dispose = () => disposeMatrices(...held);
  const whiteningOf = (component: number): Whitening => {
    try {
      const made = whitening(parameters, type, component);
      held.push(...made.blocks);
      return made;
    } catch (error) {
      dispose();
      if (!(error instanceof InputError)) throw error;
      throw singularCovariance(caller, type === "tied" ? "tied" : component, error.message);
    }
  };
  const shared = type === "tied" ? whiteningOf(0) : undefined;
  const components = Array.from(weights, (weight, k): PreparedComponent => {
    const { logDeterminant, blocks } = shared ?? whiteningOf(k);
    const mean = keepMatrix(matrix(means.subarray(k * dimension, (k + 1) * dimension), 1, dimension));
    held.push(mean);
    const constant = Math.log(weight) - 0.5 * (dimension * Math.log(2 * Math.PI) + logDeterminant);
    const isMatrix = isMatrixType(type);
    const forms = isMatrix ? correlated(mean, blocks) : independent(mean, blocks);
    return { constant, mean, blocks: blocks.length, ...forms, strips: isMatrix ? blocks : [] };
  });
  return { components, dispose };
}

type QuadraticForms = Pick<PreparedComponent, "squares" | "squaresOfCentred">;

function correlated(mean: Matrix, blocks: readonly Matrix[]): QuadraticForms {
  const whitened = (centred: Matrix, strip: Matrix) =>
    centred.multiply(strip, { transposeRight: true }).squared();
  return {
    squares(rows, block) {
      const strip = blocks[block]!;
      const end = strip.columns;
      return whitened(rows.columnRange(0, end).minus(mean.columnRange(0, end)), strip);
    },
    squaresOfCentred(centred, block) {
      const strip = blocks[block]!;
      return whitened(centred.columnRange(0, strip.columns), strip);
    },
  };
}

function independent(mean: Matrix, blocks: readonly Matrix[]): QuadraticForms {
  const ranges = blocksOf(mean.columns);
  return {
    squares(rows, block) {
      const { start, end } = ranges[block]!;
      const centred = rows.columnRange(start, end).minus(mean.columnRange(start, end));
      return centred.squared().dividedBy(blocks[block]!);
    },
    squaresOfCentred(centred, block) {
      const { start, end } = ranges[block]!;
      return centred.columnRange(start, end).squared().dividedBy(blocks[block]!);
    },
  };
}
