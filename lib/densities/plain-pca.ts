import { factorInPlace, solveLowerInPlace, solveLowerTransposedInPlace } from "../math/index.js";
import { requireFinite, requireInput, requireLength } from "../support/index.js";

/** Probabilistic PCA by its numbers: `x ~ N(mean, W W^T + noiseVariance I)`. */
export interface PlainPcaParameters {
  /** [D]. */
  readonly mean: ArrayLike<number>;
  /** W, [D, M] by rows. */
  readonly loadings: ArrayLike<number>;
  readonly noiseVariance: number;
  /** Variance of independent noise on every column over which densities are averaged; 0 by default. */
  readonly addedVariance?: number;
}

/** What probabilistic PCA says of a row. */
export interface PlainPcaAnswer {
  /** `ln p(x)`, nats. */
  readonly logDensity: number;
  /** `E[z | x]`, [M]. */
  readonly code: Float64Array;
  /** `W E[z | x] + mean`, [D]. */
  readonly image: Float64Array;
}

/**
 * Probabilistic PCA on plain arrays, for a row at a time (Tipping and Bishop 1999; Bishop 2006, 12.41 to 12.44):
 * `(x - mean)^T C^-1 (x - mean) = |x - mean - W E[z|x]|^2 / noiseVariance + |E[z|x]|^2`, in which nothing cancels.
 *
 * @throws InputError for arrays that do not fit together, or a noise variance that is not above 0
 */
export function plainPca({
  mean,
  loadings,
  noiseVariance,
  addedVariance = 0,
}: PlainPcaParameters): (row: ArrayLike<number>) => PlainPcaAnswer {
  const caller = "plainPca";
  const D = mean.length;
  const M = loadings.length / D;
  requireInput(
    Number.isInteger(M) && M >= 1,
    caller,
    () => `wants as many loadings for each of ${D} columns, got ${loadings.length} in all`,
  );
  requireInput(noiseVariance > 0, caller, () => `noiseVariance must be above 0, got ${noiseVariance}`);
  requireFinite(caller, "loadings", loadings);
  // W^T W + noiseVariance I
  const gram = new Float64Array(M * M);
  for (let d = 0; d < D; d++)
    for (let a = 0; a < M; a++)
      for (let b = 0; b <= a; b++) gram[a * M + b]! += loadings[d * M + a]! * loadings[d * M + b]!;
  for (let a = 0; a < M; a++) gram[a * M + a]! += noiseVariance;
  factorInPlace(gram, M);
  const solve = (right: Float64Array): Float64Array => {
    solveLowerInPlace(gram, M, right);
    solveLowerTransposedInPlace(gram, M, right);
    return right;
  };
  let [logDeterminant, traceOfInverse] = [(D - M) * Math.log(noiseVariance), 0];
  for (let a = 0; a < M; a++) {
    logDeterminant += 2 * Math.log(gram[a * M + a]!);
    traceOfInverse += solve(Float64Array.from({ length: M }, (_, b) => (a === b ? 1 : 0)))[a]!;
  }
  // tr C^-1 = (D - M) / noiseVariance + tr (W^T W + noiseVariance I)^-1
  const ofNoise = addedVariance * ((D - M) / noiseVariance + traceOfInverse);
  const constant = D * Math.log(2 * Math.PI) + logDeterminant + ofNoise;
  return (row) => {
    requireLength(caller, "row", row.length, D);
    requireFinite(caller, "row", row);
    const code = new Float64Array(M);
    for (let d = 0; d < D; d++)
      for (let a = 0; a < M; a++) code[a]! += loadings[d * M + a]! * (row[d]! - mean[d]!);
    solve(code);
    const image = Float64Array.from(mean);
    let residual = 0;
    for (let d = 0; d < D; d++) {
      for (let a = 0; a < M; a++) image[d]! += loadings[d * M + a]! * code[a]!;
      residual += (row[d]! - image[d]!) ** 2;
    }
    const length = code.reduce((sum, z) => sum + z * z, 0);
    return { logDensity: -0.5 * (constant + residual / noiseVariance + length), code, image };
  };
}
