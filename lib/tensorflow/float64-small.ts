import { CholeskyDecomposition, EigenvalueDecomposition, Matrix as PlainMatrix } from "ml-matrix";
import type { FactorPurpose, Matrix, ProductOptions, SymmetricEigen } from "./float64.js";
import { checkedFactor } from "./float64-conditioning.js";
import { TensorMatrix } from "./float64-kernels.js";
import {
  requireBroadcast,
  requireIndices,
  requireProduct,
  requireRange,
  requireSquare,
  requireSystem,
} from "./float64-shapes.js";

type Operation = (left: number, right: number) => number;

/** A matrix in plain memory, for sizes where handing the work to TensorFlow would cost more than doing it. */
export class SmallMatrix implements Matrix {
  private constructor(
    private readonly values: Float64Array,
    readonly rows: number,
    readonly columns: number,
  ) {}

  /** Takes over the array. */
  static of(values: Float64Array, rows: number, columns: number): SmallMatrix {
    return new SmallMatrix(values, rows, columns);
  }

  private static from(plain: PlainMatrix): SmallMatrix {
    return new SmallMatrix(Float64Array.from(plain.to1DArray()), plain.rows, plain.columns);
  }

  private plain(): PlainMatrix {
    return PlainMatrix.from1DArray(this.rows, this.columns, this.values as unknown as number[]);
  }

  toArray(): Float64Array {
    return this.values.slice();
  }

  multiply(right: Matrix, options: ProductOptions = {}): Matrix {
    requireProduct(this, right, options);
    if (right instanceof TensorMatrix) {
      return TensorMatrix.of(this.values, this.rows, this.columns).multiply(right, options);
    }
    const a = options.transposeLeft ? (this.transposed() as SmallMatrix) : this;
    // rows of b^T lie in memory as columns of b are needed
    const b = (options.transposeRight ? right : right.transposed()) as SmallMatrix;
    const product = new Float64Array(a.rows * b.rows);
    for (let i = 0; i < a.rows; i++) {
      for (let j = 0; j < b.rows; j++) {
        let sum = 0;
        for (let k = 0; k < a.columns; k++)
          sum += a.values[i * a.columns + k]! * b.values[j * b.columns + k]!;
        product[i * b.rows + j] = sum;
      }
    }
    return new SmallMatrix(product, a.rows, b.rows);
  }

  plus(other: Matrix | number): Matrix {
    return this.byElement("plus", other, (a, b) => a + b);
  }

  minus(other: Matrix | number): Matrix {
    return this.byElement("minus", other, (a, b) => a - b);
  }

  times(other: Matrix | number): Matrix {
    return this.byElement("times", other, (a, b) => a * b);
  }

  dividedBy(other: Matrix | number): Matrix {
    return this.byElement("dividedBy", other, (a, b) => a / b);
  }

  squared(): Matrix {
    return new SmallMatrix(
      this.values.map((value) => value * value),
      this.rows,
      this.columns,
    );
  }

  rowSums(): Matrix {
    const sums = new Float64Array(this.rows);
    this.values.forEach((value, i) => {
      sums[Math.floor(i / this.columns)]! += value;
    });
    return new SmallMatrix(sums, this.rows, 1);
  }

  columnSums(): Matrix {
    const sums = new Float64Array(this.columns);
    this.values.forEach((value, i) => {
      sums[i % this.columns]! += value;
    });
    return new SmallMatrix(sums, 1, this.columns);
  }

  transposed(): Matrix {
    const transposed = new Float64Array(this.values.length);
    for (let i = 0; i < this.rows; i++) {
      for (let j = 0; j < this.columns; j++)
        transposed[j * this.rows + i] = this.values[i * this.columns + j]!;
    }
    return new SmallMatrix(transposed, this.columns, this.rows);
  }

  diagonal(): Float64Array {
    requireSquare("diagonal", this);
    return Float64Array.from({ length: this.rows }, (_, i) => this.values[i * this.columns + i]!);
  }

  rowRange(start: number, end: number): Matrix {
    requireRange("rowRange", start, end, this.rows);
    return new SmallMatrix(
      this.values.slice(start * this.columns, end * this.columns),
      end - start,
      this.columns,
    );
  }

