import assert from "node:assert/strict";
import { test } from "node:test";
import { labelsApart } from "#internal/figures/marks/labels-apart";

const box = { x: 2, y: 1 };
const lieOver = (places: readonly { x: number; y: number }[]) =>
  places.flatMap((a, i) =>
    places.slice(i + 1).filter((b) => Math.abs(a.x - b.x) < 2 - 1e-6 && Math.abs(a.y - b.y) < 1 - 1e-6),
  ).length;

test("labels that lie over each other give way, the others stay", () => {
  const [a, b, far] = labelsApart(
    [
      { x: 0, y: 0 },
      { x: 0.5, y: 0.2 },
      { x: 9, y: 9 },
    ],
    box,
  );
  assert.deepEqual(far, { x: 9, y: 9 });
  assert.deepEqual(
    [a!.x, a!.y, b!.x, b!.y].map((v) => Number(v.toFixed(9))),
    [-0.75, 0, 1.25, 0.2],
  );
});

test("a dozen in one place find room, near it", () => {
  const crowd = Array.from({ length: 12 }, (_, i) => ({ x: 0.1 * (i % 4), y: 0.1 * Math.floor(i / 4) }));
  const places = labelsApart(crowd, box);
  assert.equal(lieOver(places), 0);
  assert.ok(lieOver(crowd) > 0);
  for (const { x, y } of places) assert.ok(Math.hypot(x / 2, y) < 6, `${x}, ${y}`);
});
