import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { BayesianOptimiser, type OptimiserState } from "pml/bayesopt";
import { readIdxImages, readIdxLabels } from "pml/data";
import { fromArvizJson } from "pml/inference";
import { loadCheckpoint, saveCheckpoint } from "pml/models";
import { checkFile } from "../conformance/run.js";
import { imageBytes, labelBytes } from "../data/idx-bytes.js";
import { fixtures } from "../support/fixture.js";
import type { Kind } from "./campaign.js";
import { type Damage, damaged, damages, type Tampering, tampered, tamperings } from "./damage.js";
import { savedOptimisation } from "./saved-optimisation.js";

const folder = mkdtempSync(join(tmpdir(), "damaged-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

function written(bytes: string | Uint8Array, name: string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const images = imageBytes(3, 4, 5);
const labels = labelBytes([3, 1, 4, 1, 5, 9]);

/** Reads a file as images or labels and compares with what its bytes say. */
function readIdx(bytes: Uint8Array, isImages: boolean): void {
  const path = written(bytes, "file");
  const entries = isImages ? readIdxImages(path).pixels : readIdxLabels(path);
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  assert.deepEqual(entries, Uint8Array.from(plain.subarray(isImages ? 16 : 8)));
}

const plainIdx: Kind<[boolean, readonly Damage[]]> = {
  name: "idx, plain",
  cases: fc.tuple(fc.boolean(), damages),
  read: ([isImages, list]) => readIdx(damaged(isImages ? images : labels, list), isImages),
};

const packedIdx: Kind<[boolean, boolean, readonly Damage[]]> = {
  name: "idx, gzip",
  cases: fc.tuple(fc.boolean(), fc.boolean(), damages),
  read: ([isImages, before, list]) => {
    const bytes = isImages ? images : labels;
    readIdx(before ? gzipSync(damaged(bytes, list)) : damaged(gzipSync(bytes), list), isImages);
  },
};

const bombPart = 2 ** 22;
/** Zeros that pack to a thousandth; put behind a header. */
const zeros = gzipSync(new Uint8Array(bombPart));

const bombs: Kind<[number, number, number, number, readonly Damage[]]> = {
  name: "idx, decompression bombs",
  cases: fc.tuple(
    fc.integer({ min: 1, max: 2 ** 20 }),
    fc.integer({ min: 1, max: 64 }),
    fc.integer({ min: 1, max: 64 }),
    fc.integer({ min: 1, max: 9 }),
    fc.oneof(fc.constant([]), damages),
  ),
  // headers that announce the truth, less or more; up to 36 MB of zeros behind them
  read: ([count, rows, columns, parts, list]) => {
    const header = imageBytes(1, 1, 1);
    const view = new DataView(header.buffer);
    [count, rows, columns].forEach((size, i) => {
      view.setUint32(4 + 4 * i, size);
    });
    // gzip files one after the other are one gzip file
    const bomb = Buffer.concat([gzipSync(header), ...Array.from({ length: parts }, () => zeros)]);
    const path = written(damaged(bomb, list), "bomb");
    const { pixels } = readIdxImages(path);
    assert.equal(pixels.length, count * rows * columns);
    assert.ok(pixels.length <= parts * bombPart);
  },
};

const key = { config: { kind: "test", sizes: [1, 2] }, code: "abc" };
const record = {
  step: 3,
  list: [{ value: 1.5 }, { value: -0.1 }],
  values: { a: Float32Array.of(1, -2.5, Number.NaN), b: Float64Array.of(Math.PI, Number.MIN_VALUE, -0) },
  bytes: Uint8Array.of(1, 2, 3),
};

let whole: Uint8Array | undefined;
function checkpointBytes(): Uint8Array {
  if (whole !== undefined) return whole;
  const path = join(folder, "whole.ckpt");
  saveCheckpoint(path, key, record);
  whole = readFileSync(path);
  return whole;
}

const checkpoints: Kind<readonly Damage[]> = {
  name: "checkpoints",
  cases: damages,
  read: (list) => {
    const bytes = damaged(checkpointBytes(), list);
    const read = loadCheckpoint(written(bytes, "model.ckpt"), key);
    // damages may undo each other; nothing else may pass
    assert.deepEqual(Buffer.from(bytes), Buffer.from(checkpointBytes()));
    assert.deepEqual(read, record);
  },
};

/** A file made to deceive: any header, behind a digest that agrees. */
const sealedCheckpoints: Kind<[Tampering | readonly Damage[], number]> = {
  name: "checkpoints with a true digest",
  cases: fc.tuple(fc.oneof(tamperings, damages), fc.nat(3)),
  read: ([change, headerLength]) => {
    const bytes = checkpointBytes();
    const start = "PML-CHECKPOINT 1\n".length + 64;
    const length = Buffer.from(bytes).readUInt32LE(start);
    const header = bytes.subarray(start + 4, start + 4 + length);
    const changed = Buffer.from(
      "walk" in change
        ? JSON.stringify(tampered(JSON.parse(Buffer.from(header).toString()), change as Tampering))
        : damaged(header, change as readonly Damage[]),
    );
    const size = Buffer.alloc(4);
    size.writeUInt32LE(headerLength === 0 ? 0xfffffff0 : changed.length);
    const rest = Buffer.concat([size, changed, bytes.subarray(start + 4 + length)]);
    const digest = createHash("sha256").update(rest).digest("hex");
    const sealed = Buffer.concat([bytes.subarray(0, start - 64), Buffer.from(digest), rest]);
    loadCheckpoint(written(sealed, "sealed.ckpt"), key);
  },
};

const lightFixtures = ["continuous_bernoulli", "metrics"] as const;
const fixtureData = new Map(
  lightFixtures.map((name) => [name, readFileSync(join(fixtures, `${name}.json`), "utf8")]),
);

const fixtureFiles: Kind<[(typeof lightFixtures)[number], Tampering | readonly Damage[]]> = {
  name: "fixtures",
  cases: fc.tuple(fc.constantFrom(...lightFixtures), fc.oneof(tamperings, damages)),
  read: async ([name, change]) => {
    const text = fixtureData.get(name)!;
    const bytes =
      "walk" in change
        ? JSON.stringify(tampered(JSON.parse(text), change as Tampering))
        : damaged(Buffer.from(text), change as readonly Damage[]);
    const report = await checkFile(written(bytes, `${name}.json`));
    assert.ok(report.quantities.length > 0 || report.failure !== undefined, "neither compared nor refused");
    if (report.failure !== undefined) throw new RefusedFixture(report.failure);
  },
  refuses: (error) => error instanceof RefusedFixture && error.message.length > 0,
};

/** The conformance run says in its report what stopped it. */
class RefusedFixture extends Error {}

const savedStates: Kind<Tampering> = {
  name: "saved optimisations",
  cases: tamperings,
  read: async (change) => {
    const { problem, state } = await savedOptimisation();
    const read = JSON.parse(JSON.stringify(tampered(state, change))) as OptimiserState;
    const optimiser = new BayesianOptimiser(problem, read);
    const { candidate, x } = await optimiser.ask();
    assert.ok(Number.isInteger(candidate) && x.every(Number.isFinite));
    optimiser.tell(0.25);
    const { history, observations } = optimiser.state;
    assert.equal(history.length, read.history.length + 1);
    assert.ok(observations.every((each) => Number.isFinite(each.y) && each.x.every(Number.isFinite)));
  },
};

const arviz = JSON.stringify({
  posterior: {
    a: [
      [1, 2.5, -3],
      [0.1, 0.2, 0.3],
    ],
    b: [
      ["NaN", 1, 2],
      [3, 4, 5],
    ],
  },
  sample_stats: {
    diverging: [
      [false, true, false],
      [false, false, false],
    ],
  },
  attrs: { sampler: "nuts", seed: 3 },
});

const draws: Kind<Tampering | readonly Damage[]> = {
  name: "draws as JSON",
  cases: fc.oneof(tamperings, damages),
  read: (change) => {
    const text =
      "walk" in change
        ? JSON.stringify(tampered(JSON.parse(arviz), change as Tampering))
        : Buffer.from(damaged(Buffer.from(arviz), change as readonly Damage[])).toString();
    const { posterior, sample_stats } = fromArvizJson(text);
    for (const group of [posterior, sample_stats])
      for (const quantity of Object.values(group))
        for (const chain of quantity) assert.ok(chain instanceof Float64Array);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  },
};

// biome-ignore lint/suspicious/noExplicitAny: kinds of different cases in one list
export const kinds: readonly Kind<any>[] = [
  plainIdx,
  packedIdx,
  bombs,
  checkpoints,
  sealedCheckpoints,
  fixtureFiles,
  savedStates,
  draws,
];
