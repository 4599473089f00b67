import assert from "node:assert/strict";
import { test } from "node:test";
import { ess, mcseMean, mean, type Quantity, quantity, rhat, sampleNuts } from "pml/inference";
import type { LogDensity } from "pml/math";
import { Random } from "pml/random";
import { allowedFailures, chanceBeyond } from "../../support/chance.js";
import { equicorrelated, normals, standardNormal } from "../targets/normals.js";

const seeds = Array.from({ length: 20 }, (_, seed) => seed + 1);

interface Truth {
  readonly mean: number;
  readonly sd: number;
}

/** Distances of the estimated mean and mean square from the truth, in Monte-Carlo standard errors. */
function errors(draws: Quantity, truth: Truth): number[] {
  const squares = draws.map((chain) => chain.map((x) => (x - truth.mean) ** 2));
  return [
    Math.abs(mean(draws) - truth.mean) / mcseMean(draws),
    Math.abs(mean(squares) - truth.sd ** 2) / mcseMean(squares),
  ];
}

/**
 * Runs 20 seeds and counts moments beyond 4 standard errors. How many may be so by chance follows from the
 * binomial law of the seeds for each moment (moments of one run depend on each other): with
 * p = P(|z| > 4 / 1.1) = 2.8e-4, more than 1 of 20 has the probability 1.5e-5. A first threshold, 3 standard errors
 * in more seeds than chance explains at 1 %, is printed.
 */
async function checkMoments(
  density: LogDensity,
  truths: readonly Truth[],
  options: Parameters<typeof sampleNuts>[1],
): Promise<void> {
  const beyond = { alert: new Map<string, number>(), failure: new Map<string, number>() };
  for (const seed of seeds) {
    const run = await sampleNuts(
      density,
      { warmup: 400, draws: 400, chains: 2, ...options },
      { random: Random.from(seed) },
    );
    truths.forEach((truth, i) => {
      const draws = quantity(run, i);
      errors(draws, truth).forEach((error, moment) => {
        const name = `coordinate ${i}, ${["mean", "variance"][moment]}`;
        if (!(error < 3)) beyond.alert.set(name, (beyond.alert.get(name) ?? 0) + 1);
        if (!(error < 4)) beyond.failure.set(name, (beyond.failure.get(name) ?? 0) + 1);
      });
      assert.ok(rhat(draws) < 1.05, `seed ${seed}: R-hat of coordinate ${i} is ${rhat(draws)}`);
      assert.ok(ess(draws) > 100, `seed ${seed}: bulk ESS of coordinate ${i} is ${ess(draws)}`);
    });
    const divergent = run.statistics.divergent.flatMap((chain) => [...chain]).reduce((a, b) => a + b, 0);
    assert.equal(divergent, 0, `seed ${seed}: ${divergent} divergent`);
  }
  for (const [name, count] of beyond.alert) {
    if (count > allowedFailures(seeds.length, chanceBeyond(3), 0.01)) {
      console.log(`alert: ${name} beyond 3 standard errors in ${count} of ${seeds.length} seeds`);
    }
  }
  for (const [name, count] of beyond.failure) {
    const allowed = allowedFailures(seeds.length, chanceBeyond(4));
    assert.ok(count <= allowed, `${name} beyond 4 standard errors in ${count} seeds, ${allowed} allowed`);
  }
}

const standard = (dimension: number): Truth[] => new Array(dimension).fill({ mean: 0, sd: 1 });

test("standard normals in 1 and 10 dimensions", async () => {
  await checkMoments(standardNormal(1), standard(1), {});
  await checkMoments(standardNormal(10), standard(10), {});
  for (const dimension of [1, 2, 3]) {
    await checkMoments(standardNormal(dimension), standard(dimension), { momentum: "perpendicular" });
  }
});

test("badly scaled normals, standard deviations 1e-3 .. 1e3, means far from the starts", async () => {
  const means = [5, -0.01, 30, -2, 1000];
  const sds = [1e-3, 1e-2, 1, 30, 1e3];
  const truths = means.map((value, i) => ({ mean: value, sd: sds[i]! }));
  await checkMoments(normals(means, sds), truths, {});
});

test("50 dimensions with all correlations 0.6, dense metric", async () => {
  await checkMoments(equicorrelated(50, 0.6), standard(50), { metric: "dense", warmup: 500 });
});

test("5 dimensions with all correlations 0.6, diagonal metric", async () => {
  await checkMoments(equicorrelated(5, 0.6), standard(5), {});
});
