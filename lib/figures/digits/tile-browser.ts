import { requireInput, requireLength } from "../../support/index.js";
import { colourBar } from "../marks/colour-bar.js";
import type { Figure } from "../marks/spec.js";
import { figureOf } from "../marks/view.js";
import type { Scaling } from "./digit-image.js";
import { spriteWindow } from "./sprite-window.js";

/** One direction of a table of images. */
export interface TileAxis {
  /** "z1", "component". */
  readonly name: string;
  /** What stands for each place, in order. */
  readonly labels: readonly string[];
}

/** How the browser is drawn. */
export interface TileBrowserOptions {
  readonly description: string;
  /** Of an image. */
  readonly rows: number;
  readonly columns: number;
  readonly scaling: Scaling;
  /** Places counted from 0 of the image shown at first, and in the static picture. */
  readonly chosen?: readonly [column: number, row: number];
  /** Edge of the image in CSS pixels. */
  readonly size?: number;
}

/**
 * A table of images, one at a time, chosen by two sliders: a walk along a grid of codes, or through components and their
 * samples.
 *
 * @param images row after row, as many as the axes have places
 * @throws InputError if there are more or fewer
 */
export function tileBrowser(
  across: TileAxis,
  down: TileAxis,
  images: readonly ArrayLike<number>[],
  { description, rows, columns, scaling, chosen = [0, 0], size = 252 }: TileBrowserOptions,
): Figure {
  requireLength("tileBrowser", "images", images.length, across.labels.length * down.labels.length);
  for (const [axis, place] of [
    [across, chosen[0]],
    [down, chosen[1]],
  ] as const)
    requireInput(
      Number.isInteger(place) && place >= 0 && place < axis.labels.length,
      "tileBrowser",
      `chosen place of ${axis.name} must be an integer in 0..${axis.labels.length - 1}, got ${place}`,
    );
  // a slider shows its own number beside it: places are counted from 1 for a reader
  const slider = (name: string, { name: title, labels }: TileAxis, value: number) => ({
    name,
    value: value + 1,
    bind: { input: "range", min: 1, max: labels.length, step: 1, name: `${title} ` },
  });
  const shown = (name: string, { name: title, labels }: TileAxis) =>
    `${JSON.stringify(`${title} = `)} + ${JSON.stringify(labels)}[${name} - 1]`;
  const { data, width, height, mark } = spriteWindow({
    images,
    rows,
    columns,
    perRow: across.labels.length,
    scaling,
    size,
    column: "across - 1",
    row: "down - 1",
    tooltip: `${shown("across", across)} + ", " + ${shown("down", down)}`,
  });
  // a line each: side by side they would be wider than the picture
  const title = {
    text: { expr: `[${shown("across", across)}, ${shown("down", down)}]` },
    lineHeight: 17,
    offset: 8,
  };
  return figureOf(description, {
    params: [slider("across", across, chosen[0]), slider("down", down, chosen[1])],
    title,
    width,
    height,
    layer: [{ data, mark }, ...colourBar(scaling)],
  });
}
