import assert from "node:assert/strict";
import { test } from "node:test";
import { contourSegments, massLevels, planeGrid } from "pml/figures";
import { assertClose } from "../../support/close.js";

const line = (low: number, high: number, count: number) =>
  Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
const axis = line(-6, 6, 241);
const normal = planeGrid(axis, axis, (x, y) => Math.exp(-0.5 * (x * x + y * y)) / (2 * Math.PI));

test("regions of highest density of a round normal distribution: exp(-r^2 / 2) = 1 - mass", () => {
  const masses = [0.5, 0.8, 0.95];
  massLevels(normal, masses).forEach((level, k) => {
    assertClose(level * 2 * Math.PI, 1 - masses[k]!, 5e-3);
  });
});

test("a contour of it is a circle of the right radius and circumference, closed", () => {
  const segments = contourSegments(normal, Math.exp(-0.5 * 1.01 ** 2) / (2 * Math.PI));
  const length = segments.reduce(
    (sum, { from, to }) => sum + Math.hypot(to[0] - from[0], to[1] - from[1]),
    0,
  );
  assertClose(length, 2 * Math.PI * 1.01, 2e-3);
  for (const { from } of segments) assertClose(Math.hypot(...from), 1.01, 1e-3);
  const ends = new Map<string, number>();
  for (const point of segments.flatMap(({ from, to }) => [from, to])) {
    const key = point.map((value) => Math.round(1e6 * value) || 0).join();
    ends.set(key, (ends.get(key) ?? 0) + 1);
  }
  assert.ok([...ends.values()].every((count) => count === 2));
});

test("a saddle is parted as its middle says, not crossed", () => {
  const saddle = (middle: number) =>
    contourSegments({ x: [0, 1], y: [0, 1], values: [1 + middle, -1, -1, 1 + middle] }, 0);
  for (const middle of [0.5, -0.5]) {
    const [first, second] = saddle(middle);
    assert.equal(saddle(middle).length, 2);
    // the corner (0, 0) is alone where the middle is low, (1, 0) where it is high
    const corner = middle < 0 ? [0, 0] : [1, 0];
    const distances = [first!, second!].map(({ from, to }) =>
      Math.max(
        Math.hypot(from[0] - corner[0]!, from[1] - corner[1]!),
        Math.hypot(to[0] - corner[0]!, to[1] - corner[1]!),
      ),
    );
    assert.ok(Math.min(...distances) < 0.7, `${middle}: ${distances}`);
  }
});

test("no mass, or a mass that is none, is refused", () => {
  assert.throws(() => massLevels(normal, [1]), /mass must be in \(0, 1\)/);
  assert.throws(() => massLevels({ x: [0], y: [0], values: [0] }, [0.5]), /with a mass/);
});
