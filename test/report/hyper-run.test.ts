import assert from "node:assert/strict";
import { test } from "node:test";
import { cosine, gridQuadrature, matern52, periodic, rbf } from "pml/gp";
import { ess, mean, rhat, sampleMetropolis, sampleNuts, sd } from "pml/inference";
import { Random } from "pml/random";
import {
  examHyperPosterior,
  HyperRun,
  hyperRuns,
  hyperTrial,
  hyperTrials,
  kernelEvidence,
  kernelPosterior,
  turningPoints,
} from "pml/report";

const posterior = examHyperPosterior();
const options = { chains: 2, warmup: 60, draws: 40 };

test("a run in terms of its quantities: their draws, positions, and what they cost", async () => {
  const run = await sampleNuts(posterior, { ...options, keepWarmup: true }, { random: Random.from(3) });
  const read = new HyperRun(run);
  assert.equal(read.lengthscale[1]![7], Math.exp(run.coordinates[0]![1]![7]!));
  assert.equal(read.positions.length, 2 * 2 * 40);
  assert.deepEqual(
    Array.from(read.positions.subarray(2 * 47, 2 * 48)),
    run.coordinates.map((coordinate) => coordinate[1]![7]!),
    "chain after chain, draw after draw",
  );
  const steps = (chains: readonly Float64Array[]) => chains.flatMap((chain) => Array.from(chain));
  const all = [...steps(run.statistics.leapfrogSteps), ...steps(run.warmup!.statistics.leapfrogSteps)];
  assert.equal(
    read.evaluations,
    all.reduce((a, b) => a + b),
  );
  assert.equal(read.worstRhat, Math.max(rhat(read.lengthscale), rhat(read.variance)));
  assert.equal(read.smallestEss("tail"), Math.min(ess(read.lengthscale, "tail"), ess(read.variance, "tail")));
  assert.equal(read.passes, false, "eighty draws are too few");
  const walk = new HyperRun(await sampleMetropolis(posterior, options, { random: Random.from(3) }));
  assert.equal(walk.evaluations, 80, "one evaluation a draw");
});

test("trials: as many runs as asked for, the same for the same streams; medians and errors over them", async () => {
  const repeated = { repetitions: 3, random: (r: number) => Random.from("trials").split(r) };
  const runs = await hyperRuns(posterior, options, repeated);
  const trials = await hyperTrials(posterior, options, repeated);
  assert.equal(runs.length, 3);
  assert.deepEqual(trials.trials, runs.map(hyperTrial));
  const [first] = runs;
  assert.deepEqual(trials.trials[0], {
    worstRhat: first!.worstRhat,
    essBulk: { lengthscale: ess(first!.lengthscale), variance: ess(first!.variance) },
    essTail: { lengthscale: ess(first!.lengthscale, "tail"), variance: ess(first!.variance, "tail") },
    stepSizes: first!.stepSizes,
    divergences: first!.divergences,
    evaluations: first!.evaluations,
    meanLengthscale: mean(first!.lengthscale),
    targetMeans: [
      mean(first!.lengthscale),
      mean(first!.lengthscale.map((chain) => chain.map(Math.log))),
      mean(first!.lengthscale.map((chain) => chain.map((l) => Number(l < 0.1)))),
      mean(first!.variance),
      mean(first!.variance.map((chain) => chain.map(Math.log))),
      mean(first!.variance.map((chain) => chain.map((v) => Number(v < 10)))),
    ],
    sdVariance: sd(first!.variance),
    sdLogVariance: sd(first!.variance.map((chain) => chain.map(Math.log))),
    passes: false,
  });
  const evaluations = runs.map((run) => run.evaluations).sort((a, b) => a - b);
  assert.equal(
    trials.median((run) => run.evaluations),
    evaluations[1],
  );
  assert.equal(
    trials.average((run) => run.evaluations),
    evaluations.reduce((a, b) => a + b) / 3,
  );
  assert.equal(trials.passing, 0);
  const errors = runs.map(({ lengthscale }) => mean(lengthscale) - 0.3088);
  const expected = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / 3);
  assert.ok(Math.abs(trials.error(0.3088) - expected) < 1e-15);
});

test("evidence of kernels on the exam's data, as the exact reference has it; a kernel without the exam's priors is refused", () => {
  const gaussian = kernelEvidence(rbf(), 101);
  assert.ok(Math.abs(gaussian.all - -11.250883979) < 1e-4, `${gaussian.all}`);
  assert.equal(gaussian.leftOut.length, 5);
  assert.ok(Math.abs(gaussian.leftOut.reduce((a, b) => a + b) - gaussian.sumOfLeftOut) < 1e-12);
  assert.ok(kernelEvidence(cosine(), 101).all < -20_000);
  const nine = kernelPosterior(rbf(), [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1]);
  assert.ok(Number.isFinite(gridQuadrature(nine, { pointsPerAxis: 51 }).logEvidence));
  assert.doesNotThrow(() => kernelPosterior(matern52()));
  assert.throws(() => kernelPosterior(periodic()), /kernelPosterior: the exam has no prior for period/);
});

test("a curve turns at its inner extrema", () => {
  assert.equal(turningPoints([0, 1, 0, 1, 2]), 2);
  assert.equal(turningPoints([0, 1, 1, 0]), 0, "a plateau is no turn between two steps");
  const wave = Float64Array.from({ length: 201 }, (_, i) => Math.sin((i / 200) * 6 * Math.PI + 0.1));
  assert.equal(turningPoints(wave), 6);
});
