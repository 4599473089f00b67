import { disposeMatrices, float64Scope, keepMatrix, type Matrix } from "../../tensorflow/index.js";

/** Wide enough for the kernel of products to work at full speed, narrow enough to leave most of the upper triangle out. */
const stripWidth = 196;

/**
 * Adds up `sum_i w_i c_i c_i^T` over centred rows c_i, handed over in chunks. The sum is symmetric, so only strips that
 * cover its lower triangle are computed. Call {@link Scatter.dispose} when done.
 */
export class Scatter {
  private readonly strips: (Matrix | undefined)[];

  constructor(private readonly dimension: number) {
    this.strips = new Array<Matrix | undefined>(Math.ceil(dimension / stripWidth)).fill(undefined);
  }

  /** Adds rows (count x dimension), each with its weight (count x 1) where weights are given. */
  add(centred: Matrix, weights?: Matrix): void {
    float64Scope(() => {
      const weighted = weights === undefined ? centred : centred.times(weights);
      this.strips.forEach((sum, strip) => {
        const start = strip * stripWidth;
        const end = Math.min(start + stripWidth, this.dimension);
        const below = start === 0 ? weighted : weighted.columnRange(start, this.dimension);
        const product = below.multiply(centred.columnRange(start, end), { transposeLeft: true });
        this.strips[strip] = keepMatrix(sum === undefined ? product : sum.plus(product));
        if (sum !== undefined) disposeMatrices(sum);
      });
    });
  }

  /** The sum so far divided by `divisor`: dimension x dimension by rows, exactly symmetric. */
  dividedBy(divisor: number): Float64Array {
    const size = this.dimension;
    const full = new Float64Array(size * size);
    this.strips.forEach((sum, strip) => {
      if (sum === undefined) return;
      const start = strip * stripWidth;
      const entries = sum.toArray();
      for (let row = start; row < size; row++) {
        for (let column = start; column < Math.min(start + sum.columns, row + 1); column++) {
          const entry = entries[(row - start) * sum.columns + column - start]! / divisor;
          full[row * size + column] = entry;
          full[column * size + row] = entry;
        }
      }
    });
    return full;
  }

  dispose(): void {
    for (const strip of this.strips) if (strip !== undefined) disposeMatrices(strip);
  }
}
