import { InputError } from "../support/index.js";
import { type Attribute, dispose, execute, keep, readFloat64, scope, type Tensor, tensor } from "./engine.js";
import type { FactorPurpose, Matrix, ProductOptions, SymmetricEigen } from "./float64.js";
import { checkedFactor } from "./float64-conditioning.js";
import {
  requireBroadcast,
  requireIndices,
  requireProduct,
  requireRange,
  requireSquare,
  requireSystem,
} from "./float64-shapes.js";

type Attributes = Readonly<Record<string, Attribute>>;

const plain: Attributes = {};
const bytesToDoubles: Attributes = { SrcT: { type: "uint8" }, DstT: { type: "float64" } };
const keepAxis: Attributes = { keep_dims: { bool: true } };
const sliceByInt32: Attributes = { Index: { type: "int32" } };
const withVectors: Attributes = { compute_v: { bool: true } };
const lower: Attributes = { lower: { bool: true }, adjoint: { bool: false } };
const lowerTransposed: Attributes = { lower: { bool: true }, adjoint: { bool: true } };
/** One record for each choice of transpositions, because the engine translates a record once. */
const products: readonly Attributes[] = [0, 1, 2, 3].map((code) => ({
  transpose_a: { bool: (code & 1) > 0 },
  transpose_b: { bool: (code & 2) > 0 },
}));

function run(kernel: string, attributes: Attributes, ...inputs: readonly Tensor[]): Tensor {
  return execute(kernel, attributes, inputs)[0]!;
}

const integers = (...values: readonly number[]) => tensor(Int32Array.from(values), [values.length]);

/** A matrix held by TensorFlow and computed with by its double-precision kernels. */
export class TensorMatrix implements Matrix {
  private constructor(readonly tensor: Tensor) {}

  /** Copies the entries to TensorFlow: doubles bit for bit; bytes travel as bytes. */
  static of(values: Float64Array | Uint8Array, rows: number, columns: number): TensorMatrix {
    const sent = tensor(values, [rows, columns]);
    if (values instanceof Float64Array) return new TensorMatrix(sent);
    const widened = new TensorMatrix(run("Cast", bytesToDoubles, sent));
    dispose(sent);
    return widened;
  }

  get rows(): number {
    return this.tensor.shape[0]!;
  }

  get columns(): number {
    return this.tensor.shape[1]!;
  }

  toArray(): Float64Array {
    return readFloat64(this.tensor);
  }

  /** See `keepMatrix`. */
  keep(): void {
    keep(this.tensor);
  }

  /** See `disposeMatrices`. */
  dispose(): void {
    dispose(this.tensor);
  }

  multiply(right: Matrix, options: ProductOptions = {}): Matrix {
    requireProduct(this, right, options);
    const code = (options.transposeLeft ? 1 : 0) + (options.transposeRight ? 2 : 0);
    return this.made("MatMul", products[code]!, tensorOf(right));
  }

  plus(other: Matrix | number): Matrix {
    return this.byElement("AddV2", "plus", other);
  }

  minus(other: Matrix | number): Matrix {
    return this.byElement("Sub", "minus", other);
  }

  times(other: Matrix | number): Matrix {
    return this.byElement("Mul", "times", other);
  }

  dividedBy(other: Matrix | number): Matrix {
    return this.byElement("RealDiv", "dividedBy", other);
  }

  squared(): Matrix {
    return this.made("Square", plain);
  }

  rowSums(): Matrix {
    return this.made("Sum", keepAxis, integers(1));
  }

  columnSums(): Matrix {
    return this.made("Sum", keepAxis, integers(0));
  }

  transposed(): Matrix {
    return this.made("Transpose", plain, integers(1, 0));
  }

  diagonal(): Float64Array {
    requireSquare("diagonal", this);
    return scope(() => readFloat64(run("MatrixDiagPart", plain, this.tensor)));
  }

  rowRange(start: number, end: number): Matrix {
    requireRange("rowRange", start, end, this.rows);
    return this.made("Slice", sliceByInt32, integers(start, 0), integers(end - start, this.columns));
  }

  columnRange(start: number, end: number): Matrix {
    requireRange("columnRange", start, end, this.columns);
    return this.made("Slice", sliceByInt32, integers(0, start), integers(this.rows, end - start));
  }

  selectRows(indices: Int32Array): Matrix {
    requireIndices(indices, this.rows);
    return this.made("GatherV2", plain, tensor(indices, [indices.length]), tensor(Int32Array.of(0), []));
  }

  cholesky(purpose: FactorPurpose = "solve"): Matrix {
    requireSquare("cholesky", this);
    return checkedFactor(this, this.tryCholesky(), purpose);
  }

  solveLower(right: Matrix, transpose = false): Matrix {
    requireSystem(this, right);
    return this.made("MatrixTriangularSolve", transpose ? lowerTransposed : lower, tensorOf(right));
  }

  symmetricEigen(): SymmetricEigen {
    requireSquare("symmetricEigen", this);
    return scope(() => {
      const [ascending, vectors] = execute("SelfAdjointEigV2", withVectors, [this.tensor], 2);
      const reversed = run("ReverseV2", plain, vectors!, integers(1));
      return {
        tensor: reversed,
        result: { values: readFloat64(ascending!).reverse(), vectors: new TensorMatrix(reversed) },
      };
    }).result;
  }

  private tryCholesky(): TensorMatrix | undefined {
    try {
      return this.made("Cholesky", plain);
    } catch (error) {
      if (
        error instanceof InputError &&
        error.message.includes("Cholesky decomposition was not successful")
      ) {
        return undefined;
      }
      throw error;
    }
  }

  private made(kernel: string, attributes: Attributes, ...others: readonly Tensor[]): TensorMatrix {
    return new TensorMatrix(run(kernel, attributes, this.tensor, ...others));
  }

  private byElement(kernel: string, operation: string, other: Matrix | number): Matrix {
    if (typeof other === "number") return this.made(kernel, plain, tensor(Float64Array.of(other), []));
    requireBroadcast(operation, this, other);
    return this.made(kernel, plain, tensorOf(other));
  }
}

/** The entries as a tensor; a matrix of plain memory is sent over. */
function tensorOf(matrix: Matrix): Tensor {
  if (matrix instanceof TensorMatrix) return matrix.tensor;
  return tensor(matrix.toArray(), [matrix.rows, matrix.columns]);
}
