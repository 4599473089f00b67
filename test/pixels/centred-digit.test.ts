import assert from "node:assert/strict";
import { test } from "node:test";
import { firstImages, loadMnist } from "pml/data";
import { centredDigit } from "pml/pixels";

/** A raster of ink where a function of row and column says so. */
const raster = (rows: number, columns: number, isInk: (i: number, j: number) => boolean) => ({
  rows,
  columns,
  ink: Float64Array.from({ length: rows * columns }, (_, p) =>
    isInk(Math.floor(p / columns), p % columns) ? 1 : 0,
  ),
});

/** Sum, centre of mass and number of rows and columns with ink. */
function measures(levels: Uint8Array) {
  const cells = Array.from(levels, (level, p) => ({ level, i: Math.floor(p / 28), j: p % 28 }));
  const mass = cells.reduce((sum, { level }) => sum + level, 0);
  const inked = cells.filter(({ level }) => level > 0);
  return {
    mass,
    row: cells.reduce((sum, { level, i }) => sum + level * (i + 0.5), 0) / mass,
    column: cells.reduce((sum, { level, j }) => sum + level * (j + 0.5), 0) / mass,
    rows: new Set(inked.map(({ i }) => i)).size,
    columns: new Set(inked.map(({ j }) => j)).size,
  };
}

test("a rectangle of any size and place becomes one of twenty rows around the middle, its area kept in proportion", () => {
  for (const [height, width, top, left] of [
    [100, 50, 3, 90],
    [40, 20, 100, 10],
    [10, 5, 0, 0],
  ] as const) {
    const levels = centredDigit(
      raster(150, 150, (i, j) => i >= top && i < top + height && j >= left && j < left + width),
    );
    const { mass, row, column, rows, columns } = measures(levels);
    assert.deepEqual([rows, columns], [20, 10], `${height} x ${width}`);
    assert.deepEqual([row, column], [14, 14]);
    assert.equal(mass, 255 * 20 * 10);
  }
});

test("a drawing moved or enlarged is the same image", () => {
  const hook = (size: number, top: number, left: number) =>
    centredDigit(
      raster(200, 200, (i, j) => {
        const [y, x] = [(i - top) / size, (j - left) / size];
        return x >= 0 && x < 3 && y >= 0 && y < 4 && (x >= 2 || y >= 3);
      }),
    );
  assert.deepEqual(hook(40, 0, 0), hook(40, 31, 60));
  assert.deepEqual(hook(40, 0, 0), hook(20, 50, 9));
});

test("images of MNIST, shown ten times as large, come back to the level", () => {
  const { pixels, count } = firstImages(loadMnist().test, 50);
  for (let n = 0; n < count; n++) {
    const image = pixels.subarray(784 * n, 784 * (n + 1));
    const ink = Float64Array.from({ length: 280 * 280 }, (_, p) => {
      const [i, j] = [Math.floor(p / 2800), Math.floor((p % 280) / 10)];
      return image[28 * i + j]! / 255;
    });
    assert.deepEqual(centredDigit({ ink, rows: 280, columns: 280 }), image, `image ${n}`);
  }
});

test("without ink, and for numbers that are none, a sentence says so", () => {
  const empty = raster(10, 10, () => false);
  assert.throws(() => centredDigit(empty), /centredDigit: the drawing is empty: draw a digit/);
  assert.throws(() => centredDigit({ ...empty, ink: empty.ink.map(() => Number.NaN) }), /ink/);
  assert.throws(() => centredDigit({ ...empty, rows: 9 }), /ink/);
});
