import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { image, loadMnist } from "pml/data";
import { InputError } from "pml/support";
import { imageBytes, labelBytes } from "./idx-bytes.js";

const base = mkdtempSync(join(tmpdir(), "mnist-"));
after(() => rmSync(base, { recursive: true }));

const good = {
  "train-images-idx3-ubyte": imageBytes(3, 2, 4),
  "train-labels.idx1-ubyte": labelBytes([7, 8, 9]),
  "t10k-images-idx3-ubyte.gz": new Uint8Array(gzipSync(imageBytes(2, 2, 4, (i) => 255 - i))),
  "t10k-labels.idx1-ubyte.gz": new Uint8Array(gzipSync(labelBytes([0, 1]))),
};

function folderOf(name: string, files: Readonly<Record<string, Uint8Array>>): string {
  const folder = join(base, name);
  mkdirSync(folder);
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(folder, file), bytes);
  return folder;
}

test("MNIST: counts, sizes, classes and the well-known mean grey value", () => {
  const { name, train, test: held } = loadMnist();
  assert.equal(name, "MNIST");
  assert.deepEqual([train.count, held.count, train.rows, train.columns], [60_000, 10_000, 28, 28]);
  assert.deepEqual([...train.labels.subarray(0, 8)], [5, 0, 4, 1, 9, 2, 1, 3]);
  const ofClass = (labels: Uint8Array) =>
    Array.from({ length: 10 }, (_, digit) => labels.reduce((sum, label) => sum + Number(label === digit), 0));
  // published counts of the digits 0..9
  assert.deepEqual(ofClass(train.labels), [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
  assert.deepEqual(ofClass(held.labels), [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  // mean grey value of the training set, 0.1307 on [0, 1], as everybody who standardises MNIST knows it
  const mean = train.pixels.reduce((sum, pixel) => sum + pixel, 0) / train.pixels.length / 255;
  assert.ok(Math.abs(mean - 0.1307) < 5e-5, `mean ${mean}`);
  // the first training image is the well-known 5: empty border, row 5 begins at column 12 with these values
  const five = image(train, 0);
  assert.deepEqual([...five.subarray(5 * 28 + 12, 5 * 28 + 16)], [3, 18, 18, 18]);
  assert.ok(five.subarray(0, 28).every((pixel) => pixel === 0));
});

test("MNIST is read once per process", () => {
  assert.equal(loadMnist(), loadMnist());
});

test("a folder of the same form is read instead, in any spelling, by option or PML_DATA", () => {
  const folder = folderOf("fashion", good);
  const data = loadMnist({ folder });
  assert.equal(data.name, "fashion");
  assert.deepEqual([data.train.count, data.test.count, data.train.rows, data.train.columns], [3, 2, 2, 4]);
  assert.deepEqual([...data.test.labels], [0, 1]);
  assert.equal(data.test.pixels[3], 252);
  process.env.PML_DATA = folder;
  try {
    assert.equal(loadMnist(), data);
  } finally {
    delete process.env.PML_DATA;
  }
  assert.notEqual(loadMnist(), data);
});

test("what is wrong with a folder is said", () => {
  const wrong = (
    name: string,
    files: Readonly<Record<string, Uint8Array>>,
    ...texts: (string | RegExp)[]
  ) => {
    const folder = folderOf(name, files);
    assert.throws(
      () => loadMnist({ folder }),
      (error: unknown) => {
        assert.ok(error instanceof InputError, String(error));
        for (const text of texts) assert.match(error.message, new RegExp(text));
        return true;
      },
    );
  };
  const { "train-labels.idx1-ubyte": _, ...withoutLabels } = good;
  wrong("no-labels", withoutLabels, "no file train-labels-idx1-ubyte", "train-labels.idx1-ubyte.gz");
  wrong("counts", { ...good, "train-labels.idx1-ubyte": labelBytes([1, 2]) }, "3 images", "2 labels");
  wrong("sizes", { ...good, "train-images-idx3-ubyte": imageBytes(3, 4, 2) }, "4 x 2 pixels", "2 x 4");
  wrong(
    "cut",
    { ...good, "train-images-idx3-ubyte": imageBytes(3, 2, 4).subarray(0, 39) },
    "cut short",
    "39",
  );
  assert.throws(() => loadMnist({ folder: join(base, "absent") }), /absent is not a folder/);
});
