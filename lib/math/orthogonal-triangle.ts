/**
 * The triangle R of `X = Q R` with orthogonal columns in Q, by Householder's reflections: whatever vector b is, `|X b| = |R b|`, and R has no
 * more rows than columns. A reflection keeps lengths, so nothing cancels that does not cancel in X b itself.
 *
 * @param columns of X, each of the same length, at least as long as there are columns; they are kept
 * @returns the columns of R, each of `columns.length` entries, zeros below the diagonal; of dependent columns some diagonal entries are near 0
 *
 * Source: Golub and Van Loan, Matrix Computations (4th edition 2013), algorithms 5.1.1 and 5.2.1.
 */
export function orthogonalTriangle(columns: readonly Float64Array[]): Float64Array[] {
  const size = columns.length;
  const work = columns.map((column) => column.slice());
  const rows = work[0]?.length ?? 0;
  for (let k = 0; k < size; k++) {
    const pivot = work[k]!;
    const scale = largest(pivot, k);
    if (scale === 0) continue;
    let squares = 0;
    for (let i = k; i < rows; i++) squares += (pivot[i]! / scale) ** 2;
    // the sign by which the first entry grows
    const length = (pivot[k]! > 0 ? -scale : scale) * Math.sqrt(squares);
    const reflector = pivot.slice(k);
    reflector[0] = pivot[k]! - length;
    const half = -length * reflector[0]!;
    for (let j = k + 1; j < size; j++) reflect(work[j]!, reflector, half);
    pivot[k] = length;
    pivot.fill(0, k + 1);
  }
  return work.map((column) => column.slice(0, size));
}

function largest(values: Float64Array, from: number): number {
  let most = 0;
  for (let i = from; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most;
}

/** Subtracts `v (v^T x) / half` from the last entries of x, half being `|v|^2 / 2`. */
function reflect(x: Float64Array, v: Float64Array, half: number): void {
  const from = x.length - v.length;
  let product = 0;
  for (let i = 0; i < v.length; i++) product += v[i]! * x[from + i]!;
  const share = product / half;
  for (let i = 0; i < v.length; i++) x[from + i]! -= share * v[i]!;
}
