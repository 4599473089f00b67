import assert from "node:assert/strict";
import { test } from "node:test";
import { expectedImprovement, logExpectedImprovement, probabilityOfImprovement } from "pml/bayesopt";
import {
  conditionOn,
  gramMatrix,
  matern12,
  matern32,
  matern52,
  periodic,
  predict,
  rationalQuadratic,
  rbf,
} from "pml/gp";
import { bfmi, ess, essTail, hdi, kde, mcseMean, rhat } from "pml/inference";
import * as mathematics from "pml/math";
import { comparePaired, meanWithError } from "pml/metrics";
import { InputError } from "pml/support";

/** Zeros, subnormals, the ends of the range of doubles, infinities. */
const extremes = [0, 5e-324, 1e-300, 1e-8, 0.5, 1, 40, 800, 1e16, 1e300, Number.POSITIVE_INFINITY];
const bothSigns = [...extremes, ...extremes.map((x) => -x)];

/** Functions of one real number: never NaN for a number, between the given ends, not falling or not rising. */
const scalars: readonly [
  name: string,
  f: (x: number) => number,
  low: number,
  high: number,
  direction: 1 | -1 | 0,
][] = [
  ["sigmoid", mathematics.sigmoid, 0, 1, 1],
  ["logSigmoid", mathematics.logSigmoid, -Infinity, 0, 1],
  ["softplus", mathematics.softplus, 0, Infinity, 1],
  ["normalCdf", mathematics.normalCdf, 0, 1, 1],
  ["normalUpperTail", mathematics.normalUpperTail, 0, 1, -1],
  ["normalLogCdf", mathematics.normalLogCdf, -Infinity, 0, 1],
  ["normalLogUpperTail", mathematics.normalLogUpperTail, -Infinity, 0, -1],
  ["normalLogDensity", mathematics.normalLogDensity, -Infinity, -0.9, 0],
  ["continuousBernoulliMean", mathematics.continuousBernoulliMean, 0, 1, 1],
  ["continuousBernoulliVariance", mathematics.continuousBernoulliVariance, 0, 1 / 12, 0],
  ["continuousBernoulliLogNormaliser", mathematics.continuousBernoulliLogNormaliser, Math.LN2, Infinity, 0],
  [
    "continuousBernoulliLogNormaliserDerivative",
    mathematics.continuousBernoulliLogNormaliserDerivative,
    -1,
    1,
    0,
  ],
];

for (const [name, f, low, high, direction] of scalars)
  test(`${name} at subnormal, tiny, huge and infinite arguments stays in its range and order`, () => {
    const ordered = [...bothSigns].sort((a, b) => a - b);
    let before = direction === 1 ? low : high;
    for (const x of ordered) {
      const value = f(x);
      assert.ok(value >= low && value <= high, `${name}(${x}) = ${value}`);
      if (direction !== 0) assert.ok(direction * (value - before) >= 0 || value === before, `order at ${x}`);
      before = value;
    }
    assert.ok(Number.isNaN(f(Number.NaN)), "NaN goes through, so that it is seen");
  });

test("no jump at the smallest arguments", () => {
  for (const x of [5e-324, -5e-324, 1e-300, 1e-12, 1e-9, 1.1e-9, 1e-8])
    assert.ok(Math.abs(mathematics.continuousBernoulliLogNormaliser(x) - Math.LN2) < 1e-15, String(x));
});

test("a grey level outside [0, 1] has no continuous Bernoulli density", () => {
  for (const x of [-1e-300, 1 + 1e-15, 255, Number.NaN, Infinity])
    assert.throws(() => mathematics.continuousBernoulliLogDensity(x, 0.3), InputError);
  assert.equal(mathematics.continuousBernoulliLogDensity(0, 0), 0);
});

