import assert from "node:assert/strict";
import { test } from "node:test";
import {
  DiagonalMetric,
  derive,
  nutsKernel,
  quantity,
  sampleHmc,
  sampleMetropolis,
  sampleNuts,
  warnings,
} from "pml/inference";
import type { LogDensity } from "pml/math";
import { Random } from "pml/random";
import { InputError, InterruptedError } from "pml/support";
import { assertClose } from "../../support/close.js";
import { funnel } from "../targets/funnel.js";
import { normals, standardNormal } from "../targets/normals.js";

const short = { chains: 2, warmup: 60, draws: 40 };
const samplers = { nuts: sampleNuts, hmc: sampleHmc, metropolis: sampleMetropolis };

test("same seed, same run; another seed, another; chains differ", async () => {
  for (const sample of Object.values(samplers)) {
    const run = await sample(standardNormal(2), short, { random: Random.from(1) });
    assert.deepEqual(await sample(standardNormal(2), short, { random: Random.from(1) }), run);
    const other = await sample(standardNormal(2), short, { random: Random.from(2) });
    assert.notDeepEqual(other.coordinates, run.coordinates);
    assert.notDeepEqual(run.coordinates[0]![0], run.coordinates[0]![1]);
  }
});

test("a chain depends on its number alone, not on how many there are or what was drawn before", async () => {
  const random = Random.from(1);
  random.normal();
  const two = await sampleNuts(standardNormal(2), short, { random });
  const four = await sampleNuts(standardNormal(2), { ...short, chains: 4 }, { random: Random.from(1) });
  assert.deepEqual(
    two.coordinates.map((draws) => draws[1]),
    four.coordinates.map((draws) => draws[1]),
  );
});

test("the run holds what was asked for, and its log densities are those of its positions", async () => {
  const density = normals([1, -2], [2, 0.5]);
  for (const [name, sample] of Object.entries(samplers)) {
    const run = await sample(
      density,
      { ...short, keepWarmup: true, names: ["a", "b"] },
      { random: Random.from(3) },
    );
    assert.equal(run.sampler, name);
    assert.deepEqual(quantity(run, "b"), quantity(run, 1));
    assert.throws(() => quantity(run, "c"), /no coordinate "c" among a, b/);
    for (const [draws, length] of [
      [run, 40],
      [run.warmup!, 60],
    ] as const) {
      assert.deepEqual(
        draws.coordinates[0]!.map((chain) => chain.length),
        [length, length],
      );
      const gradient = new Float64Array(2);
      const again = derive(draws, (position) => density.logDensityAndGradient(position, gradient));
      again.forEach((chain, c) => {
        assertClose(chain, draws.statistics.logDensity[c]!, 1e-14);
      });
      for (const chain of draws.statistics.acceptance) assert.ok(chain.every((a) => a >= 0 && a <= 1));
      for (const chain of draws.statistics.stepSize) assert.ok(chain.every((step) => step > 0));
    }
    const steps = run.statistics.stepSize.map((chain) => new Set(chain).size);
    assert.deepEqual(steps, [1, 1], "after warm-up the step is fixed");
    assert.deepEqual(
      run.adapted.map(({ stepSize }) => stepSize),
      run.statistics.stepSize.map((chain) => chain[0]),
    );
  }
  assert.equal((await sampleNuts(density, short, { random: Random.from(3) })).warmup, null);
});

test("NUTS: leapfrog steps fit the depth; the energy exceeds minus the log density", async () => {
  const { statistics } = await sampleNuts(standardNormal(3), { draws: 200 }, { random: Random.from(1) });
  statistics.leapfrogSteps.forEach((chain, c) => {
    chain.forEach((steps, t) => {
      const depth = statistics.treeDepth[c]![t]!;
      assert.ok(steps >= 2 ** depth - 1 && steps < 2 ** (depth + 1), `${steps} steps at depth ${depth}`);
      assert.ok(statistics.energy[c]![t]! >= -statistics.logDensity[c]![t]!);
    });
  });
});

test("maxTreeDepth bounds the steps", async () => {
  const run = await sampleNuts(
    standardNormal(2),
    { ...short, warmup: 0, stepSize: 0.001, maxTreeDepth: 3 },
    { random: Random.from(1) },
  );
  for (const chain of run.statistics.leapfrogSteps) assert.ok(chain.every((steps) => steps === 7));
});

test("warm-up meets the target acceptance, learns the scales, and starts where it is told", async () => {
  const sds = [0.01, 1, 100];
  const starts = [
    [0.02, 1, 3],
    [-0.01, 2, -50],
    [0, 0, 0],
    [0.01, -1, 200],
  ];
  const run = await sampleNuts(
    normals([0, 0, 0], sds),
    { warmup: 1000, draws: 2000, targetAcceptance: 0.8, metric: "diagonal", starts },
    { random: Random.from(2) },
  );
  for (const { covariance } of run.adapted) {
    covariance.forEach((variance, i) => {
      // the estimate is drawn towards 1e-3 as by 5 of 450 draws
      const expected = sds[i]! ** 2 + (i === 0 ? 1e-5 : 0);
      assert.ok(
        Math.abs(Math.log(variance / expected)) < 0.5,
        `variance ${variance}, should be near ${expected}`,
      );
    });
  }
  const acceptance = run.statistics.acceptance.flatMap((chain) => [...chain]);
  const mean = acceptance.reduce((a, b) => a + b, 0) / acceptance.length;
  assert.ok(mean > 0.75 && mean < 0.95, `mean acceptance ${mean}`);
  const still = await sampleNuts(
    standardNormal(3),
    { chains: 4, warmup: 0, draws: 1, stepSize: 1e-9, starts, maxTreeDepth: 1 },
    { random: Random.from(1) },
  );
  starts.forEach((start, c) => {
    assertClose(
      start.map((_, i) => still.coordinates[i]![c]![0]!),
      start,
      1e-7,
    );
  });
});

