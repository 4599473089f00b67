import assert from "node:assert/strict";
import { test } from "node:test";
import { calibrate, type SimulatedProblem } from "pml/inference";
import { Random } from "pml/random";
import { normals } from "./targets/normals.js";

/** mu ~ N(0, 1), one y ~ N(mu, 1): the posterior is N(y / 2, 1 / 2); `stretch` falsifies its sd, `shift` its mean. */
function conjugate(stretch: number, shift: number) {
  return (random: Random): SimulatedProblem => {
    const mu = random.normal();
    const y = mu + random.normal();
    return {
      posterior: normals([y / 2 + shift], [stretch * Math.SQRT1_2]),
      truth: Float64Array.of(mu),
      quantities: { mu: ([m]) => m!, "log likelihood": ([m]) => -0.5 * (y - m!) ** 2 },
    };
  };
}

const options = { replications: 300, draws: 19, thin: 8, warmup: 100, bins: 10 };

test("ranks are uniform for the right posterior", async () => {
  const { uniformity, ranks, divergent } = await calibrate(conjugate(1, 0), options, {
    random: Random.from(1),
  });
  assert.equal(divergent, 0);
  assert.equal(ranks.mu!.length, 300);
  for (const [name, { pValue }] of Object.entries(uniformity))
    assert.ok(pValue > 1e-4, `${name}: p ${pValue}`);
});

test("a posterior too wide, too narrow or shifted is found", async () => {
  for (const [stretch, shift] of [
    [1.5, 0],
    [0.65, 0],
    [1, 0.35],
  ] as const) {
    const { uniformity } = await calibrate(conjugate(stretch, shift), options, { random: Random.from(1) });
    assert.ok(uniformity.mu!.pValue < 1e-5, `stretch ${stretch}, shift ${shift}: p ${uniformity.mu!.pValue}`);
  }
});

test("the same seed gives the same ranks; ranks must fill the bins evenly", async () => {
  const short = { ...options, replications: 5 };
  assert.deepEqual(
    await calibrate(conjugate(1, 0), short, { random: Random.from(1) }),
    await calibrate(conjugate(1, 0), short, { random: Random.from(1) }),
  );
  await assert.rejects(
    calibrate(conjugate(1, 0), { ...short, bins: 7 }, { random: Random.from(1) }),
    /multiple of bins: 20, 7/,
  );
});

test("draws equal to the truth are counted as below it by the toss of a coin", async () => {
  const constant = (random: Random): SimulatedProblem => ({
    ...conjugate(1, 0)(random),
    quantities: { constant: () => 3 },
  });
  const { ranks } = await calibrate(
    constant,
    { ...options, replications: 40, thin: 1 },
    { random: Random.from(1) },
  );
  const heads = ranks.constant!.reduce((sum, rank) => sum + rank, 0);
  const tosses = 40 * options.draws;
  assert.ok(Math.abs(heads - tosses / 2) < 4.5 * Math.sqrt(tosses / 4), `${heads} of ${tosses}`);
});
