import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BayesianOptimiser,
  fixedSurrogate,
  gridCandidates,
  reportRule,
  type SurrogateModel,
  thompson,
} from "pml/bayesopt";
import { Random } from "pml/random";
import { examProblem } from "pml/report";
import { type RuleParts, ruleOfParts } from "pml/studies";

const parts = (part: Partial<RuleParts> = {}): RuleParts => ({
  average: false,
  variance: false,
  independent: false,
  ...part,
});

/** The model of the first step with one draw of the hyper-parameters, at which averaging changes nothing. */
async function model(): Promise<SurrogateModel> {
  const surrogate = fixedSurrogate({ lengthscale: 0.3, variance: 4 });
  const candidates = gridCandidates({ lower: -1, upper: 1, points: 21 });
  const problem = { ...examProblem({ surrogate }), candidates };
  return (await new BayesianOptimiser(problem, Random.from(1)).ask()).model;
}

/** Mean, variance and correlation of neighbours of f* at one candidate, over draws. */
async function momentsOf(rule: ReturnType<typeof ruleOfParts>, at = 2, draws = 1000) {
  const own = await model();
  const pairs = Array.from({ length: draws }, (_, i) => {
    const { drawn } = rule.suggest(own, Random.from(2).split("draw", i));
    return [drawn![at]!, drawn![at + 1]!] as const;
  });
  const mean = (of: (pair: readonly [number, number]) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / draws;
  const [m, n] = [mean(([a]) => a), mean(([, b]) => b)];
  const variance = mean(([a]) => (a - m) ** 2);
  const second = mean(([, b]) => (b - n) ** 2);
  return {
    mean: m,
    variance,
    correlation: mean(([a, b]) => (a - m) * (b - n)) / Math.sqrt(variance * second),
  };
}

test("without any part it draws as Thompson sampling does, to the last digit", async () => {
  const own = await model();
  const random = () => Random.from(5);
  const drawn = ruleOfParts(parts()).suggest(own, random()).drawn!;
  assert.deepEqual(drawn, thompson().suggest(own, random()).drawn!);
});

test("with all three it draws as the report's rule does, to the last digit", async () => {
  const own = await model();
  const all = ruleOfParts({ average: true, variance: true, independent: true });
  assert.deepEqual(all.suggest(own, Random.from(5)).drawn, reportRule().suggest(own, Random.from(5)).drawn);
});

test("B2 makes the variance v squared, B3 takes the correlation away, and one draw averaged stays as it is", async () => {
  const right = await momentsOf(ruleOfParts(parts()));
  const v = right.variance;
  assert.ok(right.correlation > 0.7);
  const close = (value: number, expected: number) =>
    assert.ok(Math.abs(value / expected - 1) < 0.2, `${value} is not ${expected}`);
  const stretched = await momentsOf(ruleOfParts(parts({ variance: true })));
  close(stretched.variance, v * v);
  assert.ok(stretched.correlation > 0.7);
  const apart = await momentsOf(ruleOfParts(parts({ independent: true })));
  close(apart.variance, v);
  assert.ok(Math.abs(apart.correlation) < 0.1);
  close((await momentsOf(ruleOfParts(parts({ average: true })))).variance, v);
  close((await momentsOf(ruleOfParts(parts({ average: true, independent: true })))).variance, v);
});
