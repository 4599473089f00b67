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

/** At most 256 colours, and of every colour of the picture the place of the nearest of these, the first of several. */
interface Palette {
  readonly colours: readonly number[];
  /** By the colour: the fastest of tables, of whose 16 MB only what the picture has is touched. */
  readonly places: Uint8Array;
}

/** Colours of a picture that have no place yet, in their order, by their parts, with what each lacks so far. */
interface Candidates {
  readonly colours: Int32Array;
  readonly red: Uint8Array;
  readonly green: Uint8Array;
  readonly blue: Uint8Array;
  readonly weights: Float64Array;
  /** Squared distance to the nearest colour of the palette, its place, and the distance times the weight. */
  readonly toNearest: Int32Array;
  readonly nearest: Uint8Array;
  readonly lacks: Float64Array;
}

function candidatesOf(counted: readonly Counted[]): Candidates {
  const colours = Int32Array.from(counted, ([colour]) => colour);
  return {
    colours,
    red: Uint8Array.from(colours, (colour) => colour >> 16),
    green: Uint8Array.from(colours, (colour) => (colour >> 8) & 255),
    blue: Uint8Array.from(colours, (colour) => colour & 255),
    weights: Float64Array.from(counted, ([, count]) => Math.sqrt(count)),
    toNearest: new Int32Array(colours.length).fill(2 ** 31 - 1),
    nearest: new Uint8Array(colours.length),
    lacks: new Float64Array(colours.length).fill(Number.POSITIVE_INFINITY),
  };
}

/** Takes a colour into account that has got a place; returns the number of the one that lacks most now, the first of several. */
function approach(candidates: Candidates, chosen: number, place: number): number {
  const { red, green, blue, weights, toNearest, nearest, lacks } = candidates;
  const [r, g, b] = unpack(chosen);
  let worst = 0;
  let most = -1;
  for (let i = 0; i < lacks.length; i++) {
    const dr = red[i]! - r;
    const dg = green[i]! - g;
    const db = blue[i]! - b;
    const distance = dr * dr + dg * dg + db * db;
    if (distance < toNearest[i]!) {
      toNearest[i] = distance;
      nearest[i] = place;
      lacks[i] = distance * weights[i]!;
    }
    if (lacks[i]! > most) {
      most = lacks[i]!;
      worst = i;
    }
  }
  return worst;
}

/**
 * The frequent colours, then again and again the colour whose squared distance to all chosen so far, times the root of its count, is the
 * largest: by distance alone single pixels would take the places, and a colour bar would keep a few steps in foreign hues.
 */
function choosePalette(counted: readonly Counted[]): Palette {
  const isExact = counted.length <= paletteSize;
  const frequent = counted.slice(0, isExact ? paletteSize : frequentPlaces);
  const candidates = candidatesOf(counted.slice(frequent.length));
  const palette = frequent.map(([colour]) => colour);
  let worst = 0;
  palette.forEach((chosen, place) => {
    worst = approach(candidates, chosen, place);
  });
  while (!isExact && palette.length < paletteSize) {
    palette.push(candidates.colours[worst]!);
    worst = approach(candidates, palette.at(-1)!, palette.length - 1);
  }
  const places = new Uint8Array(2 ** 24);
  candidates.colours.forEach((colour, i) => {
    places[colour] = candidates.nearest[i]!;
  });
  palette.forEach((colour, place) => {
    places[colour] = place;
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
    const place = places[pixels[start]!]!;
    for (let i = start; i < end; i++) data[i] = place;
  }
  return encode(
    { width, height, data, channels: 1, depth: 8, palette: colours.map(unpack) },
    { zlib: { level: 8 } },
  );
}
