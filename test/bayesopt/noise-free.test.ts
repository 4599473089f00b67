import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  BayesianOptimiser,
  expectedImprovementRule,
  fixedSurrogate,
  forrester,
  gridCandidates,
  logExpectedImprovementRule,
  lowerConfidenceBoundRule,
  mapSurrogate,
  minimise,
  nutsSurrogate,
  type OptimiserProblem,
  probabilityOfImprovementRule,
  quadratureSurrogate,
  type Rule,
  reportRule,
  type Surrogate,
  SurrogateModel,
  thompson,
} from "pml/bayesopt";
import { HyperPosterior, rbf } from "pml/gp";
import { Random } from "pml/random";
import { examFunction, examPriors } from "pml/report";
import { examProblem } from "./problems.js";

const quadrature = quadratureSurrogate({ pointsPerAxis: 21 });
const noiseFree = (changes: Partial<OptimiserProblem> = {}): OptimiserProblem => ({
  ...examProblem,
  noise: 0,
  surrogate: quadrature,
  ...changes,
});

const rules: readonly Rule[] = [
  thompson(),
  thompson({ noiseFree: true }),
  expectedImprovementRule(),
  logExpectedImprovementRule(),
  probabilityOfImprovementRule(),
  probabilityOfImprovementRule({ margin: 0.1 }),
  lowerConfidenceBoundRule(),
  reportRule(),
];

const places = (history: readonly { readonly candidate: number }[]) =>
  new Set(history.map(({ candidate }) => candidate)).size;

test("no noise: 25 steps of every rule, no place asked for twice", async () => {
  for (const [seed, rule] of rules.entries()) {
    const optimiser = new BayesianOptimiser(noiseFree({ rule }), Random.from(seed));
    const { history } = await minimise(optimiser, ([x]) => examFunction(x!), 25);
    assert.equal(places(history), 25, rule.name);
    assert.ok(history.every(({ isRepeat, nugget }) => !isRepeat && nugget === 1e-10));
    if (rule.name.includes("expected"))
      assert.ok(optimiser.best.y < -4.9, `${rule.name}: ${optimiser.best.y}`);
  }
});

test("no noise: every way to deal with hyper-parameters goes on to the last candidate, and then says so", async () => {
  const candidates = gridCandidates({ lower: 0, upper: 1, points: 21 });
  const start = [0, 0.5, 1].map((x) => ({ x: [x], y: forrester.evaluate([x]) }));
  const surrogates: readonly Surrogate[] = [
    quadrature,
    mapSurrogate({ starts: 2 }),
    nutsSurrogate({ chains: 2, warmup: 60, draws: 40 }),
    fixedSurrogate({ lengthscale: 2, variance: 1e6 }),
  ];
  for (const surrogate of surrogates) {
    const rule = expectedImprovementRule();
    const optimiser = new BayesianOptimiser(
      noiseFree({ candidates, start, surrogate, rule }),
      Random.from(3),
    );
    const { history } = await minimise(optimiser, forrester.evaluate, 50);
    assert.equal(history.length, 18, surrogate.name);
    assert.equal(places(history), 18);
    assert.ok(optimiser.isExhausted);
    await assert.rejects(
      optimiser.ask(),
      /ask: all 21 candidates have been observed and there is no noise: nothing is left to gain/,
    );
    assert.equal(optimiser.state.history.length, 18);
  }
});

test("where no improvement is left the step says so, and the choice is one at random", async () => {
  const start = [-1, -0.5, 0, 0.5, 1].map((x) => ({ x: [x], y: x === 0 ? -1e6 : 0 }));
  const chosen = new Set<number>();
  for (const rule of [expectedImprovementRule(), probabilityOfImprovementRule()]) {
    for (let seed = 0; seed < 8; seed++) {
      const surrogate = fixedSurrogate({ lengthscale: 0.05, variance: 1 });
      const optimiser = new BayesianOptimiser(noiseFree({ start, surrogate, rule }), Random.from(seed));
      const first = await optimiser.ask();
      assert.equal(first.nothingToGain, true);
      assert.equal((await optimiser.ask()).candidate, first.candidate);
      const state = JSON.parse(JSON.stringify(optimiser.state));
      const restored = new BayesianOptimiser(noiseFree({ start, surrogate, rule }), state);
      assert.equal((await restored.ask()).candidate, first.candidate);
      chosen.add(first.candidate);
    }
  }
  assert.ok(chosen.size > 5, [...chosen].join(" "));
  const hopeful = await new BayesianOptimiser(noiseFree(), Random.from(1)).ask();
  assert.equal(hopeful.nothingToGain, undefined);
});

/** A surrogate of one draw on the data of Forrester's function, all candidates allowed. */
function modelAt(x: readonly number[], variance: number, lengthscale: number): SurrogateModel {
  const y = x.map((value) => Math.sqrt(variance) * (forrester.evaluate([value]) / 10));
  const posterior = new HyperPosterior({
    kernel: rbf(),
    x,
    y,
    priors: { ...examPriors() },
    noise: 0,
    nugget: 1e-10,
  });
  const positions = posterior.positionOf({ lengthscale, variance });
  const candidates = gridCandidates({ lower: 0, upper: 1, points: 101 });
  const allowed = Array.from({ length: 101 }, (_, i) => i);
  return new SurrogateModel(posterior, { positions }, candidates, Math.min(...y), allowed);
}

test("known values are known exactly: no chance of improvement at the incumbent, whatever the scale", () => {
  const cases = fc.record({
    indices: fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 8 }),
    exponent: fc.integer({ min: -100, max: 100 }),
    lengthscale: fc.double({ min: 0.05, max: 2, noNaN: true }),
  });
  fc.assert(
    fc.property(cases, ({ indices, exponent, lengthscale }) => {
      const candidates = gridCandidates({ lower: 0, upper: 1, points: 101 });
      const x = indices.map((i) => candidates.values[i]!);
      const model = modelAt(x, 10 ** exponent, lengthscale);
      for (const rule of [probabilityOfImprovementRule(), expectedImprovementRule()]) {
        const { score } = rule.suggest(model, Random.from(1));
        for (const i of indices) assert.equal(score![i], 0, rule.name);
      }
      const { mean, variance } = model.averaged();
      indices.forEach((i, place) => {
        assert.equal(mean[i], model.posterior.model.y[place]);
        assert.equal(variance[i], 0);
      });
    }),
    { numRuns: 60 },
  );
});

test("ties are broken by the stream: each of the equals as likely, the same for the same seed", () => {
  const model = modelAt([0.5], 1, 0.3);
  const cases = fc.record({
    best: fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 5 }),
    value: fc.constantFrom(Number.NEGATIVE_INFINITY, -1e300, 0, 1e-300, 3),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(cases, ({ best, value, seed }) => {
      const score = new Float64Array(101).fill(
        value === Number.NEGATIVE_INFINITY ? Number.NaN : value - 1e301,
      );
      for (const i of best) score[i] = value;
      const random = Random.from(seed);
      const chosen = Array.from({ length: 60 * best.length }, () => model.argmax(score, random));
      for (const i of chosen) assert.ok(best.includes(i));
      for (const i of best) assert.ok(chosen.filter((each) => each === i).length > 20, "about 60 of each");
      assert.equal(model.argmax(score, Random.from(seed)), model.argmax(score, Random.from(seed)));
      assert.equal(model.argmax(score), Math.min(...best));
      const turned = score.map((each) => -each);
      assert.ok(best.includes(model.argmin(turned, random)));
    }),
    { numRuns: 50 },
  );
});
