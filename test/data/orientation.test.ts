import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { firstImages, image, loadMnist } from "pml/data";
import { doOnesLie, transposedImages } from "#internal/data/orientation";
import { imageBytes, labelBytes } from "./idx-bytes.js";

const base = mkdtempSync(join(tmpdir(), "orientation-"));
after(() => rmSync(base, { recursive: true }));

function folderOf(name: string, files: Readonly<Record<string, Uint8Array>>): string {
  const folder = join(base, name);
  mkdirSync(folder);
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(folder, file), bytes);
  return folder;
}

/** Files of 2 x 3 images under names made of `prefix`. */
const files = (prefix = "", test = "t10k") => ({
  [`${prefix}train-images-idx3-ubyte`]: imageBytes(2, 2, 3),
  [`${prefix}train-labels-idx1-ubyte`]: labelBytes([7, 8]),
  [`${prefix}${test}-images-idx3-ubyte`]: imageBytes(1, 2, 3),
  [`${prefix}${test}-labels-idx1-ubyte`]: labelBytes([0]),
});

test("transposing twice gives the images back, and once puts row and column the other way", () => {
  const sizes = fc.record({
    count: fc.integer({ min: 1, max: 4 }),
    rows: fc.integer({ min: 1, max: 6 }),
    columns: fc.integer({ min: 1, max: 6 }),
  });
  fc.assert(
    fc.property(sizes, ({ count, rows, columns }) => {
      const pixels = Uint8Array.from({ length: count * rows * columns }, (_, i) => (31 * i) % 256);
      const images = { count, rows, columns, pixels };
      const turned = transposedImages(images);
      assert.deepEqual([turned.rows, turned.columns], [columns, rows]);
      for (let n = 0; n < count; n++)
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < columns; j++)
            assert.equal(turned.pixels[(n * columns + j) * rows + i], pixels[(n * rows + i) * columns + j]);
      assert.deepEqual(transposedImages(turned), images);
    }),
  );
});

test("EMNIST by its own names or its folder's is transposed, and the name says so; an option has the last word", () => {
  for (const folder of [
    folderOf("digits", files("emnist-digits-", "test")),
    folderOf("EMNIST-renamed", files()),
  ]) {
    const { train, name } = loadMnist({ folder });
    assert.match(name, /, transposed$/);
    assert.match(train.name, /, transposed training set$/);
    assert.deepEqual([train.rows, train.columns], [3, 2]);
    assert.deepEqual([...image(train, 0)], [0, 21, 7, 28, 14, 35]);
    const raw = loadMnist({ folder, transposed: false });
    assert.deepEqual([...image(raw.train, 0)], [0, 7, 14, 21, 28, 35]);
    assert.notEqual(raw.digest, loadMnist({ folder }).digest);
    assert.equal(loadMnist({ folder, transposed: false }), raw);
  }
  const plain = folderOf("plain", files());
  assert.equal(loadMnist({ folder: plain }).train.rows, 2);
  assert.equal(loadMnist({ folder: plain, transposed: true }).train.rows, 3);
  assert.throws(() => loadMnist({ transposed: true }), /transposed is for a folder of other files/);
  const two = { ...files("emnist-digits-", "test"), ...files("emnist-mnist-", "test") };
  assert.throws(
    () => loadMnist({ folder: folderOf("two", two) }),
    /several splits of EMNIST \(digits, mnist\)/,
  );
});

test("ones that lie on their side are noticed, upright ones are not", async () => {
  const { train } = loadMnist();
  const some = firstImages(train, 500);
  const turned = transposedImages(some);
  assert.equal(doOnesLie(some, some.labels), false);
  assert.equal(doOnesLie(turned, some.labels), true);
  assert.equal(doOnesLie(turned, some.labels.subarray(0, 50)), false, "too few to tell");
  const header = imageBytes(500, 28, 28, (i) => turned.pixels[i]!);
  const folder = folderOf("lying", {
    ...files(),
    "train-images-idx3-ubyte": header,
    "train-labels-idx1-ubyte": labelBytes([...some.labels]),
    "t10k-images-idx3-ubyte": imageBytes(1, 28, 28),
  });
  const said: string[] = [];
  const listener = (warning: Error) => said.push(warning.message);
  process.on("warning", listener);
  loadMnist({ folder });
  loadMnist({ folder, transposed: false });
  await new Promise((done) => setTimeout(done, 20));
  process.off("warning", listener);
  assert.equal(said.length, 1);
  assert.match(said[0]!, /loadMnist: the ones of .*lying lie on their side.*say `transposed: true`/);
});

test("a folder named as one spelling hides no file of the other; two files of one name must agree", () => {
  const folder = folderOf("hidden", {
    "train-images.idx3-ubyte": imageBytes(2, 2, 3),
    "train-labels.idx1-ubyte.gz": new Uint8Array(gzipSync(labelBytes([7, 8]))),
    "t10k-images-idx3-ubyte": imageBytes(1, 2, 3),
    "t10k-labels-idx1-ubyte": labelBytes([0]),
  });
  for (const name of ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "train-labels.idx1-ubyte"])
    mkdirSync(join(folder, name));
  assert.equal(loadMnist({ folder }).train.count, 2);
  const same = { ...files(), "train-images.idx3-ubyte.gz": new Uint8Array(gzipSync(imageBytes(2, 2, 3))) };
  assert.equal(loadMnist({ folder: folderOf("same", same) }).train.count, 2);
  const different = { ...files(), "train-images.idx3-ubyte": imageBytes(2, 2, 3, (i) => i + 1) };
  assert.throws(
    () => loadMnist({ folder: folderOf("different", different) }),
    /train-images-idx3-ubyte and train-images\.idx3-ubyte beside it are two spellings of one name, but hold different data/,
  );
  const labels = { ...files(), "train-labels.idx1-ubyte": labelBytes([7, 9]) };
  assert.throws(() => loadMnist({ folder: folderOf("labels", labels) }), /hold different data/);
});
