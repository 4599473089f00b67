import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleNuts } from "pml/inference";
import { type DensitySource, loadDensity, sampleNutsInThreads } from "pml/node";
import { Random } from "pml/random";
import { InputError, InterruptedError } from "pml/support";
import { endIdleThreads } from "#internal/node/threads/threads";

const module = new URL("./thread-density.js", import.meta.url).href;
const source: DensitySource = { module, factory: "makeNormals", data: { means: [0, 5], sds: [1, 0.1] } };
const options = { chains: 3, warmup: 150, draws: 100, keepWarmup: true };

test("same seed, same draws and statistics, in sequence and in threads", async () => {
  const inSequence = await sampleNuts(await loadDensity(source), options, { random: Random.from(4) });
  for (const threads of [1, 2]) {
    const inThreads = await sampleNutsInThreads(source, { ...options, threads }, { random: Random.from(4) });
    assert.deepEqual(inThreads, inSequence);
  }
  const otherSeed = await sampleNutsInThreads(source, options, { random: Random.from(5) });
  assert.notDeepEqual(otherSeed.coordinates, inSequence.coordinates);
});

test("progress counts the transitions of all chains", async () => {
  const counts: number[] = [];
  let notes = "";
  await sampleNutsInThreads(source, options, {
    random: Random.from(1),
    progress: (_, total) => {
      assert.equal(total, 3 * 250);
      return {
        update: (done) => counts.push(done),
        finish: (note) => {
          notes = note!;
        },
      };
    },
  });
  assert.equal(Math.max(...counts), 3 * 250);
  assert.match(notes, /^3 x 100 draws, \d+ divergent$/);
});

test("an error in a thread arrives as what it is", async () => {
  const broken = { module, factory: "makeUnsampleable" };
  await assert.rejects(
    sampleNutsInThreads(broken, options, { random: Random.from(1) }),
    (error: unknown) =>
      error instanceof InputError &&
      error.functionName === "firstState" &&
      /^firstState: found no start/.test(error.message),
  );
});

test("a factory that is not there, and an interruption", async () => {
  await assert.rejects(
    sampleNutsInThreads({ module, factory: "nothing" }, options, { random: Random.from(1) }),
    /exports no function nothing, but makeNormals, makeUnsampleable/,
  );
  await assert.rejects(
    sampleNutsInThreads(
      source,
      { ...options, draws: 5_000_000 },
      { random: Random.from(1), signal: AbortSignal.timeout(200) },
    ),
    InterruptedError,
  );
});

test("threads wait for the next call, even after a failure; an interrupted one does not", async () => {
  await endIdleThreads();
  await sampleNutsInThreads(source, { ...options, threads: 2 }, { random: Random.from(4) });
  await assert.rejects(
    sampleNutsInThreads(
      { module, factory: "makeUnsampleable" },
      { ...options, chains: 1 },
      { random: Random.from(1) },
    ),
    /found no start/,
  );
  const inThreads = await sampleNutsInThreads(source, { ...options, threads: 2 }, { random: Random.from(4) });
  assert.deepEqual(
    inThreads,
    await sampleNuts(await loadDensity(source), options, { random: Random.from(4) }),
  );
  const endless = { ...options, chains: 1, draws: 5_000_000 };
  await assert.rejects(
    sampleNutsInThreads(source, endless, { random: Random.from(1), signal: AbortSignal.timeout(100) }),
    InterruptedError,
  );
  assert.equal(await endIdleThreads(), 1);
  assert.equal(await endIdleThreads(), 0);
});
