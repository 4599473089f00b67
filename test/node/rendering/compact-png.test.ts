import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode } from "fast-png";
import { Random } from "pml/random";
import { compactPng, type Pixels } from "#internal/node/rendering/compact-png";

/** Red, green and blue of every pixel, whether the PNG has a palette or not. */
function coloursOf(png: Uint8Array): number[][] {
  const { width, height, data, channels, palette } = decode(png);
  return Array.from({ length: width * height }, (_, i) =>
    palette ? [...palette[data[i]!]!] : [...data.subarray(channels * i, channels * i + 3)].map(Number),
  );
}

function picture(colours: number, seed: number): Pixels {
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
  return { width: 64, height: 64, data: Uint8Array.from(order.flatMap((i) => list[i]!)) };
}

const asPng = ({ width, height, data }: Pixels) => encode({ width, height, data, channels: 4, depth: 8 });

/** The same picture made pixel by pixel and colour by colour, as it is described. */
function plainCompactPng({ width, height, data }: Pixels): Uint8Array {
  const colourAt = (i: number): readonly number[] => [...data.subarray(4 * i, 4 * i + 3)];
  const counts = new Map<string, number>();
  for (let i = 0; i < width * height; i++) {
    const key = colourAt(i).join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const colours = [...counts.keys()].map((key) => key.split(",").map(Number));
  const countOf = (colour: readonly number[]) => counts.get(colour.join())!;
  const number = ([red, green, blue]: readonly number[]) => (red! * 256 + green!) * 256 + blue!;
  colours.sort((a, b) => countOf(b) - countOf(a) || number(a) - number(b));
  const between = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, part, i) => sum + (part - b[i]!) ** 2, 0);
  const palette = colours.slice(0, colours.length > 256 ? 64 : 256);
  const toNearest = (colour: readonly number[]) =>
    Math.min(...palette.map((chosen) => between(colour, chosen)));
  while (colours.length > 256 && palette.length < 256) {
    const weighted = colours.map((colour) => toNearest(colour) * Math.sqrt(countOf(colour)));
    palette.push(colours[weighted.indexOf(Math.max(...weighted))]!);
  }
  const indices = Uint8Array.from({ length: width * height }, (_, i) => {
    const distances = palette.map((chosen) => between(colourAt(i), chosen));
    return distances.indexOf(Math.min(...distances));
  });
  return encode(
    { width, height, data: indices, channels: 1, depth: 8, palette: palette as [number, number, number][] },
    { zlib: { level: 8 } },
  );
}

test("up to and beyond 256 colours the bytes are those of the plain way", () => {
  for (const [colours, seed] of [
    [1, 1],
    [200, 2],
    [256, 3],
    [257, 4],
    [600, 5],
  ] as const)
    assert.deepEqual(
      compactPng(picture(colours, seed)),
      plainCompactPng(picture(colours, seed)),
      `${colours}`,
    );
});

test("a colour bar among thousands of mixed colours keeps its hues", () => {
  const random = Random.from(1);
  const [width, bar, steps] = [200, 12, 120];
  const height = steps;
  // from white to dark blue on the left, dots of all colours on the right
  const shade = (row: number) => [255 - 2 * row, 255 - row, 255 - row / 2].map(Math.round);
  const data = Uint8Array.from(
    Array.from({ length: width * height }, (_, i) => {
      const colour =
        i % width < bar ? shade(Math.floor(i / width)) : [0, 0, 0].map(() => random.integer(256));
      return [...colour, 255];
    }).flat(),
  );
  const colours = coloursOf(compactPng({ width, height, data }));
  const errors = Array.from({ length: steps }, (_, row) =>
    Math.hypot(...shade(row).map((part, c) => part - colours[row * width]![c]!)),
  );
  assert.ok(Math.max(...errors) < 20, `${Math.max(...errors)}`);
});

test("up to 256 colours the picture is the same, and smaller", () => {
  const pixels = picture(200, 1);
  const png = asPng(pixels);
  const compact = compactPng(pixels);
  assert.deepEqual(coloursOf(compact), coloursOf(png));
  assert.ok(compact.length < png.length, `${compact.length} of ${png.length} bytes`);
});

test("beyond 256 colours frequent ones stay and rare ones take a near one", () => {
  const pixels = picture(1000, 2);
  const [before, after] = [coloursOf(asPng(pixels)), coloursOf(compactPng(pixels))];
  const distances = before.map((colour, i) => Math.hypot(...colour.map((part, c) => part - after[i]![c]!)));
  assert.ok(
    distances.slice(1000).every((distance) => distance === 0),
    "a frequent colour has changed",
  );
  assert.ok(
    distances.slice(0, 1000).every((distance) => distance < 60),
    `worst ${Math.max(...distances)}`,
  );
  assert.deepEqual(compactPng(pixels), compactPng(pixels));
});
