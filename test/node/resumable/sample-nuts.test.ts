import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type Run, sampleNuts } from "pml/inference";
import type { LogDensity } from "pml/math";
import { sampleNutsResumably } from "pml/node";
import { Random } from "pml/random";
import { InputError, InterruptedError } from "pml/support";
import { funnel } from "../../inference/targets/funnel.js";
import { standardNormal } from "../../inference/targets/normals.js";

const base = mkdtempSync(join(tmpdir(), "resumable-"));
after(() => rmSync(base, { recursive: true, force: true }));

let folders = 0;
const freshFolder = () => join(base, String(folders++));
const journals = (folder: string) => readdirSync(folder).map((name) => join(folder, name));

/** The bytes with one bit the other way. */
function flipped(bytes: Uint8Array, at: number, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = copy[at]! ^ (1 << bit);
  return copy;
}

/** Counts evaluations, and throws at one of them. */
function counted(density: LogDensity, failAt = Infinity): LogDensity & { count: number } {
  return {
    dimension: density.dimension,
    count: 0,
    logDensityAndGradient(position, gradient) {
      if (++this.count === failAt) throw new Error("broken off");
      return density.logDensityAndGradient(position, gradient);
    },
  };
}

const ways = [
  { chains: 2, warmup: 60, draws: 30, maxTreeDepth: 4 },
  { chains: 1, warmup: 0, draws: 20, maxTreeDepth: 4, stepSize: 0.3, starts: [[0.1, 0.2, 0.3]] },
  {
    chains: 2,
    warmup: 170,
    draws: 10,
    maxTreeDepth: 4,
    metric: "dense",
    keepWarmup: true,
    momentum: "perpendicular",
  },
] as const;

test("the same run as sampleNuts, bit for bit, also when broken off again and again", async () => {
  for (const options of ways) {
    const whole = counted(funnel(3, 1));
    const wanted = await sampleNuts(whole, options, { random: Random.from(5) });
    const reuse = { folder: freshFolder(), density: "funnel" };
    let run: Run | undefined;
    let evaluations = 0;
    let attempts = 0;
    for (; run === undefined; attempts++) {
      const density = counted(funnel(3, 1), Math.ceil(whole.count / 5) + 13 * attempts);
      run = await sampleNutsResumably(density, options, { random: Random.from(5), ...reuse }).catch(
        (error) => {
          assert.equal(error.message, "broken off");
          return undefined;
        },
      );
      evaluations += density.count;
    }
    assert.deepEqual(run, wanted);
    assert.ok(attempts > 3, `${attempts} attempts`);
    // again each time: the start of each chain, and the one transition or search for a step size that was under way
    assert.ok(evaluations <= whole.count + attempts * (options.chains + 2 ** 4), `${evaluations}`);
  }
});

test("a finished run is not made again; more draws go on from fewer; fresh begins anew", async () => {
  const reuse = { folder: freshFolder(), density: "normal" };
  const options = { chains: 2, warmup: 50, draws: 20 };
  const first = await sampleNutsResumably(standardNormal(2), options, { random: Random.from(1), ...reuse });
  const idle = counted(standardNormal(2));
  assert.deepEqual(await sampleNutsResumably(idle, options, { random: Random.from(1), ...reuse }), first);
  assert.equal(idle.count, 2, "each chain's start alone is evaluated");

  const more = { ...options, draws: 40 };
  const longer = counted(standardNormal(2));
  const wanted = await sampleNuts(standardNormal(2), more, { random: Random.from(1) });
  assert.deepEqual(await sampleNutsResumably(longer, more, { random: Random.from(1), ...reuse }), wanted);
  const fewer = await sampleNutsResumably(standardNormal(2), options, { random: Random.from(1), ...reuse });
  assert.deepEqual(fewer, first);

  const anew = counted(standardNormal(2));
  await sampleNutsResumably(anew, more, { random: Random.from(1), ...reuse, fresh: true });
  assert.ok(longer.count > 20 && anew.count > 2 * longer.count);
});

