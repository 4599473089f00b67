/** Mean and covariance of positions seen one at a time, by Welford's update. Cost O(d) or O(d^2) a position. */
export class RunningCovariance {
  count = 0;
  private readonly mean: Float64Array;
  private readonly deviation: Float64Array;
  /** Sums of squares [dimension], or of products by rows [dimension * dimension]. */
  private readonly sums: Float64Array;

  constructor(
    private readonly dimension: number,
    private readonly kind: "diagonal" | "dense",
  ) {
    this.mean = new Float64Array(dimension);
    this.deviation = new Float64Array(dimension);
    this.sums = new Float64Array(kind === "diagonal" ? dimension : dimension * dimension);
  }

  add(position: Float64Array): void {
    const { mean, deviation, sums, dimension } = this;
    this.count++;
    for (let i = 0; i < dimension; i++) {
      deviation[i] = position[i]! - mean[i]!;
      mean[i] = mean[i]! + deviation[i]! / this.count;
    }
    if (this.kind === "diagonal") {
      for (let i = 0; i < dimension; i++) {
        sums[i] = sums[i]! + deviation[i]! * (position[i]! - mean[i]!);
      }
      return;
    }
    for (let i = 0, at = 0; i < dimension; i++) {
      const after = position[i]! - mean[i]!;
      for (let j = 0; j < dimension; j++, at++) sums[at] = sums[at]! + after * deviation[j]!;
    }
  }

  /**
   * The covariance (divisor n - 1), drawn towards 1e-3 times the identity as if 5 positions had said so:
   * n / (n + 5) S + 1e-3 * 5 / (n + 5) I, the rule of Stan. Fresh array; needs at least 2 positions.
   */
  regularised(): Float64Array {
    const { count, dimension } = this;
    const shrink = count / (count + 5);
    const floor = 1e-3 * (5 / (count + 5));
    const stride = this.kind === "diagonal" ? 1 : dimension + 1;
    const estimate = this.sums.map((sum) => (shrink * sum) / (count - 1));
    for (let i = 0; i < dimension; i++) estimate[i * stride] = estimate[i * stride]! + floor;
    // rounding may leave the two halves of a dense matrix a last digit apart
    if (this.kind === "dense") symmetrise(estimate, dimension);
    return estimate;
  }
}

function symmetrise(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const middle = 0.5 * (matrix[i * n + j]! + matrix[j * n + i]!);
      matrix[i * n + j] = middle;
      matrix[j * n + i] = middle;
    }
  }
}
