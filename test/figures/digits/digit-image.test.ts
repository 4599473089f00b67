import assert from "node:assert/strict";
import { test } from "node:test";
import { decode } from "fast-png";
import { clippedShare, digitUri, splitImages, spriteUri } from "pml/figures";

/** The colours of a data URI as [row][column] = "#rrggbb". */
function pixelsOf(uri: string): string[][] {
  const { width, height, data, palette } = decode(Buffer.from(uri.slice(uri.indexOf(",") + 1), "base64"));
  const hex = (at: number) =>
    `#${palette![data[at]!]!.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => hex(row * width + column)),
  );
}

const low = "#440154";
const high = "#fde725";

test("row 0 is on top, viridis runs from #440154 to #fde725, its middle is #21918c to a shade", () => {
  const picture = pixelsOf(digitUri([0, 1, 0.5, 0, 0, 0], 2, 3, [0, 1]));
  assert.equal(picture.length, 2);
  assert.deepEqual([picture[0]![0], picture[0]![1], picture[1]![2]], [low, high, low]);
  const [red, green, blue] = [1, 3, 5].map((at) =>
    Number.parseInt(picture[0]![2]!.slice(at, at + 2), 16),
  ) as [number, number, number];
  assert.ok(
    Math.abs(red - 0x21) <= 3 && Math.abs(green - 0x91) <= 3 && Math.abs(blue - 0x8c) <= 3,
    picture[0]![2],
  );
});

test("own range stretches each image to its own ends; a fixed range clips and counts what it clips", () => {
  const images = [
    [10, 20],
    [-5, 300],
  ];
  const own = pixelsOf(spriteUri({ images, rows: 1, columns: 2, perRow: 1, scaling: "own-range" }));
  assert.deepEqual(own, [
    [low, high],
    [low, high],
  ]);
  const fixed = pixelsOf(spriteUri({ images, rows: 1, columns: 2, perRow: 1, scaling: [10, 255] }));
  assert.equal(fixed[0]![0], low);
  assert.notEqual(fixed[0]![1], high);
  assert.deepEqual(fixed[1], [low, high]);
  assert.equal(clippedShare(images.flat(), [10, 255]), 0.5);
  assert.equal(clippedShare(images.flat(), "own-range"), 0);
  assert.deepEqual(pixelsOf(digitUri([7, 7], 1, 2, "own-range")), [[low, low]]);
});

test("tiles of a sprite stand row by row, touching", () => {
  const images = [
    [0, 0],
    [1, 1],
    [0, 1],
    [1, 0],
  ];
  const picture = pixelsOf(spriteUri({ images, rows: 2, columns: 1, perRow: 2, scaling: [0, 1] }));
  assert.deepEqual(picture, [
    [low, high],
    [low, high],
    [low, high],
    [high, low],
  ]);
});

test("wrong sizes are refused with both numbers", () => {
  assert.throws(() => digitUri([1, 2, 3], 2, 2, [0, 1]), /images\[0\] must have length 4, got 3/);
  assert.throws(
    () => spriteUri({ images: [[1], [2], [3]], rows: 1, columns: 1, perRow: 2, scaling: [0, 1] }),
    /3 images do not fill rows of 2/,
  );
  assert.throws(() => splitImages(new Float32Array(5), 2), /not a multiple of 2/);
});
