import { InputError, requireInput } from "../../support/index.js";
import { colourBar } from "../marks/colour-bar.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { heading } from "../marks/theme.js";
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
}

/** Gap between images in widths of an image, as in the report. */
const gap = 0.2;
const noteHeight = 14;
const captionHeight = 24;

/**
 * Figures 1 and 4: strips of images, one under the other, each with its caption below. No axes, no frames, no smoothing.
 */
export function imageStrips(strips: readonly Strip[], options: StripOptions): Figure {
  const { description, rows, columns, scaling, size = 56 } = options;
  const perStrip = Math.max(...strips.map(({ images }) => images.length));
  requireInput(strips.length > 0 && perStrip > 0, "imageStrips", "wants at least one strip with an image");
  const pitch = size * (1 + gap);
  const images = { url: [] as string[], x: [] as number[], y: [] as number[] };
  const texts = { text: [] as string[], x: [] as number[], y: [] as number[], size: [] as number[] };
  let top = 0;
  for (const { images: row, notes, caption } of strips) {
    if (notes !== undefined && notes.length !== row.length) {
      throw new InputError("imageStrips", `${notes.length} notes for ${row.length} images`);
    }
    row.forEach((image, i) => {
      images.url.push(digitUri(image, rows, columns, scaling));
      images.x.push(i * pitch + size / 2);
      images.y.push(top + size / 2);
    });
    top += size;
    for (const [i, text] of (notes ?? []).entries())
      addText(texts, text, i * pitch + size / 2, top + noteHeight / 2 + 1, 10);
    if (notes !== undefined) top += noteHeight;
    if (caption !== undefined) {
      addText(texts, caption, (perStrip * pitch - gap * size) / 2, top + captionHeight / 2, 13);
      top += captionHeight;
    }
    top += gap * size;
  }
  const width = perStrip * pitch - gap * size;
  const height = top - gap * size;
  const place = {
    x: { field: "x", type: "quantitative", scale: { domain: [0, width], nice: false }, axis: null },
    y: {
      field: "y",
      type: "quantitative",
      scale: { domain: [0, height], nice: false, reverse: true },
      axis: null,
    },
  } as const;
  return {
    ...heading(description),
    width,
    height,
    view: { stroke: null },
    layer: [
      {
        data: inlineData(images),
        mark: { type: "image", width: size, height: size, smooth: false },
        encoding: { ...place, url: { field: "url", type: "nominal" } },
      },
      ...(texts.text.length === 0 ? [] : [textLayer(texts, place)]),
      ...colourBar(scaling),
    ],
  } as Figure;
}

interface Texts {
  readonly text: string[];
  readonly x: number[];
  readonly y: number[];
  readonly size: number[];
}

function addText(texts: Texts, text: string, x: number, y: number, size: number): void {
  texts.text.push(text);
  texts.x.push(x);
  texts.y.push(y);
  texts.size.push(size);
}

function textLayer(texts: Texts, place: object) {
  return {
    data: inlineData({ ...texts }),
    mark: { type: "text", baseline: "middle", align: "center" },
    encoding: {
      ...place,
      text: { field: "text", type: "nominal" },
      size: { field: "size", type: "quantitative", scale: null },
    },
  };
}
