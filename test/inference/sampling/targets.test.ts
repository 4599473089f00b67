import assert from "node:assert/strict";
import { test } from "node:test";
import {
  checkGradient,
  derive,
  mean,
  type Quantity,
  type Run,
  sampleHmc,
  sampleMetropolis,
  sampleNuts,
} from "pml/inference";
import type { LogDensity } from "pml/math";
import { Random } from "pml/random";
import { allowedFailures, chanceBeyond } from "../../support/chance.js";
import { fixture } from "../../support/fixture.js";
import { samplerErrors, type Truth } from "../../support/sampler-errors.js";
import { banana } from "../targets/banana.js";
import { eightSchools } from "../targets/eight-schools.js";
import { examPosterior } from "../targets/exam-posterior.js";
import { funnel } from "../targets/funnel.js";
import { normals } from "../targets/normals.js";

const seeds = Array.from({ length: 20 }, (_, seed) => seed + 1);

/**
 * Samples with 20 seeds and counts, for each estimate, the seeds in which it lies more than 4 standard errors from
 * the truth. By the binomial law of the seeds, with p = P(|z| > 4 / 1.1) = 2.8e-4, one may (more has the
 * probability 1.5e-5). The second threshold, 2 standard errors (p = 0.07), sees a small bias in many seeds:
 * 8 of 20 may lie beyond it (more: 6e-6).
 */
async function checkSeeds(
  sample: (seed: number) => Promise<Run>,
  truths: Record<string, [(run: Run) => Quantity, Truth]>,
) {
  const beyond = new Map<string, { two: number; four: number }>();
  for (const seed of seeds) {
    const run = await sample(seed);
    for (const [name, [of, truth]] of Object.entries(truths)) {
      for (const [what, error] of Object.entries(samplerErrors(of(run), truth))) {
        const counts = beyond.get(`${name}, ${what}`) ?? { two: 0, four: 0 };
        beyond.set(`${name}, ${what}`, counts);
        if (!(error < 2)) counts.two++;
        if (!(error < 4)) counts.four++;
      }
    }
  }
  for (const [name, { two, four }] of beyond) {
    const allowed = [2, 4].map((factor) => allowedFailures(seeds.length, chanceBeyond(factor)));
    assert.ok(
      four <= allowed[1]!,
      `${name}: beyond 4 standard errors in ${four} seeds, allowed ${allowed[1]}`,
    );
    assert.ok(two <= allowed[0]!, `${name}: beyond 2 standard errors in ${two} seeds, allowed ${allowed[0]}`);
  }
}

const { posterior } = fixture("gp_posterior");

/** The exact posterior of a parameter, from its entry in the fixture. The sd of the natural scale has too heavy a tail. */
function examTruths(): Record<string, [(run: Run) => Quantity, Truth]> {
  return Object.fromEntries(
    ["lengthscale", "variance"].flatMap((name, i) => {
      const exact = posterior[name];
      const probabilities = Object.keys(exact.quantiles).map(Number);
      return [
        [
          name,
          [
            (run: Run) => derive(run, (u) => Math.exp(u[i]!)),
            { mean: exact.mean, quantiles: Object.values(exact.quantiles), probabilities },
          ],
        ],
        [`ln ${name}`, [(run: Run) => run.coordinates[i]!, { mean: exact.mean_of_log, sd: exact.sd_of_log }]],
      ] as [string, [(run: Run) => Quantity, Truth]][];
    }),
  );
}

test("the exam's hyper-posterior, its long left tail included, by NUTS", async () => {
  await checkSeeds(
    (seed) =>
      sampleNuts(
        examPosterior(),
        { warmup: 500, draws: 500, targetAcceptance: 0.9 },
        { random: Random.from(seed) },
      ),
    examTruths(),
  );
});

test("the exam's hyper-posterior with perpendicular momenta", async () => {
  await checkSeeds(
    (seed) =>
      sampleNuts(
        examPosterior(),
        { warmup: 500, draws: 500, targetAcceptance: 0.9, momentum: "perpendicular", metric: "dense" },
        { random: Random.from(seed) },
      ),
    examTruths(),
  );
});

test("the exam's hyper-posterior by HMC and by Metropolis, behind the same door", async () => {
  const options = { warmup: 500, draws: 1000 };
  await checkSeeds(
    (seed) =>
      sampleHmc(examPosterior(), { ...options, targetAcceptance: 0.9 }, { random: Random.from(seed) }),
    examTruths(),
  );
  await checkSeeds(
    (seed) => sampleMetropolis(examPosterior(), { ...options, draws: 6000 }, { random: Random.from(seed) }),
    examTruths(),
  );
});

test("the schools' hyper-parameters, non-centred", async () => {
  const entry = fixture("nuts_targets").targets.find(
    ({ name }: { name: string }) => name === "schools_non_centred",
  );
  const { y, sigma, scale_of_mu: scaleOfMu, scale_of_tau: scaleOfTau, truth, quantile_probabilities } = entry;
  const known = (of: Truth): Truth => ({ ...of, probabilities: quantile_probabilities });
  await checkSeeds(
    (seed) =>
      sampleNuts(
        eightSchools({ y, sigma, scaleOfMu, scaleOfTau }),
        { warmup: 500, draws: 500, targetAcceptance: 0.95 },
        { random: Random.from(seed) },
      ),
    {
      mu: [(run) => run.coordinates[0]!, known(truth.mu)],
      "ln tau": [(run) => run.coordinates[1]!, known(truth.log_tau)],
      "theta 1": [(run) => derive(run, (u) => u[0]! + Math.exp(u[1]!) * u[2]!), known(truth.theta[0])],
    },
  );
});

test("a planted sign error in the gradient: named by the check, and dear in leapfrog steps", async () => {
  const right = normals([0, 0], [1, 1]);
  const wrong: LogDensity = {
    dimension: 2,
    logDensityAndGradient(position, gradient) {
      const logDensity = right.logDensityAndGradient(position, gradient);
      gradient[1] = -gradient[1]!;
      return logDensity;
    },
  };
  checkGradient(right, [0.5, 0.5]);
  assert.throws(() => checkGradient(wrong, [0.5, 0.5]), /coordinate 1: .* the sign is wrong/);
  // the weights correct any dynamics that keeps volume, so the draws stay right: it is the steps that tell
  const steps = async (density: LogDensity) =>
    mean(
      (await sampleNuts(density, { draws: 100, warmup: 100 }, { random: Random.from(1) })).statistics
        .leapfrogSteps,
    );
  assert.ok((await steps(wrong)) > 20 * (await steps(right)));
});

test("the gradients of all targets are those of their densities", () => {
  const random = Random.from(1);
  const { y, sigma } = fixture("nuts_targets").targets[3];
  const targets = [
    banana(1, 1, 0.25),
    funnel(5, 3),
    eightSchools({ y, sigma, scaleOfMu: 5, scaleOfTau: 5 }),
    examPosterior(),
  ];
  for (const density of targets) {
    for (let i = 0; i < 5; i++)
      checkGradient(density, random.fillNormal(new Float64Array(density.dimension)), 1e-5);
  }
});
