import { rgb } from "d3-color";
import { interpolateViridis } from "d3-scale-chromatic";
import { encode } from "fast-png";
import { requireInput, requireInteger, requireLength } from "../../support/index.js";
import { rangeOf } from "../marks/rounding.js";

/**
 * How values become colours: "own-range" stretches each image to its own minimum and maximum (as in the report, where
 * brightness is never comparable); an interval is the same for all images, values outside are clipped.
 */
export type Scaling = "own-range" | readonly [low: number, high: number];

const shades = 256;
const viridis = Array.from({ length: shades }, (_, i): [number, number, number] => {
  const { r, g, b } = rgb(interpolateViridis(i / (shades - 1)));
  return [r, g, b];
});

/** The ends of an image's colour scale. A constant image under "own-range" gets the lowest colour. */
function range(values: ArrayLike<number>, scaling: Scaling): readonly [number, number] {
  if (scaling !== "own-range") return scaling;
  const [low, high] = rangeOf(values);
  return high > low ? [low, high] : [low, low + 1];
}

/** Share of values outside of a fixed scale, for the caption; 0 under "own-range". */
export function clippedShare(values: ArrayLike<number>, scaling: Scaling): number {
  if (scaling === "own-range") return 0;
  let outside = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! < scaling[0] || values[i]! > scaling[1]) outside++;
  return outside / values.length;
}

/** Images one beside the other in one picture. */
export interface Sprite {
  /** `rows * columns` numbers for each image, row 0 on top; any scale. */
  readonly images: readonly ArrayLike<number>[];
  readonly rows: number;
  readonly columns: number;
  /** Images in a row of the sprite. */
  readonly perRow: number;
  readonly scaling: Scaling;
}

/** A PNG as a data URI: the images by rows of `perRow`, touching, without smoothing, coloured by viridis. */
export function spriteUri({ images, rows, columns, perRow, scaling }: Sprite): string {
  for (const [name, value] of Object.entries({ rows, columns, perRow }))
    requireInteger("spriteUri", name, value, 1);
  requireInput(
    images.length % perRow === 0,
    "spriteUri",
    `${images.length} images do not fill rows of ${perRow}`,
  );
  const width = perRow * columns;
  const height = (images.length / perRow) * rows;
  const data = new Uint8Array(width * height);
  images.forEach((values, image) => {
    requireLength("spriteUri", `images[${image}]`, values.length, rows * columns);
    const [low, high] = range(values, scaling);
    const top = Math.floor(image / perRow) * rows;
    const left = (image % perRow) * columns;
    for (let i = 0; i < values.length; i++) {
      const share = Math.min(1, Math.max(0, (values[i]! - low) / (high - low)));
      data[(top + Math.floor(i / columns)) * width + left + (i % columns)] = Math.round(share * (shades - 1));
    }
  });
  const png = encode(
    { width, height, data, channels: 1, depth: 8, palette: viridis },
    { zlib: { level: 9 } },
  );
  return `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
}

/** A single image as a PNG data URI. */
export function digitUri(values: ArrayLike<number>, rows: number, columns: number, scaling: Scaling): string {
  return spriteUri({ images: [values], rows, columns, perRow: 1, scaling });
}

/** `count` images out of one array, as views. */
export function splitImages<Values extends Float32Array | Float64Array | Uint8Array>(
  values: Values,
  pixels: number,
): Values[] {
  requireInput(
    values.length % pixels === 0,
    "splitImages",
    `${values.length} values are not a multiple of ${pixels}`,
  );
  return Array.from(
    { length: values.length / pixels },
    (_, i) => values.subarray(i * pixels, (i + 1) * pixels) as Values,
  );
}