test("empty lists, one value, NaN and infinity are refused or answered by their closed form", () => {
  const { logSumExp, logMeanExp, median } = mathematics;
  assert.equal(logSumExp([]), -Infinity);
  assert.equal(logSumExp([-Infinity, -Infinity]), -Infinity);
  assert.equal(logSumExp([1e300, -1e300]), 1e300);
  assert.equal(logMeanExp([7]), 7);
  for (const f of [logSumExp, logMeanExp]) assert.ok(Number.isNaN(f([1, Number.NaN, 3])));
  assert.throws(() => median([]), InputError);
  assert.throws(() => median([1, Number.NaN]), InputError);
  assert.equal(median([Infinity]), Infinity);
  for (const values of [[], [Infinity], [1, Number.NaN], [1, Infinity]])
    assert.throws(() => meanWithError(values), InputError);
  assert.ok(Number.isNaN(meanWithError([1]).standardError));
  assert.throws(() => comparePaired(Float64Array.of(1), Float64Array.of(1)), InputError);
});

test("diagnostics of no chain are refused; of too short, constant or not finite ones they are NaN, never a good mark", () => {
  for (const f of [ess, essTail, mcseMean, rhat]) {
    assert.throws(() => f([]), InputError);
    for (const chain of [[], [1], [1, 2, 3], [1, Number.NaN, 2, 3, 4, 5, 6, 7]])
      assert.ok(Number.isNaN(f([Float64Array.from(chain)])), `${f.name} of ${chain}`);
  }
  const infinite = [Float64Array.of(1, Infinity, 2, 3, 4, 5, 6, 7)];
  for (const f of [mcseMean, (q: readonly Float64Array[]) => bfmi(q)[0]!])
    assert.ok(Number.isNaN(f(infinite)));
  assert.ok(Number.isNaN(rhat([new Float64Array(8).fill(1)])), "a constant chain has no R-hat");
  assert.throws(() => hdi([]), InputError);
  assert.equal(kde(Float64Array.of(2)).x.length, 0);
});

test("expected and log expected improvement at extreme distances", () => {
  for (const mean of [-1e300, -1e3, 0, 1e3, 1e300])
    for (const sd of [1e-300, 1e-8, 1, 1e8]) {
      const expected = expectedImprovement(mean, sd, 0);
      assert.ok(expected >= 0 && !Number.isNaN(expected), `EI at ${mean}, ${sd}: ${expected}`);
      assert.ok(!Number.isNaN(logExpectedImprovement(mean, sd, 0)), `log EI at ${mean}, ${sd}`);
      const probability = probabilityOfImprovement(mean, sd, 0);
      assert.ok(probability >= 0 && probability <= 1);
    }
});

test("kernels at distances from subnormal to 1e300: between 0 and the variance, exact at distance 0", () => {
  const kernels = [rbf(), matern12(), matern32(), matern52(), periodic(), rationalQuadratic()];
  for (const kernel of kernels)
    for (const distance of [0, 5e-324, 1e-300, 1, 1e8, 1e150, 1e300]) {
      const gram = gramMatrix(kernel, [0, distance]);
      const [variance, covariance] = [gram[0]!, gram[1]!];
      assert.ok(
        covariance >= -variance && covariance <= variance,
        `${kernel.kind} at ${distance}: ${covariance}`,
      );
      if (distance === 0) assert.equal(covariance, variance);
    }
});

test("regression on one point, and on points a subnormal apart with noise", () => {
  for (const x of [[0.3], [0, 5e-324]]) {
    const y = x.map(() => 1);
    const regression = conditionOn({ kernel: rbf(), noise: 0.1, x, y });
    const { mean, variance } = predict(regression, [0.3, 1e300], "f");
    assert.ok(mean.every(Number.isFinite) && variance.every((v) => v > 0));
    assert.equal(mean[1], 0);
  }
  assert.throws(() => conditionOn({ kernel: rbf(), noise: 0.1, x: [], y: [] }), InputError);
  assert.throws(() => conditionOn({ kernel: rbf(), noise: 0.1, x: [Number.NaN], y: [1] }), InputError);
});
