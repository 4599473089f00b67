// @ts-check
// Densities that samplers are compared on, as a user of the package writes them; positions are unconstrained.
import { add, div, dot, matvec, mul, square, sub, sum } from "pml/autodiff";
import { bernoulliLogit, cauchy, model, normal, positive, real, vector } from "pml/model";

const effects = [28, 8, -3, 7, -1, 1, 18, 12];
const errors = [15, 10, 16, 11, 9, 11, 10, 18];

/** Eight schools (Rubin 1981), not centred: mu ~ N(0, 5^2), tau ~ half-Cauchy(5), theta_j = mu + tau z_j. Position (mu, ln tau, z_1 .. z_8). */
export const eightSchools = () =>
  model({ mu: real(), tau: positive(), z: vector(8) }, ({ mu, tau, z }) => [
    normal(mu, { mean: 0, sd: 5 }),
    cauchy(tau, { location: 0, scale: 5 }),
    normal(z, { mean: 0, sd: 1 }),
    normal(effects, { mean: add(mu, mul(tau, z)), sd: errors }),
  ]);

export const gaussianDimension = 50;

/** Independent Gaussians with standard deviations 1/50, 2/50, ... 1. */
export function gaussian50() {
  const sds = Array.from({ length: gaussianDimension }, (_, i) => (i + 1) / gaussianDimension);
  return model({ q: vector(gaussianDimension) }, ({ q }) => [normal(q, { mean: 0, sd: sds })]);
}

/** A funnel, not centred: a normal of standard deviation 3 and nine standard normals. */
export const funnel = () =>
  model({ q: vector(10) }, ({ q }) => [normal(q, { mean: 0, sd: [3, 1, 1, 1, 1, 1, 1, 1, 1, 1] })]);

/** 200 dimensions, variance 100.5 along (1, ..., 1) and 1/2 across: precision 2 (I - 1 1^T / 201). */
export const correlated = () =>
  model({ q: vector(200) }, ({ q }) => [sub(div(square(sum(q)), 201), dot(q, q))]);

/** Logistic regression of 1,000 rows and 10 columns, q ~ N(0, 2.5^2). @param {{ x: Float64Array, y: Float64Array }} data */
export function logistic({ x, y }) {
  const rows = Array.from(y, (_, i) => [1, ...x.subarray(i * 10, (i + 1) * 10)]);
  return model({ q: vector(11) }, ({ q }) => [
    normal(q, { mean: 0, sd: 2.5 }),
    bernoulliLogit([...y], { logit: matvec(rows, q) }),
  ]);
}
