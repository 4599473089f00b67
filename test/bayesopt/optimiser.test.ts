import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BayesianOptimiser,
  fixedSurrogate,
  minimise,
  nutsSurrogate,
  ObjectiveError,
  type OptimiserState,
  randomSearch,
} from "pml/bayesopt";
import { Random } from "pml/random";
import { exam } from "pml/report";
import { examProblem } from "./problems.js";

const sampled = { ...examProblem, surrogate: nutsSurrogate({ chains: 2, warmup: 40, draws: 20 }) };

test("a run saved and resumed, also between ask and tell, equals the uninterrupted one draw for draw", async () => {
  const whole = await minimise(new BayesianOptimiser(sampled, Random.from(7)), exam.evaluate, 6);
  const saved = (state: OptimiserState) => JSON.parse(JSON.stringify(state)) as OptimiserState;
  const first = new BayesianOptimiser(sampled, Random.from(7));
  await minimise(first, exam.evaluate, 2);
  const second = new BayesianOptimiser(sampled, saved(first.state));
  await second.ask();
  const third = new BayesianOptimiser(sampled, saved(second.state));
  third.tell(exam.evaluate(third.state.pending!.x));
  const resumed = await minimise(third, exam.evaluate, 6);
  assert.deepEqual(saved(resumed), saved(whole));
  assert.notDeepEqual(
    await minimise(new BayesianOptimiser(sampled, Random.from(8)), exam.evaluate, 6),
    whole,
    "another seed gives another run",
  );
});

test("asking twice gives the same answer, and the state is never changed in place", async () => {
  const optimiser = new BayesianOptimiser(sampled, Random.from(1));
  await minimise(optimiser, exam.evaluate, 1);
  const before = optimiser.state;
  const copy = structuredClone(before);
  const { model: _1, suggestion: first, ...question } = await optimiser.ask();
  const { model: _2, suggestion: second, ...again } = await optimiser.ask();
  assert.deepEqual(again, question);
  assert.deepEqual(second, first);
  assert.deepEqual(before, copy);
});

test("an objective that fails or returns NaN leaves the question open, and the run goes on as if nothing had been", async () => {
  const whole = await minimise(new BayesianOptimiser(examProblem, Random.from(3)), exam.evaluate, 3);
  const optimiser = new BayesianOptimiser(examProblem, Random.from(3));
  const failures = [
    () => {
      throw new Error("out of paper");
    },
    () => Number.NaN,
    async () => Number.POSITIVE_INFINITY,
  ];
  for (const failing of failures) {
    await assert.rejects(minimise(optimiser, failing, 3), (error: unknown) => {
      assert.ok(error instanceof ObjectiveError);
      assert.match(error.message, /the objective failed at x = .*(out of paper|got NaN|got Infinity)/);
      assert.deepEqual(error.state.pending?.x, error.x);
      return true;
    });
  }
  assert.deepEqual(await minimise(optimiser, exam.evaluate, 3), whole);
});

test("when repeats are excluded nothing is asked twice, and an exhausted domain says so", async () => {
  const problem = {
    ...examProblem,
    candidates: [-1, 0, 0.25, 0.5, 0.75],
    rule: randomSearch(),
    repeats: "excluded" as const,
  };
  const optimiser = new BayesianOptimiser(problem, Random.from(1));
  const { history } = await minimise(optimiser, exam.evaluate, 2);
  assert.deepEqual(history.map(({ x }) => x[0]).sort(), [0.25, 0.75]);
  assert.ok(history.every(({ isRepeat }) => !isRepeat));
  await assert.rejects(optimiser.ask(), /all 5 candidates have been observed/);
  assert.equal(optimiser.state.history.length, 2);
});

test("contradictory values at one place need noise; equal ones are taken once", async () => {
  const start = [
    { x: [0], y: 1 },
    { x: [0], y: 2 },
    { x: [1], y: 0 },
  ];
  const fixed = { ...examProblem, noise: 0, surrogate: fixedSurrogate({ lengthscale: 0.3, variance: 1 }) };
  assert.throws(
    () => new BayesianOptimiser({ ...fixed, start }, Random.from(1)),
    /the noise is 0, but x = 0 was observed as 1 and now as 2/,
  );
  const optimiser = new BayesianOptimiser({ ...fixed, start: start.slice(1) }, Random.from(1));
  optimiser.observe({ x: [0], y: 2 });
  const { model } = await optimiser.ask();
  assert.equal(model.posterior.model.y.length, 2);
  assert.throws(() => optimiser.observe({ x: [1], y: 5 }), /observed as 0 and now as 5/);
  assert.equal(optimiser.state.observations.length, 3);
  new BayesianOptimiser({ ...examProblem, start }, Random.from(1));
});

test("states and values that do not belong are refused", async () => {
  const optimiser = new BayesianOptimiser(examProblem, Random.from(1));
  assert.throws(() => optimiser.tell(1), /nothing was asked/);
  assert.throws(() => optimiser.observe({ x: [0, 1], y: 1 }), /x must have length 1, got 2/);
  assert.throws(
    () => new BayesianOptimiser({ ...examProblem, noise: 1e-3 }, optimiser.state),
    /another problem/,
  );
  assert.throws(() => new BayesianOptimiser(examProblem, {} as OptimiserState), /no saved state/);
  assert.throws(
    () => new BayesianOptimiser({ ...examProblem, start: [] }, Random.from(1)),
    /at least one observation/,
  );
});
