import { requireInput, requireInteger, requireLength } from "../../support/index.js";
import { spriteWindow } from "../digits/sprite-window.js";
import { colour, fixed, number } from "../marks/channel.js";
import { dots } from "../marks/draw.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { classColours, classLegend, digitColours } from "../marks/theme.js";
import { figureOf } from "../marks/view.js";
import {
  classNoun,
  equalScales,
  interleaved,
  type LabelledCodes,
  namesOfClasses,
  paddedRange,
  requirePoints,
} from "./labelled-points.js";

/** Points of latent space with the images they come from and the images they are decoded to. */
export interface ExplorablePoints extends LabelledCodes {
  /** Pixels on [0, 1], one image for each point. */
  readonly originals: readonly ArrayLike<number>[];
  readonly reconstructions: readonly ArrayLike<number>[];
}

/** How the explorer is drawn. */
export interface LatentExplorerOptions {
  readonly description: string;
  /** Of an image. */
  readonly rows: number;
  readonly columns: number;
  readonly titles?: readonly [x: string, y: string];
  /** Pixels of the scatter plot's longer side. */
  readonly size?: number;
  /** The point shown before the pointer has chosen one, and in the static picture. */
  readonly chosen?: number;
}

/** Images side by side in a sprite. */
const perRow = 20;

/**
 * A scatter plot of codes beside two windows: under the pointer's nearest point the image, and what the model makes of it.
 * All images are in the specification, so some hundred points are what a notebook can carry.
 *
 * @throws InputError unless there is an original and a reconstruction for every point
 */
export function latentExplorer(
  points: ExplorablePoints,
  { description, rows, columns, titles = ["z1", "z2"], size = 380, chosen = 0 }: LatentExplorerOptions,
): Figure {
  const digits = namesOfClasses(points);
  requirePoints("latentExplorer", points, digits.length);
  const count = points.labels.length;
  for (const name of ["originals", "reconstructions"] as const)
    requireLength("latentExplorer", name, points[name].length, count);
  requireInteger("latentExplorer", "chosen", chosen, 0);
  requireInput(chosen < count, "latentExplorer", `chosen must be one of ${count} points, got ${chosen}`);
  const { x, y, label, index } = interleavedWithIndex(points);
  const frame = equalScales(paddedRange(x), paddedRange(y), size, true);
  const window = (title: string, images: readonly ArrayLike<number>[]) => ({
    title: { text: title, fontSize: 12, offset: 6 },
    ...spriteWindow({
      images: filled(images, rows * columns),
      rows,
      columns,
      perRow,
      scaling: [0, 1],
      size: 5 * columns,
      column: `image % ${perRow}`,
      row: `floor(image / ${perRow})`,
      tooltip: `${JSON.stringify(`${title} `)} + image`,
    }),
  });
  const channel = (field: "x" | "y", title: string) =>
    number(field, {
      title,
      scale: { domain: [...frame[field]], nice: false, zero: false },
      axis: { tickMinStep: 1 },
    });
  const chosenOnly = (value: number, otherwise: number) =>
    fixed({ condition: { param: "pointer", empty: false, value }, value: otherwise });
  const legend = {
    title: classNoun(digits),
    symbolSize: 60,
    symbolStrokeWidth: 0,
    ...classLegend(digits.length),
  };
  const colours = classColours(digits.length, digitColours);
  return figureOf(description, {
    params: [{ name: "image", expr: `length(data("pointer_store")) ? pointer.image[0] : ${chosen}` }],
    spacing: 24,
    hconcat: [
      {
        width: frame.width,
        height: frame.height,
        params: [
          {
            name: "pointer",
            value: [{ image: chosen }],
            select: { type: "point", fields: ["image"], on: "pointerover", clear: false, nearest: true },
          },
        ],
        ...dots(
          inlineData({ x, y, digit: label.map((each) => digits[each]!), image: index }),
          {
            x: channel("x", titles[0]),
            y: channel("y", titles[1]),
            color: colour("digit", { name: "digit", names: digits, colours, legend }),
            size: chosenOnly(150, 26),
            strokeWidth: chosenOnly(2, 0),
          },
          { opacity: 1, aria: false, stroke: "black" },
        ),
      },
      { vconcat: [window("test image", points.originals), window("reconstruction", points.reconstructions)] },
    ],
  });
}

/** Points in an even-handed drawing order, each with its number. */
function interleavedWithIndex(points: LabelledCodes) {
  const order = interleaved({
    codes: Array.from({ length: 2 * points.labels.length }, (_, i) => (i % 2 === 0 ? i / 2 : 0)),
    labels: points.labels,
  }).x;
  return {
    x: order.map((i) => points.codes[2 * i]!),
    y: order.map((i) => points.codes[2 * i + 1]!),
    label: order.map((i) => points.labels[i]!),
    index: order,
  };
}

/** As many images as fill the sprite's rows. */
function filled(images: readonly ArrayLike<number>[], pixels: number): readonly ArrayLike<number>[] {
  const missing = (perRow - (images.length % perRow)) % perRow;
  return [...images, ...Array.from({ length: missing }, () => new Float32Array(pixels))];
}
