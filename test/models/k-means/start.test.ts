import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "pml/random";
import { drawCentres } from "#internal/models/k-means/start";
import { clusteredRows } from "../../support/mixture-data.js";
import { smallImages } from "../../support/small-images.js";

const data = clusteredRows(60, 3, 4, 1);
const origin = Float64Array.of(1, -2, 3);

test("every centre is a row, less the origin, and none comes twice", () => {
  const rows = new Set(
    Array.from({ length: 60 }, (_, i) =>
      data.values.subarray(3 * i, 3 * i + 3).map((value, j) => value - origin[j]!),
    ).map(String),
  );
  for (let seed = 0; seed < 10; seed++) {
    const centres = drawCentres(data, 5, origin, Random.from(seed));
    const drawn = [0, 1, 2, 3, 4].map((k) => String(centres.subarray(3 * k, 3 * k + 3)));
    assert.equal(new Set(drawn).size, 5);
    for (const centre of drawn) assert.ok(rows.has(centre), centre);
  }
});

test("a row far from all others is drawn second, wherever the first was", () => {
  const far = {
    values: Float64Array.from([...Array.from({ length: 50 }, (_, i) => i / 1000), 1e6]),
    columns: 1,
  };
  for (let seed = 0; seed < 20; seed++)
    assert.ok(drawCentres(far, 2, Float64Array.of(0), Random.from(seed)).includes(1e6));
});

test("more centres than distinct rows are refused", () => {
  const two = { values: Float64Array.of(1, 2, 1, 2), columns: 1 };
  assert.throws(() => drawCentres(two, 3, Float64Array.of(0), Random.from(1)), /fewer than 3 distinct rows/);
});

test("bytes draw the rows that the same numbers as doubles draw", () => {
  const { pixels, rows, columns } = smallImages(300, 4, 9, 7);
  const width = rows * columns;
  const zero = new Float64Array(width);
  for (const scale of [{}, { divisor: 255 }, { offset: 0.5, divisor: 256 }]) {
    for (let seed = 0; seed < 5; seed++) {
      const draw = (values: Uint8Array | Float64Array) =>
        drawCentres({ values, columns: width, ...scale }, 6, zero, Random.from(seed));
      assert.deepEqual(draw(pixels), draw(Float64Array.from(pixels)));
    }
  }
  const same = Uint8Array.of(7, 9, 7, 9, 250, 3);
  assert.throws(
    () => drawCentres({ values: same, columns: 2 }, 3, Float64Array.of(0, 0), Random.from(1)),
    /fewer than 3 distinct rows/,
  );
});