test("the centred funnel defeats NUTS, and the run says so in words", async () => {
  let divergent = 0;
  for (const seed of [1, 2, 3, 4]) {
    const run = await sampleNuts(funnel(10, 3), {}, { random: Random.from(seed) });
    divergent += run.statistics.divergent.flatMap((chain) => [...chain]).reduce((a, b) => a + b, 0);
    const kinds = warnings(run).map(({ kind }) => kind);
    assert.ok(
      kinds.includes("divergences") && kinds.includes("energy") && kinds.includes("r-hat"),
      kinds.join(", "),
    );
  }
  assert.ok(divergent > 20, `${divergent} divergent`);
});

test("one transition is a function: the state given is not changed, the same stream gives the same result", () => {
  const density = normals([0, 0], [1, 2]);
  const kernel = nutsKernel(density);
  const position = Float64Array.of(0.5, 1);
  const gradient = new Float64Array(2);
  const logDensity = density.logDensityAndGradient(position, gradient);
  const state = { position, gradient, logDensity };
  const before = structuredClone(state);
  const tuning = { stepSize: 0.5, metric: DiagonalMetric.identity(2) };
  const first = kernel.step(Random.from(1), state, tuning);
  kernel.step(Random.from(2), first.state, tuning);
  assert.deepEqual(state, before);
  assert.deepEqual(kernel.step(Random.from(1), state, tuning), first);
});

test("options and densities that cannot be sampled are refused with what they are", async () => {
  const density = standardNormal(2);
  const refused: [object, RegExp][] = [
    [{ chains: 0 }, /chains must be an integer of at least 1, got 0/],
    [{ warmup: -1 }, /warmup must be an integer of at least 0/],
    [{ draws: 1.5 }, /draws must be an integer of at least 1, got 1.5/],
    [{ targetAcceptance: 1 }, /targetAcceptance must be in \(0, 1\), got 1/],
    [{ metric: "round" }, /metric must be "diagonal", "dense" or "low-rank", got round/],
    [{ names: ["a"] }, /names must have length 2, got 1/],
    [{ names: ["a", "a"] }, /names must differ/],
    [{ starts: [[0, 0]] }, /starts must have length 4, got 1/],
    [{ chains: 1, starts: [[0]] }, /starts\[0\] must have length 2, got 1/],
    [{ chains: 1, starts: [[0, Number.NaN]] }, /cannot start at the given position: the log density is NaN/],
    [{ metric: "dense", startCovariance: [1, 1] }, /startCovariance must have length 4, got 2/],
    [{ startCovariance: [1, 0, 0] }, /startCovariance must have length 4, got 3/],
    [{ metric: "diagonal", startCovariance: [1, 0, 0, 1] }, /startCovariance must have length 2, got 4/],
    [{ finalPhase: 901 }, /a last phase of 901 leaves less than 100 of 1000/],
    [{ acceptanceStatistic: "all" }, /acceptanceStatistic must be "trajectory" or "last-doubling", got all/],
    [{ metric: "low-rank", metricFrom: "draws" }, /got draws for a low-rank metric/],
    [{ maxTreeDepth: 0 }, /maxTreeDepth must be an integer of at least 1/],
    [{ momentum: "none" }, /momentum must be "independent" or "perpendicular", got none/],
  ];
  for (const [options, message] of refused) {
    await assert.rejects(sampleNuts(density, options, { random: Random.from(1) }), (error: unknown) => {
      assert.ok(error instanceof InputError, String(error));
      assert.match(error.message, message);
      return true;
    });
  }
  const shortGradient: LogDensity = {
    dimension: 3,
    logDensityAndGradient(position, gradient) {
      gradient[0] = -position[0]!;
      gradient[1] = -position[1]!;
      return 0;
    },
  };
  await assert.rejects(
    sampleNuts(shortGradient, {}, { random: Random.from(1) }),
    /gradient\[2\] of 3 is NaN \(or was never written/,
  );
  const nowhere: LogDensity = { dimension: 1, logDensityAndGradient: () => -Infinity };
  await assert.rejects(
    sampleNuts(nowhere, {}, { random: Random.from(1) }),
    /found no start in 100 positions .* log density is -Infinity/,
  );
  await assert.rejects(
    sampleNuts({ ...nowhere, dimension: 0 }, {}, { random: Random.from(1) }),
    /dimension must be an integer of at least 1/,
  );
});

test("progress is told, and an aborted signal interrupts", async () => {
  const told: [number, string][] = [];
  await sampleNuts(standardNormal(1), short, {
    random: Random.from(1),
    progress: (title, total) => {
      assert.equal(title, "nuts, 2 chains");
      assert.equal(total, 200);
      return { update: (done, note) => told.push([done, note!]), finish: () => {} };
    },
  });
  assert.equal(told.at(-1)![0], 200);
  assert.match(told[0]![1], /^chain 1: warm-up, step [\d.e-]+, 0 divergent$/);
  await assert.rejects(
    sampleNuts(
      standardNormal(1),
      { draws: 10_000_000 },
      { random: Random.from(1), signal: AbortSignal.timeout(150) },
    ),
    InterruptedError,
  );
});
