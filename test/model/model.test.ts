import assert from "node:assert/strict";
import { test } from "node:test";
import { add, gather, log, matvec, mul } from "pml/autodiff";
import { formatSummary, mcseMean, mean, type Quantity, sampleNuts, sd, summaryTable } from "pml/inference";
import {
  bernoulliLogit,
  cauchy,
  correlationCholesky,
  dirichlet,
  exponential,
  interval,
  logLikelihood,
  loo,
  model,
  normal,
  positive,
  posteriorPredictive,
  priorPredictive,
  real,
  sampleModel,
  simplex,
  uniform,
  vector,
  waic,
  withNames,
} from "pml/model";
import { Random } from "pml/random";
import { assertClose } from "../support/close.js";

const y = [28, 8, -3, 7, -1, 1, 18, 12];
const sigma = [15, 10, 16, 11, 9, 11, 10, 18];

const schools = () =>
  model(
    { mu: real(), tau: positive(), z: vector(8) },
    ({ mu, tau, z }) => [
      normal(mu, { mean: 0, sd: 5 }),
      cauchy(tau, { location: 0, scale: 5 }),
      normal(z, { mean: 0, sd: 1 }),
      normal(y, { mean: add(mu, mul(tau, z)), sd: sigma }),
    ],
    ({ mu, tau, z }) => ({ theta: add(mu, mul(tau, z)) }),
  );

const options = { draws: 500, warmup: 500, targetAcceptance: 0.95 } as const;

test("draws come back by name, on the constrained scale; the summary takes the run", async () => {
  const run = await sampleModel(schools(), options, { random: Random.from(1) });
  // the compiler knows names, shapes and lengths
  const mu: Quantity = run.draws.mu;
  const eight: 8 = run.draws.z.length;
  const theta: Quantity = run.draws.theta[3]!;
  // @ts-expect-error there is no such parameter
  assert.equal(run.draws.nu, undefined);
  assert.equal(eight, 8);
  assert.deepEqual(mu, run.coordinates[0]);
  assert.ok(run.draws.tau.every((chain) => chain.every((x) => x > 0)));
  run.draws.tau[1]!.forEach((tau, t) => {
    assertClose(theta[1]![t]!, mu[1]![t]! + tau * run.draws.z[3]![1]![t]!, 1e-14);
    assertClose(Math.log(tau), run.coordinates[1]![1]![t]!, 1e-13);
  });
  assert.deepEqual(run.names.slice(0, 3), ["mu", "log tau", "z[0]"]);
  const lines = formatSummary(summaryTable(run)).split("\n");
  assert.equal(lines.length, 19);
  assert.match(lines[18]!, /^theta\[7\] /);
});

test("a model is a density: the same draws by the plain sampler, and to the byte by the same seed", async () => {
  const one = schools();
  const run = await sampleModel(one, options, { random: Random.from(2) });
  const plain = await sampleNuts(schools(), options, { random: Random.from(2) });
  assert.deepEqual(plain.coordinates, run.coordinates);
  assert.deepEqual(withNames(one, plain).quantities, run.quantities);
});

test("interpreted where code may not be generated: the same draws to the byte", async () => {
  const generated = model({ a: real(), s: positive() }, ({ a, s }) => [
    normal(a, { mean: 0, sd: 1 }),
    exponential(s, { rate: 1 }),
    normal(y, { mean: a, sd: s }),
  ]);
  const interpreted = model(
    { a: real(), s: positive() },
    ({ a, s }) => [normal(a, { mean: 0, sd: 1 }), exponential(s, { rate: 1 }), normal(y, { mean: a, sd: s })],
    undefined,
    { backend: "interpreted" },
  );
  const few = { draws: 50, warmup: 50 };
  const runs = [
    await sampleModel(generated, few, { random: Random.from(3) }),
    await sampleModel(interpreted, few, { random: Random.from(3) }),
  ];
  assert.deepEqual(runs[0]!.quantities, runs[1]!.quantities);
});

