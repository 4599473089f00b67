import assert from "node:assert/strict";
import { test } from "node:test";
import { HyperPosterior, logNormalPrior, mapEstimate, rbf } from "pml/gp";
import { Random } from "pml/random";
import { examHyperPosterior } from "pml/report";
import { assertClose } from "../support/close.js";
import { fixture } from "../support/fixture.js";

test("the mode of the logarithms is the reference's, to its grid's step", () => {
  const { mode_of_logs_on_grid } = fixture("gp_posterior").posterior;
  const { parameters, best, runs } = mapEstimate(
    examHyperPosterior(),
    { objective: "position" },
    { random: Random.from(1) },
  );
  assert.equal(best.status, "converged");
  assert.ok(Math.abs(Math.log(parameters.lengthscale! / mode_of_logs_on_grid.lengthscale)) <= 0.005);
  assert.ok(Math.abs(Math.log(parameters.variance! / mode_of_logs_on_grid.variance)) <= 0.01);
  assert.equal(parameters.noise, 1e-4);
  assert.equal(runs.length, 8);
  for (const run of runs) assertClose(run.logDensity, best.logDensity, 1e-12);
});

test("the three objectives have three modes, each with a vanishing gradient of its own density", () => {
  const posterior = examHyperPosterior();
  const gradient = new Float64Array(2);
  const densities = {
    position: posterior,
    natural: posterior.naturalScale,
    likelihood: posterior.likelihood,
  };
  const modes = Object.entries(densities).map(([objective, density]) => {
    const estimate = mapEstimate(
      posterior,
      { objective: objective as keyof typeof densities },
      { random: Random.from(1) },
    );
    density.logDensityAndGradient(estimate.best.position, gradient);
    assert.ok(gradient.every((value) => Math.abs(value) < 1e-6));
    return estimate.parameters.lengthscale!;
  });
  assert.equal(new Set(modes.map((mode) => mode.toFixed(3))).size, 3);
});

test("without data's help the mode is the prior's", () => {
  const posterior = new HyperPosterior({
    kernel: rbf(),
    x: [0],
    y: [0],
    priors: { lengthscale: logNormalPrior({ meanOfLog: 0.3, sdOfLog: 0.5 }), variance: 1 },
    noise: 0.1,
  });
  const mode = (objective: "position" | "natural") =>
    mapEstimate(posterior, { objective }, { random: Random.from(1) }).parameters.lengthscale!;
  assertClose(mode("position"), Math.exp(0.3), 1e-8);
  assertClose(mode("natural"), Math.exp(0.3 - 0.25), 1e-8);
});

test("same seed, same estimate; no starts are refused", () => {
  const run = (seed: number) =>
    mapEstimate(examHyperPosterior(), { objective: "likelihood", starts: 3 }, { random: Random.from(seed) });
  assert.deepEqual(run(4), run(4));
  assert.notDeepEqual(run(4).runs, run(5).runs);
  assert.throws(
    () => mapEstimate(examHyperPosterior(), { objective: "position", starts: 0 }, { random: Random.from(1) }),
    /starts must be an integer of at least 1/,
  );
});
