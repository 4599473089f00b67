import assert from "node:assert/strict";
import { test } from "node:test";
import { binarisedData, dataSet, imageSet } from "pml/data";

const grey = (name: string, count: number) =>
  imageSet({
    name,
    rows: 16,
    columns: 16,
    pixels: Uint8Array.from({ length: count * 256 }, (_, i) => i % 256),
    labels: new Uint8Array(count),
  });
const data = dataSet("grey", grey("train", 200), grey("test", 100));

test("by threshold a pixel is white from level 128 on", () => {
  const { train } = binarisedData(data, "threshold");
  train.pixels.forEach((pixel, i) => {
    assert.equal(pixel, i % 256 >= 128 ? 255 : 0);
  });
});

test("by a draw a pixel is white as often as it is light; training and test images have draws of their own", () => {
  const { train, test: other, digest } = binarisedData(data, "stochastic");
  for (const level of [0, 1, 60, 128, 200, 255]) {
    let white = 0;
    for (let i = level; i < train.pixels.length; i += 256) white += train.pixels[i]! / 255;
    const share = level / 255;
    const allowed = 5 * Math.sqrt((share * (1 - share)) / 200);
    assert.ok(Math.abs(white / 200 - share) <= allowed, `level ${level}: ${white} of 200`);
  }
  assert.notDeepEqual(train.pixels.subarray(0, 2560), other.pixels.subarray(0, 2560));
  assert.equal(binarisedData(data, "stochastic").digest, digest);
  assert.notEqual(binarisedData(data, "threshold").digest, digest);
});
