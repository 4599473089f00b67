import assert from "node:assert/strict";
import { test } from "node:test";
import { nutsSurrogate, reportRule } from "pml/bayesopt";
import { Random } from "pml/random";
import { choicesOfOneStep, examFunction, examProblem, followOptimisation } from "pml/report";

const surrogate = nutsSurrogate({ chains: 2, warmup: 20, draws: 10 });

test("a followed run keeps each step: what was drawn, the bands, what came before; k counts from 0, in the report from 1", async () => {
  const follow = (asInReport: boolean) =>
    followOptimisation(examProblem({ surrogate }), 3, { random: Random.from(2), asInReport });
  const [c, r] = [await follow(false), await follow(true)];
  assert.deepEqual(
    [c, r].map(({ steps }) => steps.map(({ title }) => title)),
    [
      ["k = 0", "k = 1", "k = 2"],
      ["k = 1", "k = 2", "k = 3"],
    ],
  );
  assert.deepEqual(
    c.steps.map(({ earlier }) => earlier.x.length),
    [0, 1, 2],
  );
  for (const [i, { added, x, sd, f }] of c.steps.entries()) {
    assert.equal(added.y, examFunction(added.x));
    assert.equal(c.state.history[i]!.x[0], added.x);
    assert.equal(f[10], examFunction(x[10]!));
    // the total variance holds the mean of the variances
    Array.from(sd).forEach((s, j) => {
      assert.ok(s >= r.steps[i]!.sd[j]! - 1e-12);
    });
  }
});

test("one step repeated: shares of the suggestions, summing to one, from streams by repetition", async () => {
  const problem = examProblem({ surrogate, rule: reportRule() });
  const choose = () =>
    choicesOfOneStep(problem, { repetitions: 3, suggestions: 2, random: (r) => Random.from(r) });
  const { drawn, shares } = await choose();
  assert.equal(drawn.length, 3);
  assert.equal(shares.length, 200);
  assert.ok(Math.abs(shares.reduce((a, b) => a + b) - 1) < 1e-12);
  assert.deepEqual((await choose()).shares, shares);
});
