import assert from "node:assert/strict";
import { test } from "node:test";
import { findGridBox } from "pml/gp";
import type { LogDensity } from "pml/math";
import { forEachGridPoint } from "#internal/gp/grid-box";

/** A normal density of a given correlation, far from the origin and with sds of 0.1 and 20. */
const normal = (correlation: number): LogDensity => ({
  dimension: 2,
  logDensityAndGradient(position) {
    const a = (position[0]! - 3) / 0.1;
    const b = (position[1]! + 40) / 20;
    return (-0.5 * (a * a - 2 * correlation * a * b + b * b)) / (1 - correlation ** 2);
  },
});

test("every grid point once, the last coordinate fastest; a face keeps one coordinate", () => {
  const seen: string[] = [];
  forEachGridPoint({ lower: [0, 10], upper: [1, 12] }, 2, (position, index) =>
    seen.push(`${position} ${index}`),
  );
  assert.deepEqual(seen, ["0,10 0,0", "0,12 0,1", "1,10 1,0", "1,12 1,1"]);
  const face: string[] = [];
  const fixed = { coordinate: 1, value: 7 };
  forEachGridPoint({ lower: [0, 10], upper: [1, 12] }, 2, (position) => face.push(`${position}`), fixed);
  assert.deepEqual(face, ["0,7", "1,7"]);
});

test("the box holds what is within the drop, and little more, whatever scale and correlation", () => {
  for (const correlation of [0, 0.9, -0.9]) {
    const { lower, upper } = findGridBox(normal(correlation), [2.9, -30], 30);
    const reach = Math.sqrt(60);
    [3, -40].forEach((centre, c) => {
      const sd = [0.1, 20][c]!;
      for (const side of [(centre - lower[c]!) / sd, (upper[c]! - centre) / sd])
        assert.ok(side > 0.97 * reach && side < 1.5 * reach, `side of ${side} sd, wants ${reach}`);
    });
  }
});

test("a density that never falls off, or is 0 at the start, is refused", () => {
  const flat: LogDensity = { dimension: 1, logDensityAndGradient: () => 0 };
  assert.throws(() => findGridBox(flat, [0]), /does not fall off/);
  const nowhere: LogDensity = { dimension: 1, logDensityAndGradient: () => Number.NEGATIVE_INFINITY };
  assert.throws(() => findGridBox(nowhere, [0]), /must be finite, got -Infinity/);
});

test("the box of a standard normal: grown by half until low, shrunk to one coarse step beyond the drop", () => {
  const standard: LogDensity = { dimension: 1, logDensityAndGradient: ([x]) => -0.5 * x! * x! };
  // half-widths 1, 1.5, ... 1.5^6 = 11.390625, of which 32 steps; sqrt(60) = 7.7 lies between 10 and 11 of them
  const reach = (11 * 2 * 1.5 ** 6) / 32;
  assert.deepEqual(findGridBox(standard, [0], 30), { lower: [-reach], upper: [reach] });
});
