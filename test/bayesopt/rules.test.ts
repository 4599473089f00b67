import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BayesianOptimiser,
  expectedImprovement,
  expectedImprovementRule,
  fixedSurrogate,
  gridSearch,
  logExpectedImprovementRule,
  lowerConfidenceBound,
  lowerConfidenceBoundRule,
  mapSurrogate,
  probabilityOfImprovement,
  probabilityOfImprovementRule,
  quadratureSurrogate,
  type Rule,
  randomSearch,
  reportRule,
  type Surrogate,
  thompson,
  withExploration,
} from "pml/bayesopt";
import { conditionOn, predict, predictJoint, rbf } from "pml/gp";
import { Random } from "pml/random";
import { assertClose } from "../support/close.js";
import { examProblem } from "./problems.js";

const hyper = { lengthscale: 0.1, variance: 3 };
const fixed = fixedSurrogate(hyper);
const regression = conditionOn({
  kernel: rbf(hyper),
  noise: 1e-4,
  x: examProblem.start.map(({ x }) => x[0]!),
  y: examProblem.start.map(({ y }) => y),
});
const grid = "values" in examProblem.candidates ? examProblem.candidates.values : new Float64Array();
const { mean, variance } = predict(regression, grid, "f");
const ask = (rule: Rule, seed: number, surrogate: Surrogate = fixed) =>
  new BayesianOptimiser({ ...examProblem, rule, surrogate }, Random.from(seed)).ask();

/** Mean and sd at each candidate of `drawn` over many seeds. */
async function momentsOfDraws(rule: Rule, count: number) {
  const draws: Float64Array[] = [];
  for (let seed = 0; seed < count; seed++) draws.push((await ask(rule, seed)).suggestion.drawn!);
  const average = grid.map((_, j) => draws.reduce((sum, draw) => sum + draw[j]!, 0) / count);
  const covariance = (i: number, j: number) =>
    draws.reduce((sum, draw) => sum + (draw[i]! - average[i]!) * (draw[j]! - average[j]!), 0) / (count - 1);
  return { average, covariance };
}

test("Thompson's draws have the posterior's joint moments, the noise on the diagonal, and it takes their minimum", async () => {
  const count = 400;
  const { average, covariance } = await momentsOfDraws(thompson(), count);
  const joint = predictJoint(regression, grid, "y").covariance;
  for (const i of [10, 37, 90, 123, 180]) {
    const sd = Math.sqrt(joint[i * 200 + i]!);
    assert.ok(Math.abs(average[i]! - mean[i]!) < (5 * sd) / Math.sqrt(count), `mean at ${i}`);
    const j = i + 4;
    const scale = Math.sqrt(joint[i * 200 + i]! * joint[j * 200 + j]!);
    assert.ok(
      Math.abs(covariance(i, j) - joint[i * 200 + j]!) < (5 * 1.42 * scale) / Math.sqrt(count),
      `covariance at ${i}`,
    );
  }
  const { candidate, suggestion } = await ask(thompson(), 5);
  assert.equal(candidate, suggestion.drawn!.indexOf(Math.min(...suggestion.drawn!)));
  assert.equal(suggestion.hyperDraw, 0);
});

test("the report's rule draws independent points whose standard deviation is the variance", async () => {
  const count = 400;
  const { average, covariance } = await momentsOfDraws(reportRule(), count);
  for (const i of [10, 37, 90, 123]) {
    const sd = variance[i]! + 1e-4;
    assert.ok(Math.abs(average[i]! - mean[i]!) < (5 * sd) / Math.sqrt(count));
    assert.ok(Math.abs(Math.sqrt(covariance(i, i)) / sd - 1) < 5 / Math.sqrt(2 * count));
    assert.ok(Math.abs(covariance(i, i + 1)) < (5 * sd * (variance[i + 1]! + 1e-4)) / Math.sqrt(count));
  }
});

test("averaged over many hyper-draws the report's rule asks again for the lowest known value", async () => {
  const surrogate = quadratureSurrogate({ pointsPerAxis: 61 });
  const found = await Promise.all([1, 2, 3, 4].map((seed) => ask(reportRule(), seed, surrogate)));
  for (const { x, isRepeat } of found) assert.ok(isRepeat && x[0] === -1, `${x}`);
});

test("the scored rules take the best score of a single set of hyper-parameters", async () => {
  const best = Math.min(...regression.y);
  const sd = variance.map(Math.sqrt);
  const scores = mean.map((m, j) => expectedImprovement(m, sd[j]!, best));
  const bounds = mean.map((m, j) => lowerConfidenceBound(m, sd[j]!, 2));
  const top = scores.indexOf(Math.max(...scores));
  const { candidate, suggestion } = await ask(expectedImprovementRule(), 1);
  assert.equal(candidate, top);
  scores.forEach((score, j) => {
    assert.ok(Math.abs(score - suggestion.score![j]!) < 1e-12);
  });
  assert.equal((await ask(logExpectedImprovementRule(), 1)).candidate, top);
  assert.equal(
    (await ask(lowerConfidenceBoundRule({ kappa: 2 }), 1)).candidate,
    bounds.indexOf(Math.min(...bounds)),
  );
  assert.equal(
    (await ask(lowerConfidenceBoundRule({ kappa: 0 }), 1)).candidate,
    mean.indexOf(Math.min(...mean)),
  );
  const { candidate: likely } = await ask(probabilityOfImprovementRule({ margin: 1 }), 1);
  const u = mean.map((m, j) => (best - 1 - m) / sd[j]!);
  assert.equal(likely, u.indexOf(Math.max(...u)));
});