test("a conjugate normal model: posterior, predictive draws, loo and waic in closed form", async () => {
  const data = Array.from({ length: 30 }, (_, i) => Math.sin(7 * i) + 0.5);
  const n = data.length;
  const conjugate = model({ m: real() }, ({ m }) => ({
    prior: normal(m, { mean: 0, sd: 2 }),
    y: normal(data, { mean: m, sd: 1 }),
  }));
  const run = await sampleModel(conjugate, { draws: 2000 }, { random: Random.from(4) });
  const precision = n + 0.25;
  const centre = data.reduce((sum, x) => sum + x, 0) / precision;
  assert.ok(Math.abs(mean(run.draws.m) - centre) < 4 * mcseMean(run.draws.m));
  assertClose(sd(run.draws.m), 1 / Math.sqrt(precision), 0.05);
  const predicted = posteriorPredictive(conjugate, run, Random.from(5)).y!;
  assert.equal(predicted.length, n);
  for (const quantity of [predicted[0]!, predicted[29]!]) {
    assert.ok(Math.abs(mean(quantity) - centre) < 4.5 * mcseMean(quantity));
    assertClose(sd(quantity), Math.sqrt(1 + 1 / precision), 0.05);
  }
  // p(y_i | the others) = N(m_{-i}, 1 + 1 / precision_{-i})
  const exact = data.reduce((sum, each) => {
    const rest = (centre * precision - each) / (precision - 1);
    const variance = 1 + 1 / (precision - 1);
    return sum - 0.5 * ((each - rest) ** 2 / variance + Math.log(2 * Math.PI * variance));
  }, 0);
  const found = loo(conjugate, run);
  assert.ok(Math.abs(found.elpd - exact) < 0.05, `${found.elpd} and ${exact}`);
  assert.ok(Math.abs(waic(conjugate, run).elpd - exact) < 0.05);
  assert.ok(found.parameters > 0.5 && found.parameters < 1.1);
  assert.equal(found.k.length, n);
  assert.deepEqual(found.warnings, []);
});

test("log likelihoods sum to the likelihood factor, entry by entry", async () => {
  const one = schools();
  const run = await sampleModel(one, { draws: 20, warmup: 20 }, { random: Random.from(6) });
  const pointwise = logLikelihood(one, run);
  assert.equal(pointwise.length, 8);
  const position = Float64Array.from(run.coordinates, (quantity) => quantity[2]![7]!);
  const total = pointwise.reduce((sum, quantity) => sum + quantity[2]![7]!, 0);
  assertClose(total, one.termsAt(position)["3 (normal)"]!, 1e-13);
});

test("prior draws in the order that the factors need, cut off at constraints", () => {
  const hierarchical = model(
    { x: real(), scale: positive(), p: simplex(3), u: interval(0, 2) },
    ({ x, scale, p, u }) => [
      normal(x, { mean: 3, sd: scale }),
      exponential(scale, { rate: 2 }),
      dirichlet(p, { concentration: 1 }),
      normal(u, { mean: 1, sd: 3 }),
      normal([0.1, 0.2], { mean: x, sd: 0.01 }),
    ],
  );
  const { draws, predictive } = priorPredictive(hierarchical, 4000, Random.from(7));
  assert.ok(Math.abs(mean(draws.scale) - 0.5) < 4.5 * (0.5 / Math.sqrt(4000)));
  assert.ok(Math.abs(mean(draws.x) - 3) < 4.5 * mcseMean(draws.x));
  // var x = E scale^2 = 1/2
  assertClose(sd(draws.x), Math.SQRT1_2, 0.15);
  // each x belongs to the scale of its own draw
  const squares = draws.x.map((chain) => chain.map((x, t) => ((x - 3) / draws.scale[0]![t]!) ** 2));
  assert.ok(Math.abs(mean(squares) - 1) < 4.5 * Math.sqrt(2 / 4000), String(mean(squares)));
  assert.ok(draws.u[0]!.every((each) => each > 0 && each < 2));
  assertClose(predictive["4"]![1]![0]![9]!, draws.x[0]![9]!, 0.1);
  const cut = model({ x: positive() }, ({ x }) => [normal(x, { mean: -100, sd: 1 })]);
  assert.throws(
    () => priorPredictive(cut, 1, Random.from(1)),
    /1000 draws of x from normal all violate its constraint/,
  );
  const flat = model({ x: real(), y: real() }, ({ x }) => [normal(x, { mean: 0, sd: 1 })]);
  assert.throws(
    () => priorPredictive(flat, 1, Random.from(1)),
    /no distribution of y that could be drawn from/,
  );
  const part = model({ x: vector(2) }, ({ x }) => [normal(x.at(0), { mean: 0, sd: 1 })]);
  assert.throws(
    () => priorPredictive(part, 1, Random.from(1)),
    /the variate of normal \(term 0\) is not a whole parameter/,
  );
});

