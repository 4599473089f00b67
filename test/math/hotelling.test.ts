import assert from "node:assert/strict";
import { test } from "node:test";
import { hotellingTest } from "pml/math";
import { Random } from "pml/random";
import { assertClose } from "../support/close.js";

const rows = [
  [1.2, 3.4],
  [0.4, 2.9],
  [2.2, 4.9],
  [1.9, 3.1],
  [0.1, 2.2],
  [1.4, 4.4],
];

test("Hotelling's test as NumPy and SciPy 1.17 have it", () => {
  const { statistic, pValue } = hotellingTest(rows, [1, 3]);
  assertClose(statistic, 1.6862995312515843, 1e-12);
  assertClose(pValue, 0.5592015318774103, 1e-11);
});

test("it does not depend on units, and finds a shift that no quantity shows alone", () => {
  const scaled = rows.map(([a, b]) => [1000 * a!, b! - 7 * a!]);
  assertClose(hotellingTest(scaled, [1000, -4]).pValue, hotellingTest(rows, [1, 3]).pValue, 1e-9);
  const random = Random.from(1);
  const paired = Array.from({ length: 40 }, () => {
    const common = random.normal();
    return [common, common + 0.2 * random.normal() + 0.15];
  });
  assert.ok(hotellingTest(paired, [0, 0]).pValue < 1e-3);
  assert.throws(() => hotellingTest(rows.slice(0, 2), [1, 3]), /more rows than quantities/);
  assert.throws(() => hotellingTest([[1], [2]], [1, 3]), /row/);
});
