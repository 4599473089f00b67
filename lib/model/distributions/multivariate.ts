import {
  add,
  cholesky as choleskyOf,
  currentGraph,
  diagonal,
  laneOf,
  lgamma,
  log,
  type Matrix,
  type MatrixLike,
  mul,
  multivariateNormalPrimitive,
  packedLength,
  packedLower,
  type Real,
  readMatrix,
  readScalar,
  readVector,
  Scalar,
  slice,
  solveLower,
  square,
  sub,
  sum,
  type Vector,
  type VectorLike,
} from "../../autodiff/index.js";
import { factorInPlace } from "../../math/index.js";
import type { Random } from "../../random/index.js";
import { InputError } from "../../support/index.js";
import { Factor, requireSupport, supports } from "../factor.js";
import { drawBeta, drawGamma } from "../variates.js";

const logTwoPi = Math.log(2 * Math.PI);

/** Normal distribution of a vector, with a mean and either a covariance matrix or its Cholesky factor. */
export function multivariateNormal(
  variate: VectorLike,
  args: { readonly mean: Real | VectorLike } & (
    | { readonly covariance: MatrixLike }
    | { readonly cholesky: MatrixLike }
  ),
): Factor {
  const caller = "multivariateNormal";
  const x = readVector(caller, "the variate", variate);
  const residual = sub(x, args.mean as VectorLike);
  const isFactor = "cholesky" in args;
  if (!isFactor && !("covariance" in args)) throw new InputError(caller, "wants covariance or cholesky");
  const matrix = isFactor
    ? readMatrix(caller, "cholesky", args.cholesky)
    : readMatrix(caller, "covariance", args.covariance);
  if (matrix.rows !== x.length || matrix.columns !== x.length)
    throw new InputError(
      caller,
      `wants a matrix of ${x.length} x ${x.length}, as the variate has ${x.length} entries, got ${matrix.rows} x ${matrix.columns}`,
    );
  const isData = requireSupport(caller, x, supports.real);
  const logDensity = add(
    isFactor || matrix.entries !== null
      ? byFactor(residual, isFactor ? matrix : choleskyOf(matrix))
      : byCovariance(residual, matrix),
    -0.5 * x.length * logTwoPi,
  );
  const mean = add(mul(0, x), args.mean as VectorLike);
  return new Factor(
    caller,
    variate,
    isData,
    x.length,
    logDensity,
    logDensity,
    [mean, matrix],
    (random, target, at, entries) => drawNormal(random, target, at!, entries!, isFactor),
  );
}

/** `-|L^-1 r|^2 / 2 - sum ln L_ii` */
function byFactor(residual: Vector, lower: Matrix): Scalar {
  const squares = sum(square(solveLower(lower, residual)));
  return sub(mul(-0.5, squares), sum(log(diagonal(lower))));
}

function byCovariance(residual: Vector, covariance: Matrix): Scalar {
  const graph = currentGraph("multivariateNormal");
  const size = residual.length;
  const args = [laneOf(residual), packedLower(covariance)];
  const call = graph.call(multivariateNormalPrimitive(size), args, 1 + size + packedLength(size));
  return new Scalar(graph.element(call, 0));
}

function drawNormal(
  random: Random,
  target: Float64Array,
  mean: Float64Array,
  entries: Float64Array,
  isFactor: boolean,
): void {
  const size = target.length;
  const lower = entries.slice();
  if (!isFactor && factorInPlace(lower, size) >= 0) {
    target.fill(Number.NaN);
    return;
  }
  const z = random.fillNormal(new Float64Array(size));
  for (let i = 0; i < size; i++) {
    target[i] = mean[i]!;
    for (let j = 0; j <= i; j++) target[i]! += lower[i * size + j]! * z[j]!;
  }
}

/** Dirichlet distribution of a simplex: density proportional to `prod_k x_k^(concentration_k - 1)`. */
export function dirichlet(variate: VectorLike, args: { readonly concentration: Real | VectorLike }): Factor {
  const x = readVector("dirichlet", "the variate", variate);
  const isData = requireSupport("dirichlet", x, supports.unit);
  const concentration = add(mul(0, x), args.concentration as VectorLike);
  const powers = sum(mul(sub(concentration, 1), log(x)));
  const logDensity = add(powers, sub(lgamma(sum(concentration)), sum(lgamma(concentration))));
  return new Factor(
    "dirichlet",
    variate,
    isData,
    x.length,
    logDensity,
    logDensity,
    [concentration],
    (random, target, at) => {
      let total = 0;
      for (let k = 0; k < target.length; k++) {
        target[k] = drawGamma(random, at![k]!);
        total += target[k]!;
      }
      for (let k = 0; k < target.length; k++) target[k]! /= total;
    },
  );
}

/**
 * The LKJ distribution of a correlation matrix, as a density of its Cholesky factor L [n][n]: proportional to
 * `prod_k L_kk^(n - k + 2 concentration - 2)`, k = 2 .. n (Lewandowski, Kurowicka and Joe 2009; Stan functions reference, 24.2).
 */
export function lkjCholesky(variate: MatrixLike, args: { readonly concentration: Real }): Factor {
  const lower = readMatrix("lkjCholesky", "the variate", variate);
  const size = lower.rows;
  if (size !== lower.columns || size < 2)
    throw new InputError(
      "lkjCholesky",
      `wants a square matrix of at least 2 x 2, got ${size} x ${lower.columns}`,
    );
  const isData = requireSupport("lkjCholesky", lower, supports.real);
  const concentration = new Scalar(readScalar("lkjCholesky", "concentration", args.concentration));
  const excess = mul(2, sub(concentration, 1));
  const powers = Array.from({ length: size - 1 }, (_, i) => size - 2 - i);
  const exponents = add(powers, excess);
  const kernel = sum(mul(exponents, log(slice(diagonal(lower), 1))));
  const logDensity = add(kernel, lkjConstant(concentration, size));
  return new Factor(
    "lkjCholesky",
    variate,
    isData,
    size * size,
    logDensity,
    logDensity,
    [concentration],
    (random, target, at) => drawLkj(random, target, at![0]!, size),
  );
}

/** `(n - 1) ln Gamma(c + (n - 1)/2) - sum_k (k ln(pi) / 2 + ln Gamma(c + (n - 1 - k)/2))` */
function lkjConstant(concentration: Scalar, size: number): Scalar {
  const last = size - 1;
  let constant = mul(last, lgamma(add(concentration, 0.5 * last)));
  for (let k = 1; k <= last; k++) {
    const term = add(0.5 * k * Math.log(Math.PI), lgamma(add(concentration, 0.5 * (last - k))));
    constant = sub(constant, term);
  }
  return constant;
}

/** Row by row (the onion method): a beta-distributed length along a uniformly random direction. */
function drawLkj(random: Random, target: Float64Array, concentration: number, size: number): void {
  target.fill(0);
  target[0] = 1;
  for (let i = 1; i < size; i++) {
    const squared = drawBeta(random, i / 2, concentration + (size - 1 - i) / 2);
    const direction = random.fillNormal(new Float64Array(i));
    const norm = Math.sqrt(direction.reduce((total, each) => total + each * each, 0));
    for (let j = 0; j < i; j++) target[i * size + j] = (Math.sqrt(squared) * direction[j]!) / norm;
    target[i * size + i] = Math.sqrt(1 - squared);
  }
}
