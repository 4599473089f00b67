/** Log-likelihood and responsibilities of rows from the joint log-densities of every component. */
export interface Normalised {
  /** `ln sum_k exp(table[row, k])` of each row, nats. */
  readonly logLikelihood: Float64Array;
  /** rows x K; each row sums to 1. */
  readonly responsibilities: Float64Array;
}

/** Log-sum-exp and softmax of every row of a rows x K table of `ln weight + ln p(x | k)`. */
export function normaliseRows(table: Float64Array, components: number): Normalised {
  const rows = table.length / components;
  const logLikelihood = new Float64Array(rows);
  const responsibilities = new Float64Array(table.length);
  for (let row = 0; row < rows; row++) {
    const first = row * components;
    let most = table[first]!;
    for (let k = 1; k < components; k++) most = Math.max(most, table[first + k]!);
    let sum = 0;
    for (let k = 0; k < components; k++) {
      const term = Math.exp(table[first + k]! - most);
      responsibilities[first + k] = term;
      sum += term;
    }
    for (let k = 0; k < components; k++) responsibilities[first + k]! /= sum;
    logLikelihood[row] = most + Math.log(sum);
  }
  return { logLikelihood, responsibilities };
}
