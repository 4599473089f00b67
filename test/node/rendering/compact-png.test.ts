import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode } from "fast-png";
import { compactPng } from "pml/internal/node/rendering/compact-png";
import { Random } from "pml/random";

/** Red, green and blue of every pixel, whether the PNG has a palette or not. */
function coloursOf(png: Uint8Array): number[][] {
  const { width, height, data, channels, palette } = decode(png);
  return Array.from({ length: width * height }, (_, i) =>
    palette ? [...palette[data[i]!]!] : [...data.subarray(channels * i, channels * i + 3)].map(Number),
  );
}

function picture(colours: number, seed: number): Uint8Array {
  const random = Random.from(seed);
  const list = Array.from({ length: colours }, () => [
    random.integer(256),
    random.integer(256),
    random.integer(256),
    255,
  ]);
  const data = Uint8Array.from(
    { length: 64 * 64 },
    (_, i) => (i < colours ? i : random.integer(Math.min(colours, 20))) % 256,
  );
  const order = Array.from({ length: 64 * 64 }, (_, i) => (i < colours ? i : data[i]!));
  return encode({
    width: 64,
    height: 64,
    data: Uint8Array.from(order.flatMap((i) => list[i]!)),
    channels: 4,
    depth: 8,
  });
}

test("up to 256 colours the picture is the same, and smaller", () => {
  const png = picture(200, 1);
  const compact = compactPng(png);
  assert.deepEqual(coloursOf(compact), coloursOf(png));
  assert.ok(compact.length < png.length, `${compact.length} of ${png.length} bytes`);
});

test("beyond 256 colours frequent ones stay and rare ones take a near one", () => {
  const png = picture(1000, 2);
  const [before, after] = [coloursOf(png), coloursOf(compactPng(png))];
  const distances = before.map((colour, i) => Math.hypot(...colour.map((part, c) => part - after[i]![c]!)));
  assert.ok(
    distances.slice(1000).every((distance) => distance === 0),
    "a frequent colour has changed",
  );
  assert.ok(
    distances.slice(0, 1000).every((distance) => distance < 60),
    `worst ${Math.max(...distances)}`,
  );
  assert.deepEqual(compactPng(png), compactPng(png));
});
