import assert from "node:assert/strict";
import { test } from "node:test";
import { checkGradient, mcseMean, mcseSd, mean, sd } from "pml/inference";
import type { LogDensity } from "pml/math";
import * as pml from "pml/model";
import { Random } from "pml/random";
import { assertClose } from "../support/close.js";

const { model, real, positive, interval, vector } = pml;
type Arguments = Readonly<Record<string, number>>;
type Univariate = (x: number | pml.Scalar | pml.Vector | readonly number[], args: never) => pml.Factor;

/** A point of every distribution's arguments and variate; `integrate` says over which interval a density's mass is to be found. */
const cases: Readonly<Record<string, { args: Arguments; x: number; integrate?: readonly [number, number] }>> =
  {
    normal: { args: { mean: 0.4, sd: 1.3 }, x: 1.1, integrate: [-20, 20] },
    logNormal: { args: { mean: 0.4, sd: 0.6 }, x: 1.1, integrate: [1e-9, 80] },
    cauchy: { args: { location: 0.4, scale: 1.3 }, x: 1.1 },
    studentT: { args: { degrees: 9, location: 0.4, scale: 1.3 }, x: 1.1, integrate: [-150, 150] },
    exponential: { args: { rate: 1.3 }, x: 1.1, integrate: [0, 40] },
    gamma: { args: { shape: 3.2, rate: 1.3 }, x: 1.1, integrate: [1e-9, 60] },
    inverseGamma: { args: { shape: 9.2, scale: 3.3 }, x: 1.1, integrate: [1e-3, 60] },
    beta: { args: { a: 2.2, b: 3.3 }, x: 0.3, integrate: [1e-9, 1 - 1e-9] },
    uniform: { args: { lower: -0.5, upper: 2.5 }, x: 1.1, integrate: [-0.5 + 1e-12, 2.5 - 1e-12] },
    bernoulli: { args: { probability: 0.3 }, x: 1 },
    bernoulliLogit: { args: { logit: -0.6 }, x: 1 },
    binomial: { args: { trials: 60, probability: 0.3 }, x: 4 },
    binomialLogit: { args: { trials: 12, logit: -0.6 }, x: 4 },
    poisson: { args: { rate: 3.3 }, x: 4 },
    poissonLog: { args: { logRate: 3.2 }, x: 4 },
    negativeBinomial: { args: { mean: 3.3, dispersion: 1.4 }, x: 4 },
  };
const discrete = new Set([
  "bernoulli",
  "bernoulliLogit",
  "binomial",
  "binomialLogit",
  "poisson",
  "poissonLog",
  "negativeBinomial",
]);
const of = (name: string) => (pml as unknown as Record<string, Univariate>)[name]!;

/** The density of one number as a function. */
function densityOf(name: string, args: Arguments): (x: number) => number {
  return (x) => {
    const { logDensityAndGradient } = model({ u: real() }, () => [of(name)(x, args as never)], undefined, {
      backend: "interpreted",
    });
    return Math.exp(logDensityAndGradient(new Float64Array(1), new Float64Array(1)));
  };
}