test("other options, another seed or another density's name: another journal", async () => {
  const reuse = { folder: freshFolder(), density: "normal" };
  const options = { chains: 1, warmup: 20, draws: 5 };
  await sampleNutsResumably(standardNormal(2), options, { random: Random.from(1), ...reuse });
  await sampleNutsResumably(standardNormal(2), options, { random: Random.from(2), ...reuse });
  await sampleNutsResumably(
    standardNormal(2),
    { ...options, targetAcceptance: 0.9 },
    { random: Random.from(1), ...reuse },
  );
  await sampleNutsResumably(
    standardNormal(2),
    { ...options, maxTreeDepth: 3 },
    { random: Random.from(1), ...reuse },
  );
  await sampleNutsResumably(standardNormal(2), options, {
    random: Random.from(1),
    ...reuse,
    density: "other",
  });
  assert.equal(journals(reuse.folder).length, 5);
});

test("another density under the same name is refused at its start, one of another dimension too", async () => {
  const reuse = { folder: freshFolder(), density: "one name" };
  const options = { chains: 1, warmup: 20, draws: 5 };
  await sampleNutsResumably(standardNormal(3), options, { random: Random.from(1), ...reuse });
  for (const other of [funnel(3, 1), standardNormal(2)])
    await assert.rejects(
      sampleNutsResumably(other, options, { random: Random.from(1), ...reuse }),
      InputError,
    );
  await assert.rejects(
    sampleNutsResumably(standardNormal(3), options, { random: Random.from(1), ...reuse, density: "" }),
    /must name the density/,
  );
});

test("cut short anywhere or damaged behind its header, a journal counts up to there; a damaged header is refused", async () => {
  const reuse = { folder: freshFolder(), density: "normal" };
  const options = { chains: 1, warmup: 20, draws: 10 };
  const run = () => sampleNutsResumably(standardNormal(1), options, { random: Random.from(1), ...reuse });
  const wanted = await run();
  const [path] = journals(reuse.folder) as [string];
  const whole = readFileSync(path);
  const header = 14 + 64 + 4 + whole.readUInt32LE(78);
  const random = Random.from(9);
  for (let i = 0; i < 40; i++) {
    const at = header + random.integer(whole.length - header);
    if (i % 2 === 0) truncateSync(path, at);
    else writeFileSync(path, flipped(whole, at, random.integer(8)));
    assert.deepEqual(await run(), wanted);
    assert.ok(readFileSync(path).equals(whole), `changed at ${at}`);
  }
  for (let i = 0; i < 20; i++) {
    const at = random.integer(header);
    writeFileSync(path, i % 2 === 0 ? whole.subarray(0, at) : flipped(whole, at, 0));
    await assert.rejects(run(), InputError, `changed at ${at}`);
  }
});

test("an interrupted run keeps what it has", async () => {
  const reuse = { folder: freshFolder(), density: "normal" };
  const stop = new AbortController();
  const progress = () => ({ update: (done: number) => done === 30 && stop.abort(), finish: () => {} });
  const options = { chains: 1, warmup: 20, draws: 20 };
  await assert.rejects(
    sampleNutsResumably(standardNormal(1), options, {
      random: Random.from(1),
      ...reuse,
      progress,
      signal: stop.signal,
    }),
    InterruptedError,
  );
  const units: number[] = [];
  const density = counted(standardNormal(1));
  const note = () => ({
    update: (done: number) => {
      if (density.count > 1) units.push(done);
    },
    finish: () => {},
  });
  const run = await sampleNutsResumably(density, options, {
    random: Random.from(1),
    ...reuse,
    progress: note,
  });
  assert.deepEqual(run, await sampleNuts(standardNormal(1), options, { random: Random.from(1) }));
  assert.equal(units[0], 31);
});
