import assert from "node:assert/strict";
import { test } from "node:test";
import { imageSet } from "pml/data";
import { Random } from "pml/random";
import { movedImages } from "#internal/studies/vae/moved-images";

/** Pictures of 28 x 28 with a full square of 20 in the middle, as large as a digit may be. */
const count = 200;
const squares = imageSet({
  name: "squares",
  rows: 28,
  columns: 28,
  labels: new Uint8Array(count),
  pixels: Uint8Array.from({ length: count * 784 }, (_, k) => {
    const [i, j] = [Math.floor((k % 784) / 28), k % 28];
    return i >= 4 && i < 24 && j >= 4 && j < 24 ? 255 : 0;
  }),
});

test("a moved square is a square of 12 to 20 pixels that lies within the picture, everywhere", () => {
  const { pixels, labels, name } = movedImages(squares, Random.from(3));
  assert.equal(name, "squares, moved");
  assert.deepEqual(labels, squares.labels);
  const sides: number[] = [];
  const centres: number[] = [];
  for (let n = 0; n < count; n++) {
    let [mass, rowMass, columnMass, edge] = [0, 0, 0, 0];
    for (let k = 0; k < 784; k++) {
      const level = pixels[n * 784 + k]! / 255;
      const [i, j] = [Math.floor(k / 28), k % 28];
      mass += level;
      rowMass += level * i;
      columnMass += level * j;
      if (i === 0 || j === 0 || i === 27 || j === 27) edge = Math.max(edge, level);
    }
    sides.push(Math.sqrt(mass));
    centres.push(rowMass / mass, columnMass / mass);
    // a share of a side is at most cut off by the edge
    assert.ok(mass > 11.5 ** 2 && mass < 20.6 ** 2, `${n}: ${mass}`);
  }
  assert.ok(Math.min(...sides) < 12.5 && Math.max(...sides) > 19.5);
  assert.ok(Math.min(...centres) < 8 && Math.max(...centres) > 19);
  const mean = centres.reduce((sum, value) => sum + value, 0) / centres.length;
  assert.ok(Math.abs(mean - 13.5) < 1, `${mean}: neither corner is preferred`);
});

test("the same seed moves alike", () => {
  const [a, b, c] = [1, 1, 2].map((seed) => movedImages(squares, Random.from(seed)).pixels);
  assert.deepEqual(a, b);
  assert.notDeepEqual(a, c);
});