for (const [name, { args, x, integrate }] of Object.entries(cases)) {
  test(`${name}: derivatives by its arguments and, if it is continuous, by its variate`, () => {
    const names = Object.keys(args).filter((each) => each !== "trials");
    const isContinuous = !discrete.has(name);
    const parameters = Object.fromEntries([...names, "x"].map((each) => [each, real()]));
    const point = [...names.map((each) => args[each]!), x];
    const given = (values: Record<string, pml.Scalar>) => ({
      ...args,
      ...Object.fromEntries(names.map((each) => [each, values[each]])),
    });
    const one = model(parameters, (values) => [
      of(name)(isContinuous ? values.x! : x, given(values) as never),
    ]);
    checkGradient(one, point);
    // a vector of 20 equal entries is 20 times one, by the loop that short ones do not need
    const many = model(parameters, (values) => [
      of(name)(
        isContinuous ? pml.add(new Array(20).fill(0), values.x!) : [...new Array(19).fill(x), x],
        given(values) as never,
      ),
    ]);
    const gradients = [one, many].map((each: LogDensity) => {
      const gradient = new Float64Array(point.length);
      return [each.logDensityAndGradient(Float64Array.from(point), gradient), ...gradient];
    });
    assertClose(
      gradients[1]!,
      gradients[0]!.map((each) => 20 * each),
      1e-11,
    );
  });

  test(`${name}: its probability is 1, its draws have its mean and variance`, () => {
    const density = densityOf(name, args);
    if (integrate === undefined && !discrete.has(name)) return checkQuartiles(name, args);
    const last = name.startsWith("bernoulli") ? 1 : (args.trials ?? 120);
    const [low, high, count] = integrate === undefined ? [-0.5, last + 0.5, last + 1] : [...integrate, 4000];
    const width = (high - low) / count;
    const points = Array.from({ length: count }, (_, i) => low + (i + 0.5) * width);
    const weights = points.map((y) => density(y) * width);
    const moment = (power: number) =>
      weights.reduce((sum, weight, i) => sum + weight * points[i]! ** power, 0);
    assertClose(moment(0), 1, 2e-5);
    const draws = drawsOf(name, args);
    const variance = moment(2) - moment(1) ** 2;
    assert.ok(Math.abs(mean(draws) - moment(1)) < 4.5 * mcseMean(draws), `${mean(draws)} and ${moment(1)}`);
    assert.ok(
      Math.abs(sd(draws) - Math.sqrt(variance)) < 4.5 * mcseSd(draws),
      `${sd(draws)} and ${Math.sqrt(variance)}`,
    );
  });
}

/** Draws of the distribution through the predictive door: [4 chains][2500]. */
function drawsOf(name: string, args: Arguments) {
  const one = model({ u: real() }, ({ u }) => [
    pml.normal(u, { mean: 0, sd: 1 }),
    of(name)(cases[name]!.x, args as never),
  ]);
  const coordinates = [Array.from({ length: 4 }, () => new Float64Array(2500))];
  return pml.posteriorPredictive(one, { coordinates }, Random.from(name))["1"]![0]!;
}

/** The Cauchy distribution has no moments: a quarter of its draws lies beyond location + scale, and below location - scale. */
function checkQuartiles(name: string, { location, scale }: Arguments): void {
  const draws = drawsOf(name, { location: location!, scale: scale! }).flatMap((chain) => [...chain]);
  for (const share of [
    draws.filter((y) => y > location! + scale!),
    draws.filter((y) => y < location! - scale!),
  ])
    assert.ok(Math.abs(share.length / draws.length - 0.25) < 4.5 * Math.sqrt((0.25 * 0.75) / draws.length));
}

test("categorical: by probabilities and by logits", () => {
  const y = [0, 2, 2, 1, 0];
  const logits = [0.3, -1, 0.8];
  const total = Math.log(logits.reduce((sum, x) => sum + Math.exp(x), 0));
  const expected = y.reduce((sum, k) => sum + logits[k]! - total, 0);
  const byLogits = model({ eta: vector(3) }, ({ eta }) => [pml.categorical(y, { logits: eta })]);
  const byProbabilities = model({ p: pml.simplex(3) }, ({ p }) => [pml.categorical(y, { probabilities: p })]);
  assertClose(
    byLogits.logDensityAndGradient(Float64Array.from(logits), new Float64Array(3)),
    expected,
    1e-14,
  );
  checkGradient(byLogits, logits);
  const position = byProbabilities.unconstrain({ p: logits.map((x) => Math.exp(x - total)) });
  assertClose(byProbabilities.termsAt(position)["0 (categorical)"]!, expected, 1e-14);
  checkGradient(byProbabilities, position);
  assert.throws(
    () => model({ eta: vector(3) }, ({ eta }) => [pml.categorical([3], { logits: eta })]),
    /classes below 3, got 3/,
  );
});

test("multivariate normal: covariance, factor, unrolled and as a primitive agree", () => {
  for (const size of [3, 8, 12]) {
    const x = Array.from({ length: size }, (_, i) => Math.sin(i));
    const distances = x.map((_, i) => x.map((__, j) => -0.1 * (i - j) ** 2));
    const build = (isFactor: boolean) =>
      model({ scale: positive(), mean: real() }, ({ scale, mean }) => {
        const covariance = pml.addDiagonal(pml.mul(scale, pml.exp(pml.mul(distances, scale))), 0.3);
        const spread = isFactor ? { cholesky: pml.cholesky(covariance) } : { covariance };
        return [pml.multivariateNormal(x, { mean, ...spread })];
      });
    const at = Float64Array.of(0.2, 0.4);
    const found = [build(false), build(true)].map((each) => {
      checkGradient(each, at);
      const gradient = new Float64Array(2);
      return [each.logDensityAndGradient(at, gradient), ...gradient];
    });
    assertClose(found[0]!, found[1]!, 1e-11);
  }
});

