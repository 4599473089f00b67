import assert from "node:assert/strict";
import fc from "fast-check";
import {
  brownian,
  constant,
  cosine,
  gramMatrix,
  type Inputs,
  inputPoints,
  type Kernel,
  linear,
  matern12,
  matern32,
  matern52,
  Pairs,
  periodic,
  polynomial,
  productKernel,
  rationalQuadratic,
  rbf,
  sumKernel,
  white,
} from "pml/gp";
import { Random } from "pml/random";
import { InputError } from "#internal/support/errors";

/** Points of a seed, spread over [-1, 1]^dimension. */
export function randomPoints(seed: number, count: number, dimension = 1): Inputs {
  const random = Random.from(seed);
  return inputPoints(
    Float64Array.from({ length: count * dimension }, () => 2 * random.uniform() - 1),
    dimension,
  );
}

/** `sum of weights k` over the pairs at shifted logarithms of the parameters. */
function weightedSum(
  kernel: Kernel,
  pairs: Pairs,
  weights: Float64Array,
  index: number,
  shift: number,
): number {
  const parameters = Float64Array.from(kernel.parameters);
  parameters[index]! *= Math.exp(shift);
  const evaluator = kernel.prepare(pairs);
  evaluator.evaluate(parameters, 0);
  return weights.reduce((total, weight, pair) => total + weight * evaluator.values[pair]!, 0);
}

/** Compares the gradient by the logarithms of the parameters with central differences of fourth order. */
export function assertGradient(kernel: Kernel, points: Inputs, seed = 1): void {
  const pairs = Pairs.lowerTriangle(points);
  const weights = Random.from(seed).fillNormal(new Float64Array(pairs.count));
  const parameters = Float64Array.from(kernel.parameters);
  const evaluator = kernel.prepare(pairs);
  evaluator.evaluate(parameters, 0);
  const gradient = new Float64Array(parameters.length);
  evaluator.addGradient(parameters, 0, weights, gradient);
  const scale = weights.reduce((most, weight, i) => most + Math.abs(weight * evaluator.values[i]!), 0);
  const step = 3e-5;
  kernel.parameterNames.forEach((name, index) => {
    const at = (shift: number) => weightedSum(kernel, pairs, weights, index, shift);
    const difference = (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step);
    const error = Math.abs(gradient[index]! - difference);
    assert.ok(
      error <= 1e-8 * Math.max(scale, Math.abs(difference)),
      `${kernel.kind}: d/d ln ${name} is ${gradient[index]}, differences give ${difference}`,
    );
  });
}

/** Asserts that no eigenvalue of K(X, X) is below `-1e-11 trace`: with that much on the diagonal it has a factor. */
export function assertPositiveSemiDefinite(kernel: Kernel, points: Inputs): void {
  const size = points.count;
  const matrix = gramMatrix(kernel, points);
  let trace = 0;
  for (let i = 0; i < size; i++) trace += matrix[i * size + i]!;
  for (let i = 0; i < size; i++) matrix[i * size + i]! += 1e-11 * trace;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let entry = matrix[i * size + j]!;
      assert.equal(entry === matrix[j * size + i] || i === j, true, "not symmetric");
      for (let k = 0; k < j; k++) entry -= matrix[i * size + k]! * matrix[j * size + k]!;
      if (i === j) assert.ok(entry > 0, `${kernel.kind}: pivot ${i} is ${entry}`);
      matrix[i * size + j] = i === j ? Math.sqrt(entry) : entry / matrix[j * size + j]!;
    }
    for (let j = i + 1; j < size; j++) matrix[i * size + j] = matrix[j * size + i]!;
  }
}

/** Asserts that every parameter refuses 0, negative numbers, NaN and Infinity by name. */
export function assertRefusesBadParameters(make: (parameters: Record<string, number>) => Kernel): void {
  for (const name of make({}).parameterNames) {
    for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.throws(
        () => make({ [name]: bad }),
        (error) =>
          error instanceof InputError && error.message.includes(name) && error.message.includes(`${bad}`),
      );
    }
    assert.throws(() => make({}).withParameters(make({}).parameters.map(() => -1)), InputError);
  }
  assert.throws(() => make({}).withParameters([...make({}).parameters, 1]), /length/);
}

const positive = fc.double({ min: 0.1, max: 5, noNaN: true });
/** For waves: shorter ones turn too fast for finite differences of their logarithm. */
const notShort = fc.double({ min: 0.5, max: 5, noNaN: true });

/** Kernels with random parameters that are good for points of any dimension. */
const anyDimension: fc.Arbitrary<Kernel> = fc.oneof(
  fc.tuple(positive, positive).map(([lengthscale, variance]) => rbf({ lengthscale, variance })),
  fc.tuple(positive, positive).map(([lengthscale, variance]) => matern12({ lengthscale, variance })),
  fc.tuple(positive, positive).map(([lengthscale, variance]) => matern32({ lengthscale, variance })),
  fc.tuple(positive, positive).map(([lengthscale, variance]) => matern52({ lengthscale, variance })),
  fc
    .tuple(notShort, positive, notShort)
    .map(([lengthscale, variance, period]) => periodic({ lengthscale, variance, period })),
  fc
    .tuple(positive, positive, positive)
    .map(([lengthscale, variance, scaleMixture]) =>
      rationalQuadratic({ lengthscale, variance, scaleMixture }),
    ),
  positive.map((variance) => linear({ variance })),
  positive.map((variance) => constant({ variance })),
  positive.map((variance) => white({ variance })),
  fc
    .tuple(positive, positive, fc.integer({ min: 1, max: 3 }))
    .map(([variance, bias, degree]) => polynomial({ variance, bias, degree })),
);

const onALine: fc.Arbitrary<Kernel> = fc.oneof(
  anyDimension,
  fc.tuple(positive, positive).map(([lengthscale, variance]) => cosine({ lengthscale, variance })),
  positive.map((variance) => brownian({ variance })),
);

/** Random kernels for points of a dimension, composed of up to four. */
export function kernels(dimension: number): fc.Arbitrary<Kernel> {
  const leaf = dimension === 1 ? onALine : anyDimension;
  const composed = (parts: fc.Arbitrary<Kernel>) =>
    fc
      .tuple(fc.boolean(), parts, parts)
      .map(([isSum, left, right]) => (isSum ? sumKernel(left, right) : productKernel(left, right)));
  const pairs = composed(leaf);
  return fc.oneof(leaf, pairs, composed(fc.oneof(leaf, pairs)));
}

/** Asserts that the gradient has no NaN and no infinity, whatever the parameters. */
export function assertGradientIsFinite(kernel: Kernel): void {
  const pairs = Pairs.lowerTriangle(randomPoints(5, 6));
  const evaluator = kernel.prepare(pairs);
  const parameters = Float64Array.from(kernel.parameters);
  evaluator.evaluate(parameters, 0);
  const gradient = new Float64Array(parameters.length);
  evaluator.addGradient(parameters, 0, new Float64Array(pairs.count).fill(1), gradient);
  assert.ok(gradient.every(Number.isFinite), `${kernel.kind}: gradient ${gradient.join(", ")}`);
}
