import { decode, encode } from "fast-png";

const paletteSize = 256;
/** So many places go to the most frequent colours, the others to those that these would represent worst. */
const frequentPlaces = 160;

/** Packs red, green and blue into one number. */
const pack = (data: ArrayLike<number>, at: number) =>
  (data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!;
const unpack = (colour: number): [number, number, number] => [
  colour >> 16,
  (colour >> 8) & 255,
  colour & 255,
];

/** Squared distance of two packed colours. */
function distance(a: number, b: number): number {
  return (
    ((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2
  );
}

/** Colours with how often they occur, the most frequent first; ties by the colour itself, so that the order is fixed. */
function frequentColours(pixels: Int32Array): number[] {
  const counts = new Map<number, number>();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([colour]) => colour);
}

/** At most 256 of the colours: the frequent ones, then again and again the colour farthest from all chosen so far. */
function choosePalette(colours: readonly number[]): number[] {
  if (colours.length <= paletteSize) return [...colours];
  const palette = colours.slice(0, frequentPlaces);
  const others = colours.slice(frequentPlaces);
  const toNearest = others.map((colour) => Math.min(...palette.map((chosen) => distance(colour, chosen))));
  while (palette.length < paletteSize) {
    const farthest = toNearest.reduce((best, value, i) => (value > toNearest[best]! ? i : best), 0);
    const chosen = others[farthest]!;
    palette.push(chosen);
    others.forEach((colour, i) => {
      toNearest[i] = Math.min(toNearest[i]!, distance(colour, chosen));
    });
  }
  return palette;
}

/**
 * The same opaque picture as a PNG with a palette, a third of the size or less: exact up to 256 colours; beyond them
 * rare ones (mixed colours at the edges of overlapping points) take the nearest of the 256 chosen.
 */
export function compactPng(png: Uint8Array): Uint8Array {
  const { width, height, data, channels } = decode(png);
  const pixels = Int32Array.from({ length: width * height }, (_, i) => pack(data, channels * i));
  const colours = frequentColours(pixels);
  const palette = choosePalette(colours);
  const index = new Map(palette.map((colour, i) => [colour, i]));
  for (const colour of colours) {
    if (index.has(colour)) continue;
    let best = 0;
    for (let i = 1; i < palette.length; i++)
      if (distance(colour, palette[i]!) < distance(colour, palette[best]!)) best = i;
    index.set(colour, best);
  }
  const indices = Uint8Array.from(pixels, (colour) => index.get(colour)!);
  return encode(
    { width, height, data: indices, channels: 1, depth: 8, palette: palette.map(unpack) },
    { zlib: { level: 9 } },
  );
}