test("Dirichlet and LKJ: draws have the known means and variances", () => {
  const joint = model({ p: pml.simplex(3), L: pml.correlationCholesky(3) }, ({ p, L }) => [
    pml.dirichlet(p, { concentration: [0.8, 2, 4] }),
    pml.lkjCholesky(L, { concentration: 1.7 }),
  ]);
  const { draws } = pml.priorPredictive(joint, 10_000, Random.from(8));
  const a = [0.8, 2, 4];
  const total = 6.8;
  draws.p.forEach((quantity, k) => {
    const m = a[k]! / total;
    const variance = (m * (1 - m)) / (total + 1);
    assert.ok(Math.abs(mean(quantity) - m) < 4.5 * Math.sqrt(variance / 10_000));
    assert.ok(Math.abs(sd(quantity) ** 2 / variance - 1) < 0.1);
  });
  // a correlation r of n dimensions: (r + 1) / 2 is Beta(b, b) with b = concentration - 1 + n / 2
  const b = 1.7 - 1 + 1.5;
  const variance = 1 / (2 * b + 1);
  const correlations = [
    draws.L[1]![0]!,
    [
      draws.L[2]![0]![0]!.map(
        (x, t) => x * draws.L[1]![0]![0]![t]! + draws.L[2]![1]![0]![t]! * draws.L[1]![1]![0]![t]!,
      ),
    ],
  ];
  for (const r of correlations) {
    assert.ok(Math.abs(mean(r)) < 4.5 * Math.sqrt(variance / 10_000));
    assert.ok(Math.abs(sd(r) ** 2 / variance - 1) < 0.06);
  }
});

test("LKJ: the density of two dimensions is that of its correlation, with its constant", () => {
  for (const concentration of [1, 2.5]) {
    const two = model({ L: pml.correlationCholesky(2) }, ({ L }) => [pml.lkjCholesky(L, { concentration })]);
    const count = 4000;
    let total = 0;
    for (let i = 0; i < count; i++) {
      const u = Float64Array.of(-12 + (24 * (i + 0.5)) / count);
      total += (Math.exp(two.logDensityAndGradient(u, new Float64Array(1))) * 24) / count;
    }
    assertClose(total, 1, 1e-6);
  }
});

test("what is refused", () => {
  const build = (of: (u: pml.Scalar) => pml.Factor) => () => model({ u: real() }, ({ u }) => [of(u)]);
  assert.throws(
    build((u) => pml.poisson([1, 2.5], { rate: u })),
    /poisson: data must be integers of at least 0, got 2\.5 at 1/,
  );
  assert.throws(
    build((u) => pml.poisson(u, { rate: 1 })),
    /poisson: a discrete variate must be data/,
  );
  assert.throws(
    build((u) => pml.normal([1, 2], { mean: [1, 2, 3], sd: u })),
    /normal: mean must be a number or a vector of 2, as the variate is, got a vector of 3/,
  );
  assert.throws(
    build((u) => pml.normal(u, { mean: 0 } as never)),
    /normal: wants the argument sd, got mean/,
  );
  assert.throws(
    build(() => pml.gamma([0], { shape: 1, rate: 1 })),
    /gamma: data must be finite numbers above 0, got 0 at 0/,
  );
  assert.throws(
    build((u) => pml.multivariateNormal([1, 2], { mean: u, covariance: [[1]] })),
    /multivariateNormal: wants a matrix of 2 x 2, as the variate has 2 entries, got 1 x 1/,
  );
  assert.throws(
    build((u) => pml.lkjCholesky([[1, 2]], { concentration: u })),
    /lkjCholesky: wants a square matrix/,
  );
  assert.throws(
    () => model({ i: interval(0, 1) }, () => []),
    /the density must return at least one term, got none/,
  );
});
