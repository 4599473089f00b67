import assert from "node:assert/strict";
import { test } from "node:test";
import { BayesianOptimiser, minimise, nutsSurrogate, quadratureSurrogate } from "pml/bayesopt";
import { Random } from "pml/random";
import { exam } from "pml/report";
import { examProblem } from "./problems.js";

test("sampled and integrated hyper-posteriors agree at every step, and the chains are checked", async () => {
  const settings = { chains: 4, warmup: 300, draws: 300 };
  const optimiser = new BayesianOptimiser(
    { ...examProblem, surrogate: nutsSurrogate(settings) },
    Random.from(2),
  );
  for (let k = 0; k < 6; k++) {
    const { posterior } = (await optimiser.ask()).model;
    const { meanOfLogs, diagnostics } = optimiser.state.pending!;
    const exact = await quadratureSurrogate({ pointsPerAxis: 101 }).infer(posterior, null, Random.from(1));
    const { positions, weights } = exact.draws;
    for (const d of [0, 1]) {
      const average = (of: (value: number) => number) =>
        weights!.reduce((sum, weight, s) => sum + weight * of(positions[2 * s + d]!), 0);
      const centre = average((value) => value);
      const sd = Math.sqrt(average((value) => (value - centre) ** 2));
      const error = Math.abs(meanOfLogs![d]! - centre) / (sd / Math.sqrt(diagnostics!.essBulk));
      assert.ok(error < 5, `step ${k}, parameter ${d}: ${error} standard errors`);
    }
    assert.ok(diagnostics!.rhat! < 1.05 && diagnostics!.essBulk > 100, JSON.stringify(diagnostics));
    assert.deepEqual([diagnostics!.chains, diagnostics!.warmup, diagnostics!.draws], [4, 300, 300]);
    optimiser.tell(exam.evaluate(optimiser.state.pending!.x));
  }
});

test("one chain has no R-hat", async () => {
  const surrogate = nutsSurrogate({ chains: 1, warmup: 30, draws: 20, warmStart: false, metric: "diagonal" });
  const { history } = await minimise(
    new BayesianOptimiser({ ...examProblem, surrogate }, Random.from(1)),
    exam.evaluate,
    1,
  );
  assert.equal(history[0]!.diagnostics!.rhat, null);
  assert.equal(history[0]!.diagnostics!.spreadOfMeans, 0);
});