  columnRange(start: number, end: number): Matrix {
    requireRange("columnRange", start, end, this.columns);
    const width = end - start;
    const part = new Float64Array(this.rows * width);
    for (let i = 0; i < this.rows; i++) {
      part.set(this.values.subarray(i * this.columns + start, i * this.columns + end), i * width);
    }
    return new SmallMatrix(part, this.rows, width);
  }

  selectRows(indices: Int32Array): Matrix {
    requireIndices(indices, this.rows);
    const chosen = new Float64Array(indices.length * this.columns);
    indices.forEach((index, i) => {
      chosen.set(this.values.subarray(index * this.columns, (index + 1) * this.columns), i * this.columns);
    });
    return new SmallMatrix(chosen, indices.length, this.columns);
  }

  cholesky(purpose: FactorPurpose = "solve"): Matrix {
    requireSquare("cholesky", this);
    // ml-matrix wants exact symmetry and puts 0 for bad pivots: the first is mended here, the second refused
    const symmetric = this.fromLowerTriangle();
    const holdsNumbers = symmetric.to1DArray().every((value) => Number.isFinite(value));
    const decomposition = holdsNumbers ? new CholeskyDecomposition(symmetric) : undefined;
    const factor = decomposition?.isPositiveDefinite()
      ? SmallMatrix.from(decomposition.lowerTriangularMatrix)
      : undefined;
    return checkedFactor(this, factor, purpose);
  }

  solveLower(right: Matrix, transpose = false): Matrix {
    requireSystem(this, right);
    const solution = right.toArray();
    const n = this.rows;
    const width = right.columns;
    const entry = (i: number, k: number) => this.values[transpose ? k * n + i : i * n + k]!;
    for (let step = 0; step < n; step++) {
      const i = transpose ? n - 1 - step : step;
      for (let done = 0; done < step; done++) {
        const k = transpose ? n - 1 - done : done;
        const factor = entry(i, k);
        if (factor === 0) continue;
        for (let j = 0; j < width; j++) solution[i * width + j]! -= factor * solution[k * width + j]!;
      }
      for (let j = 0; j < width; j++) solution[i * width + j]! /= entry(i, i);
    }
    return new SmallMatrix(solution, n, width);
  }

  symmetricEigen(): SymmetricEigen {
    requireSquare("symmetricEigen", this);
    const unit = squarableUnit(this.values);
    const decomposition = new EigenvalueDecomposition(this.fromLowerTriangle().div(unit), {
      assumeSymmetric: true,
    });
    const order = decomposition.realEigenvalues
      .map((value, i) => ({ value, i }))
      .sort((a, b) => b.value - a.value);
    const columns = decomposition.eigenvectorMatrix.subMatrixColumn(order.map(({ i }) => i));
    return {
      values: Float64Array.from(order, ({ value }) => value * unit),
      vectors: SmallMatrix.from(columns),
    };
  }

  private fromLowerTriangle(): PlainMatrix {
    const symmetric = this.plain();
    for (let i = 0; i < this.rows; i++) for (let j = 0; j < i; j++) symmetric.set(j, i, symmetric.get(i, j));
    return symmetric;
  }

  private byElement(
    operation: "plus" | "minus" | "times" | "dividedBy",
    other: Matrix | number,
    apply: Operation,
  ): Matrix {
    if (typeof other === "number") {
      return new SmallMatrix(
        this.values.map((value) => apply(value, other)),
        this.rows,
        this.columns,
      );
    }
    requireBroadcast(operation, this, other);
    if (other instanceof TensorMatrix) {
      return TensorMatrix.of(this.values, this.rows, this.columns)[operation](other);
    }
    const { values } = other as SmallMatrix;
    const rowStep = other.rows === 1 ? 0 : other.columns;
    const columnStep = other.columns === 1 ? 0 : 1;
    const result = new Float64Array(this.values.length);
    for (let i = 0; i < this.rows; i++) {
      for (let j = 0; j < this.columns; j++) {
        const place = i * this.columns + j;
        result[place] = apply(this.values[place]!, values[i * rowStep + j * columnStep]!);
      }
    }
    return new SmallMatrix(result, this.rows, this.columns);
  }
}

/** 1, or for entries so small or so large that ml-matrix could not square them a power of 2 to divide by. */
function squarableUnit(values: Float64Array): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const isSquarable = largest === 0 || (largest > 1e-100 && largest < 1e100);
  return isSquarable || !Number.isFinite(largest) ? 1 : 2 ** Math.floor(Math.log2(largest));
}