test("a logistic regression with groups, long data: gradient within rounding of sums of logarithms", () => {
  const random = Random.from(9);
  const n = 2500;
  const rows = Array.from({ length: n }, () => [1, random.normal(), random.normal()]);
  const groups = Array.from({ length: n }, () => random.integer(20));
  const outcomes = rows.map((row) => (random.uniform() < 1 / (1 + Math.exp(-row[1]!)) ? 1 : 0));
  const logistic = model({ beta: vector(3), group: vector(20) }, ({ beta, group }) => [
    bernoulliLogit(outcomes, { logit: add(matvec(rows, beta), gather(group, groups)) }),
  ]);
  const position = random.fillNormal(new Float64Array(23));
  const gradient = new Float64Array(23);
  const value = logistic.logDensityAndGradient(position, gradient);
  let plain = 0;
  const byHand = new Float64Array(23);
  rows.forEach((row, i) => {
    const eta = row.reduce((sum, x, j) => sum + x * position[j]!, position[3 + groups[i]!]!);
    plain += outcomes[i]! * eta - (eta > 0 ? eta + Math.log1p(Math.exp(-eta)) : Math.log1p(Math.exp(eta)));
    const residual = outcomes[i]! - 1 / (1 + Math.exp(-eta));
    row.forEach((x, j) => {
      byHand[j]! += x * residual;
    });
    byHand[3 + groups[i]!]! += residual;
  });
  assertClose(value, plain, 1e-12);
  assertClose(gradient, byHand, 1e-11);
});

test("a density that is not finite: which term, and where", async () => {
  const wrong = model({ a: real(), s: positive() }, ({ a, s }) => ({
    prior: normal(a, { mean: 0, sd: 1 }),
    odd: log(mul(-1, s)),
  }));
  await assert.rejects(
    sampleModel(wrong, { draws: 10 }, { random: Random.from(1) }),
    /sampleModel: the density is not finite at a -?[\d.]+, s [\d.]+: term odd is NaN/,
  );
  const outside = model({ a: real() }, ({ a }) => [uniform(a, { lower: 50, upper: 60 })]);
  await assert.rejects(
    sampleModel(outside, { draws: 10 }, { random: Random.from(1) }),
    /term 0 \(uniform\) is -Infinity/,
  );
  const found = await sampleModel(
    outside,
    { draws: 10, chains: 1, starts: [outside.unconstrain({ a: 55 })] },
    { random: Random.from(1) },
  );
  assert.ok(found.draws.a[0]!.every((x) => x > 50 && x < 60));
});

test("what is refused", () => {
  assert.throws(() => model({}, () => [0]), /model: wants at least one parameter, got none/);
  assert.throws(
    () => model({ a: real(2) }, ({ a }) => [a as never]),
    /term 0 must be a distribution's factor or a number, got a vector of 2: sum it/,
  );
  assert.throws(
    () =>
      model(
        { a: real() },
        () => [1],
        ({ a }) => ({ a }),
      ),
    /the generated quantity a has the name of a parameter/,
  );
  assert.throws(() => model({ a: real() }, () => undefined as never), /the density must return terms/);
  const bare = model({ L: correlationCholesky(2) }, () => [0]);
  assert.throws(() => logLikelihood(bare, { coordinates: [] }), /no factor whose variate is data/);
});

test("building takes milliseconds, and a third build's density is not slower", () => {
  const times = [0, 1, 2].map(() => {
    const begin = process.cpuUsage();
    schools();
    const { user } = process.cpuUsage(begin);
    return user / 1000;
  });
  assert.ok(Math.min(...times) < 25, `${times} ms`);
});
