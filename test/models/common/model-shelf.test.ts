import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { fitOrLoad, type KeepOptions, loadCheckpoint, type Packing } from "pml/models";
import { keptFile } from "#internal/models/common/kept-fit";

interface Model {
  readonly values: Float32Array;
}

let folder: string;
let said: string[];
let fits: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shelf-"));
  said = [];
  fits = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

const shelfFolder = () => join(folder, "models");
const options = (renews = true, packing?: Packing<Model, { text: string }>): KeepOptions => ({
  folder: {
    checkpoints: join(folder, "checkpoints"),
    shelf: {
      folder: shelfFolder(),
      renews,
      made: () => madeWith,
      say: (sentence) => said.push(sentence),
      ...(packing && { packing }),
    },
  },
});
const madeWith = { command: "a test", processor: "x", node: "20", tensorflow: null };
const key = { recipe: { seed: 1 }, data: "abc", code: "version one" };

const model: Model = { values: Float32Array.of(0.1, -2) };
const fit = async () => {
  fits++;
  return model;
};
const made = (keep: KeepOptions, wanted: typeof key = key) =>
  fitOrLoad<never, Model>(keptFile(keep, "small", wanted), fit);
const onlyFile = () => {
  const names = readdirSync(shelfFolder());
  assert.equal(names.length, 1);
  return join(shelfFolder(), names[0]!);
};

test("what is fitted is put on the shelf with what it was made with, and taken from there without any checkpoint", async () => {
  assert.deepEqual(await made(options()), { model, isLoaded: false });
  assert.match(onlyFile(), /small-[0-9a-f]{8}\.model$/);
  assert.deepEqual((loadCheckpoint(onlyFile(), key) as { made: unknown }).made, madeWith);
  rmSync(join(folder, "checkpoints"), { recursive: true });
  assert.deepEqual(await made(options()), { model, isLoaded: true });
  assert.deepEqual([fits, said], [1, []]);
});

test("damaged: fitted anew, said in a sentence, and put back", async () => {
  await made(options());
  rmSync(join(folder, "checkpoints"), { recursive: true });
  truncateSync(onlyFile(), statSync(onlyFile()).size - 1);
  assert.deepEqual(await made(options()), { model, isLoaded: false });
  assert.equal(said.length, 1);
  assert.match(said[0]!, /^\S+small-[0-9a-f]{8}\.model is damaged: the model is fitted anew\.$/);
  assert.deepEqual(await made(options()), { model, isLoaded: true });
  assert.equal(said.length, 1);
});

test("of another version: the same, in the same place", async () => {
  await made(options());
  await made(options(), { ...key, code: "version two" });
  assert.equal(fits, 2);
  assert.match(said[0]!, /\.model was made by another version of the program: the model is fitted anew\.$/);
  assert.deepEqual(loadCheckpoint(onlyFile(), { ...key, code: "version two" }) !== undefined, true);
});

test("in play it is read only; in a fresh run it is not asked", async () => {
  await made(options(false));
  assert.deepEqual(readdirSync(folder), ["checkpoints"]);
  await made(options());
  assert.equal(fits, 1, "the checkpoint was put on the shelf");
  await made({ ...options(), fresh: true });
  assert.equal(fits, 2);
});

test("another recipe or other data have a place of their own", async () => {
  await made(options());
  await made(options(), { ...key, data: "abd" });
  await made(options(), { ...key, recipe: { seed: 2 } });
  assert.equal(readdirSync(shelfFolder()).length, 3);
  assert.deepEqual(said, []);
});

test("a model that has a packing is packed there, or not at all", async () => {
  const packing = (possible: boolean): Packing<Model, { text: string }> => ({
    note: () => {},
    pack: async () => (possible ? { text: "packed" } : undefined),
    unpack: async ({ text }) => ({ values: Float32Array.of(text.length) }),
  });
  await made(options(true, packing(false)));
  assert.deepEqual(readdirSync(folder), ["checkpoints"]);
  await made({ ...options(true, packing(true)), fresh: true });
  assert.deepEqual(await made(options(true, packing(true))), {
    model: { values: Float32Array.of(6) },
    isLoaded: true,
  });
});

test("a model that is too big to be committed stays a checkpoint", async () => {
  const big = { values: new Float32Array(1_100_000) };
  await fitOrLoad<never, Model>(keptFile(options(), "big", key), async () => big);
  assert.deepEqual(readdirSync(folder), ["checkpoints"]);
});

test("a shelf that cannot be written is said, and the model is there all the same", async () => {
  await made(options());
  const path = onlyFile();
  rmSync(path);
  mkdirSync(`${path}.${process.pid}.partial`); // where it would be written to first
  assert.deepEqual(await made({ ...options(), fresh: true }), { model, isLoaded: false });
  assert.match(said[0]!, /small-[0-9a-f]{8}\.model could not be written \(.*EISDIR/);
});
