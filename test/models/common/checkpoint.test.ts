import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { loadCheckpoint, saveCheckpoint } from "pml/models";

const key = { config: { kind: "test", sizes: [1, 2] }, code: "abc" };
const record = {
  step: 3,
  name: "ä model",
  nothing: null,
  list: [{ value: 1.5 }, { value: -0.1 }],
  values: { a: Float32Array.of(1, -2.5, Number.NaN), b: Float64Array.of(Math.PI, Number.MIN_VALUE, -0) },
  bytes: Uint8Array.of(1, 2, 3),
  whole: Int32Array.of(-7),
};

function inFolder(body: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "checkpoint-"));
  try {
    body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("a record comes back exactly, and nothing but the file is left in the folder", () => {
  inFolder((folder) => {
    const path = join(folder, "deep", "model.ckpt");
    saveCheckpoint(path, key, record);
    assert.deepEqual(loadCheckpoint(path, key), record);
    assert.deepEqual(readdirSync(join(folder, "deep")), ["model.ckpt"]);
    assert.equal(loadCheckpoint(join(folder, "none.ckpt"), key), undefined);
  });
});

test("another configuration or code is refused by name", () => {
  inFolder((folder) => {
    const path = join(folder, "model.ckpt");
    saveCheckpoint(path, key, record);
    const advice = /Delete the file, or run again with --fresh/;
    assert.throws(
      () => loadCheckpoint(path, { ...key, code: "abd" }),
      /was made for another code: "abc", wanted is "abd"/,
    );
    assert.throws(() => loadCheckpoint(path, { ...key, config: {} }), /another config/);
    assert.throws(() => loadCheckpoint(path, { config: key.config }), advice);
  });
});

test("cut anywhere, flipped anywhere, extended: refused, never read wrongly", () => {
  inFolder((folder) => {
    const path = join(folder, "model.ckpt");
    saveCheckpoint(path, key, record);
    const whole = readFileSync(path);
    fc.assert(
      fc.property(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        (place, mask, cut) => {
          const damaged = cut ? whole.subarray(0, place) : Buffer.from(whole);
          if (!cut) damaged[place]! ^= mask;
          writeFileSync(path, damaged);
          assert.throws(() => loadCheckpoint(path, key), { name: "InputError" });
        },
      ),
      { numRuns: 300 },
    );
    writeFileSync(path, Buffer.concat([whole, Buffer.of(0)]));
    assert.throws(() => loadCheckpoint(path, key), /damaged or cut short/);
    writeFileSync(path, "");
    assert.throws(() => loadCheckpoint(path, key), /not a checkpoint of this version/);
  });
});

test("what cannot be saved is refused before anything is written", () => {
  inFolder((folder) => {
    assert.throws(
      () => saveCheckpoint(join(folder, "x.ckpt"), key, { a: new Int8Array(1) }),
      /cannot save a Int8Array/,
    );
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
      assert.throws(
        () => saveCheckpoint(join(folder, "x.ckpt"), key, { list: [value] }),
        /cannot save the number/,
      );
    assert.throws(() => saveCheckpoint(join(folder, "x.ckpt"), key, { $array: 0 }), /field called/);
    assert.deepEqual(readdirSync(folder), []);
    assert.throws(() => loadCheckpoint(folder, key), /is not a file/);
  });
});
