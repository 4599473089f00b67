import { InputError, requireInput } from "../../support/index.js";
import { fixed, named, number, words } from "../marks/channel.js";
import { colourBar } from "../marks/colour-bar.js";
import { type Channels, pictures, texts } from "../marks/draw.js";
import { type Figure, inlineRows } from "../marks/spec.js";
import { figureOf } from "../marks/view.js";
import { digitUri, type Scaling } from "./digit-image.js";

/** A row of images with its caption below. */
export interface Strip {
  readonly caption?: string;
  /** `rows * columns` numbers for each image. */
  readonly images: readonly ArrayLike<number>[];
  /** A short text under each image, its squared error say. */
  readonly notes?: readonly string[];
}

/** How strips are drawn. */
export interface StripOptions {
  readonly description: string;
  readonly rows: number;
  readonly columns: number;
  readonly scaling: Scaling;
  /** Edge of an image in CSS pixels; a multiple of its own pixels keeps it crisp. */
  readonly size?: number;
  /** By how much captions are larger than 13 pixels, for a large figure. */
  readonly textScale?: number;
}

/** Gap between images in widths of an image, as in the report. */
const gap = 0.2;
const noteHeight = 14;
const captionHeight = 24;

/**
 * Figures 1 and 4: strips of images, one under the other, each with its caption below. No axes, no frames, no smoothing.
 */
export function imageStrips(strips: readonly Strip[], options: StripOptions): Figure {
  const { description, rows, columns, scaling, size = 56, textScale = 1 } = options;
  const perStrip = Math.max(...strips.map(({ images }) => images.length));
  requireInput(strips.length > 0 && perStrip > 0, "imageStrips", "wants at least one strip with an image");
  const pitch = size * (1 + gap);
  const images: { url: string; x: number; y: number; strip: string; image: string }[] = [];
  const written: { text: string; x: number; y: number; size: number }[] = [];
  let top = 0;
  for (const { images: row, notes, caption } of strips) {
    if (notes !== undefined && notes.length !== row.length) {
      throw new InputError("imageStrips", `${notes.length} notes for ${row.length} images`);
    }
    row.forEach((image, i) => {
      const place = { x: i * pitch + size / 2, y: top + size / 2 };
      const note = notes?.[i] === undefined ? "" : `: ${notes[i]}`;
      images.push({
        url: digitUri(image, rows, columns, scaling),
        ...place,
        strip: caption ?? "",
        image: `${i + 1} of ${row.length}${note}`,
      });
    });
    top += size;
    for (const [i, text] of (notes ?? []).entries())
      written.push({ text, x: i * pitch + size / 2, y: top + noteHeight / 2 + 1, size: 10 });
    if (notes !== undefined) top += noteHeight;
    if (caption !== undefined) {
      const y = top + (captionHeight * textScale) / 2;
      written.push({ text: caption, x: (perStrip * pitch - gap * size) / 2, y, size: 13 * textScale });
      top += captionHeight * textScale;
    }
    top += gap * size;
  }
  const width = perStrip * pitch - gap * size;
  const height = top - gap * size;
  const pixels = (field: "x" | "y", length: number, scale: object = {}) =>
    number(field, {
      title: null,
      name: null,
      scale: { domain: [0, length], nice: false, ...scale },
      axis: null,
    });
  const place = { x: pixels("x", width), y: pixels("y", height, { reverse: true }) };
  const isCaptioned = strips.some(({ caption }) => caption !== undefined);
  const tips = [...(isCaptioned ? [named("strip", "row")] : []), named("image", "image")];
  const look = { width: size, height: size, smooth: false };
  return figureOf(description, {
    width,
    height,
    view: { stroke: null },
    layer: [
      pictures(inlineRows(images), { ...place, url: words("url") }, look, tips),
      ...(written.length === 0 ? [] : [textLayer(written, place)]),
      ...colourBar(scaling),
    ],
  });
}

function textLayer(written: readonly { text: string; size: number }[], place: Channels) {
  const size = fixed({ field: "size", type: "quantitative", scale: null });
  const look = { baseline: "middle", align: "center" };
  return texts(inlineRows(written), { ...place, text: words("text"), size }, look);
}