test("averages over the hyper-posterior: log of the average, not average of the logs", async () => {
  const surrogate = quadratureSurrogate({ pointsPerAxis: 21 });
  const plain = (await ask(expectedImprovementRule({ averaged: 40 }), 1, surrogate)).suggestion.score!;
  const logged = (await ask(logExpectedImprovementRule({ averaged: 40 }), 1, surrogate)).suggestion.score!;
  plain.forEach((score, j) => {
    assert.ok(Math.abs(Math.exp(logged[j]!) - score) <= 1e-12 + 1e-9 * score);
  });
});

test("representatives of weighted draws carry the weights", async () => {
  const { model } = await ask(thompson(), 1, quadratureSurrogate({ pointsPerAxis: 21 }));
  const all = model.averaged();
  const some = model.averaged(2000);
  all.mean.forEach((m, j) => {
    assert.ok(Math.abs(some.mean[j]! - m) < 0.01);
  });
  all.variance.forEach((v, j) => {
    assert.ok(Math.abs(some.variance[j]! - v) < 0.05 * v + 1e-3);
  });
});

test("random search spreads evenly, grid search fills the largest gap, exploration mixes", async () => {
  const counts = [0, 0, 0, 0];
  for (let seed = 0; seed < 400; seed++)
    counts[Math.floor((await ask(randomSearch(), seed)).candidate / 50)]!++;
  const chiSquare = counts.reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0);
  assert.ok(chiSquare < 16.3, `${counts}`);
  const { x, model } = await ask(gridSearch(), 1);
  const gap = Math.min(...examProblem.start.map((each) => Math.abs(each.x[0]! - x[0]!)));
  assert.ok(gap > 0.245, `${x}`);
  assert.equal(model.parameters.length, 0);
  const mixed = withExploration(lowerConfidenceBoundRule(), 0.3);
  const { candidate: usual } = await ask(lowerConfidenceBoundRule(), 1);
  let others = 0;
  for (let seed = 0; seed < 300; seed++) if ((await ask(mixed, seed)).candidate !== usual) others++;
  assert.ok(Math.abs(others / 300 - 0.3) < 5 * Math.sqrt((0.3 * 0.7) / 300));
});

test("the noise-free draw passes through the data, with its jitter reported", async () => {
  const { suggestion } = await ask(thompson({ noiseFree: true }), 2);
  assert.ok(suggestion.jitter! > 0 && suggestion.jitter! < 1e-5);
  const smoothness = suggestion
    .drawn!.slice(1, -1)
    .map((f, j) => f - 0.5 * (suggestion.drawn![j]! + suggestion.drawn![j + 2]!));
  assert.ok(Math.max(...smoothness.map(Math.abs)) < 0.1);
});

test("the most probable hyper-parameters are a stationary point of the hyper-posterior", async () => {
  const { model } = await ask(thompson(), 1, mapSurrogate());
  assert.equal(model.parameters.length, 1);
  const gradient = new Float64Array(2);
  model.posterior.logDensityAndGradient(Float64Array.from(model.positionOf(0)), gradient);
  assert.ok(Math.max(...gradient.map(Math.abs)) < 1e-3, `${gradient}`);
});

test("on the lowest mean: what is improved on is the mean's minimum by each draw, not the luckiest value", async () => {
  const lowestMean = mean.reduce((a, b) => Math.min(a, b));
  const sd = variance.map(Math.sqrt);
  const rules = [
    [expectedImprovementRule, expectedImprovement],
    [probabilityOfImprovementRule, probabilityOfImprovement],
  ] as const;
  for (const [rule, score] of rules) {
    const { suggestion, candidate } = await ask(rule({ incumbent: "lowest mean" }), 1);
    const wanted = mean.map((m, j) => score(m, sd[j]!, lowestMean));
    for (let j = 0; j < 200; j += 7) assertClose(suggestion.score![j]!, wanted[j]!, 1e-9);
    assert.equal(candidate, wanted.indexOf(wanted.reduce((a, b) => Math.max(a, b))));
    const ofValue = await ask(rule(), 1);
    assert.notDeepEqual(ofValue.suggestion.score, suggestion.score);
  }
  const logs = await ask(logExpectedImprovementRule({ incumbent: "lowest mean" }), 1);
  const plain = await ask(expectedImprovementRule({ incumbent: "lowest mean" }), 1);
  for (let j = 0; j < 200; j += 7)
    assertClose(Math.exp(logs.suggestion.score![j]!), plain.suggestion.score![j]!, 1e-9);
  assert.match(expectedImprovementRule({ incumbent: "lowest mean" }).name, /lowest mean/);
});
