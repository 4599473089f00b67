import assert from "node:assert/strict";
import { test } from "node:test";
import { dataSet, firstImages, image, imageSet, selectImages } from "pml/data";
import { InputError } from "pml/support";

const pixels = Uint8Array.from({ length: 24 }, (_, i) => i * 10);
const set = imageSet({ name: "toy", rows: 2, columns: 3, pixels, labels: Uint8Array.of(4, 0, 9, 1) });

test("an image is a view of its own pixels", () => {
  assert.deepEqual([...image(set, 2)], [120, 130, 140, 150, 160, 170]);
  assert.equal(image(set, 2).buffer, set.pixels.buffer);
  for (const index of [-1, 4, 1.5, Number.NaN]) assert.throws(() => image(set, index), InputError);
});

test("first and selected images keep pixels and labels together", () => {
  const first = firstImages(set, 2);
  assert.deepEqual(
    [first.count, [...first.pixels], [...first.labels]],
    [2, [...pixels.slice(0, 12)], [4, 0]],
  );
  const selected = selectImages(set, [3, 0, 3]);
  assert.deepEqual([...selected.labels], [1, 4, 1]);
  for (const [i, from] of [3, 0, 3].entries()) assert.deepEqual(image(selected, i), image(set, from));
  assert.throws(() => firstImages(set, 5), /toy has 4 images, 5 were asked for/);
  assert.throws(() => selectImages(set, [4]), InputError);
});

test("the digest tells sets apart by pixels, labels and shape, and only by these", () => {
  const change = (part: Partial<Parameters<typeof imageSet>[0]>) => imageSet({ ...set, ...part }).digest;
  assert.equal(change({ name: "another name", pixels: pixels.slice() }), set.digest);
  assert.match(set.digest, /^[0-9a-f]{64}$/);
  const others = [
    change({ pixels: Uint8Array.from(pixels, (pixel, i) => (i === 23 ? 0 : pixel)) }),
    change({ labels: Uint8Array.of(4, 0, 9, 2) }),
    change({ rows: 3, columns: 2 }),
    firstImages(set, 3).digest,
  ];
  assert.equal(new Set([set.digest, ...others]).size, 5);
  assert.equal(selectImages(set, [0, 1, 2, 3]).digest, set.digest);
  assert.notEqual(
    dataSet("d", set, firstImages(set, 3)).digest,
    dataSet("d", firstImages(set, 3), set).digest,
  );
});

test("parts that do not fit together are refused", () => {
  assert.throws(() => imageSet({ ...set, labels: Uint8Array.of(1) }), /pixels must have length 6, got 24/);
  const turned = imageSet({ ...set, rows: 3, columns: 2 });
  assert.throws(() => dataSet("d", set, turned), /2 x 3 pixels and test images 3 x 2/);
});
