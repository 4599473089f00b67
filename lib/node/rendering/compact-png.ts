import { encode } from "fast-png";

const paletteSize = 256;
/** So many places go to the most frequent colours, the others to those that would be seen worst without a place of their own. */
const frequentPlaces = 64;

/** An opaque picture: four bytes a pixel (red, green, blue and 255), row 0 on top. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const unpack = (colour: number): [number, number, number] => [
  colour >> 16,
  (colour >> 8) & 255,
  colour & 255,
];

/** Squared distance of two packed colours. */
function distance(a: number, b: number): number {
  const red = (a >> 16) - (b >> 16);
  const green = ((a >> 8) & 255) - ((b >> 8) & 255);
  const blue = (a & 255) - (b & 255);
  return red * red + green * green + blue * blue;
}

/** Red, green and blue of each pixel in one number. */
function packed({ width, height, data }: Pixels): Int32Array {
  const pixels = new Int32Array(width * height);
  for (let i = 0, at = 0; i < pixels.length; i++, at += 4)
    pixels[i] = (data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!;
  return pixels;
}

/** Where pixels of one colour side by side end: most of a chart is such runs, and each is looked up once. */
function endOfRun(pixels: Int32Array, start: number): number {
  let end = start + 1;
  while (end < pixels.length && pixels[end] === pixels[start]) end++;
  return end;
}

type Counted = readonly [colour: number, count: number];

/** Colours with how often they occur, the most frequent first; ties by the colour itself, so that the order is fixed. */
function frequentColours(pixels: Int32Array): readonly Counted[] {
  const counts = new Map<number, number>();
  for (let start = 0, end = 0; start < pixels.length; start = end) {
    end = endOfRun(pixels, start);
    counts.set(pixels[start]!, (counts.get(pixels[start]!) ?? 0) + end - start);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

/** At most 256 colours, and of every colour the place of the nearest of these, the first of several. */
interface Palette {
  readonly colours: readonly number[];
  readonly places: ReadonlyMap<number, number>;
}

/**
 * The frequent colours, then again and again the colour whose squared distance to all chosen so far, times the root of its count, is the
 * largest: by distance alone single pixels would take the places, and a colour bar would keep a few steps in foreign hues.
 */
function choosePalette(counted: readonly Counted[]): Palette {
  const colours = counted.map(([colour]) => colour);
  const isExact = colours.length <= paletteSize;
  const palette = colours.slice(0, isExact ? paletteSize : frequentPlaces);
  const others = Int32Array.from(colours.slice(palette.length));
  const weights = Float64Array.from(counted.slice(palette.length), ([, count]) => Math.sqrt(count));
  const toNearest = new Int32Array(others.length).fill(2 ** 31 - 1);
  const nearest = new Uint8Array(others.length);
  const approach = (chosen: number, place: number) => {
    for (let i = 0; i < others.length; i++) {
      const candidate = distance(others[i]!, chosen);
      if (candidate >= toNearest[i]!) continue;
      toNearest[i] = candidate;
      nearest[i] = place;
    }
  };
  palette.forEach(approach);
  while (!isExact && palette.length < paletteSize) {
    let worst = 0;
    for (let i = 1; i < others.length; i++)
      if (toNearest[i]! * weights[i]! > toNearest[worst]! * weights[worst]!) worst = i;
    palette.push(others[worst]!);
    approach(others[worst]!, palette.length - 1);
  }
  const places = new Map(palette.map((colour, place) => [colour, place]));
  others.forEach((colour, i) => {
    places.set(colour, nearest[i]!);
  });
  return { colours: palette, places };
}

/**
 * An opaque picture as a PNG with a palette, a third of the size of one without or less: exact up to 256 colours; beyond
 * them rare ones (mixed colours at the edges of overlapping points) take the nearest of the 256 chosen.
 */
export function compactPng(picture: Pixels): Uint8Array {
  const { width, height } = picture;
  const pixels = packed(picture);
  const { colours, places } = choosePalette(frequentColours(pixels));
  const data = new Uint8Array(pixels.length);
  for (let start = 0, end = 0; start < pixels.length; start = end) {
    end = endOfRun(pixels, start);
    data.fill(places.get(pixels[start]!)!, start, end);
  }
  return encode(
    { width, height, data, channels: 1, depth: 8, palette: colours.map(unpack) },
    { zlib: { level: 8 } },
  );
}
