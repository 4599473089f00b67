import { requireInput, requireInteger, requireLength } from "../../support/index.js";
import type { Scaling } from "../digits/digit-image.js";
import { spriteWindow } from "../digits/sprite-window.js";
import { colour, fixed, named, number, words } from "../marks/channel.js";
import { cells, dots, texts } from "../marks/draw.js";
import { type Figure, inlineRows } from "../marks/spec.js";
import { digitColours, lettersOn } from "../marks/theme.js";
import { figureOf, type Piece, type View } from "../marks/view.js";
import { paddedRange, requirePoints } from "./labelled-points.js";

/** What one of several trainings makes of the same images. */
export interface ShownRun {
  /** What the slider's place stands for: "seed 3, distance 0.67". */
  readonly name: string;
  /** (z1, z2) pairs, image after image. */
  readonly codes: ArrayLike<number>;
  /** The digit at each tile of a square grid over the codes, by rows from the top. */
  readonly gridDigits: ArrayLike<number>;
  /** Some reconstructions, side by side. */
  readonly reconstructions: readonly ArrayLike<number>[];
}

/** How the runs are drawn. */
export interface RunSliderOptions {
  readonly description: string;
  /** The images' digits, the same for all runs. */
  readonly labels: ArrayLike<number>;
  /** Of an image. */
  readonly rows: number;
  readonly columns: number;
  readonly scaling: Scaling;
  /** The run shown at first, and in the static picture. */
  readonly chosen?: number;
  /** Edge of the two square panels in CSS pixels. */
  readonly size?: number;
}

const digits = Array.from({ length: 10 }, (_, digit) => String(digit));
const color = colour("digit", {
  name: "digit",
  names: digits,
  colours: digitColours,
  legend: { title: "digit", symbolSize: 60 },
});

/** A digit on a tile of its colour. */
const dark = digits.filter((_, digit) => lettersOn(digitColours[digit]!) === "#111111");
const letters = fixed({
  condition: { test: `indexof(${JSON.stringify(dark)}, datum.digit) >= 0`, value: "#111111" },
  value: "#ffffff",
});

/**
 * Several trainings under a slider: codes of the same images, the digit at each place of the grid over them, and reconstructions.
 * All runs share the axes, so that what moves is the model.
 *
 * @throws InputError unless every run has a code for each label, a square grid, and as many reconstructions as the others
 */
export function runSlider(
  runs: readonly ShownRun[],
  { description, labels, rows, columns, scaling, chosen = 0, size = 300 }: RunSliderOptions,
): Figure {
  requireInput(runs.length > 0, "runSlider", "there must be at least one run");
  requireInteger("runSlider", "chosen", chosen, 0);
  requireInput(chosen < runs.length, "runSlider", `chosen must be one of ${runs.length} runs, got ${chosen}`);
  const [{ gridDigits, reconstructions }] = runs as readonly [ShownRun];
  const edge = Math.sqrt(gridDigits.length);
  requireInput(Number.isInteger(edge), "runSlider", `${gridDigits.length} tiles do not fill a square`);
  for (const run of runs) {
    requirePoints("runSlider", { codes: run.codes, labels }, digits.length);
    requireLength("runSlider", `gridDigits of ${run.name}`, run.gridDigits.length, gridDigits.length);
    requireLength(
      "runSlider",
      `reconstructions of ${run.name}`,
      run.reconstructions.length,
      reconstructions.length,
    );
  }
  const shown = [{ filter: "datum.run === run" }];
  const bind = { input: "range", min: 1, max: runs.length, step: 1, name: "run " };
  return figureOf(description, {
    params: [{ name: "run", value: chosen + 1, bind }],
    title: { text: { expr: `${JSON.stringify(runs.map(({ name }) => name))}[run - 1]` }, offset: 8 },
    vconcat: [
      { hconcat: [codesPanel(runs, labels, shown, size), gridPanel(runs, edge, shown, size)] },
      stripPanel(runs, { rows, columns, scaling, width: 2 * size }),
    ],
  });
}

function codesPanel(
  runs: readonly ShownRun[],
  labels: ArrayLike<number>,
  transform: readonly Piece[],
  size: number,
): View {
  const rows = runs.flatMap(({ codes }, at) =>
    Array.from(labels, (label, i) => ({
      run: at + 1,
      x: codes[2 * i]!,
      y: codes[2 * i + 1]!,
      digit: String(label),
    })),
  );
  const along = (field: "x" | "y", title: string) =>
    number(field, {
      title,
      scale: { domain: paddedRange(rows.map((row) => row[field])), nice: false, zero: false },
      axis: { tickMinStep: 1 },
    });
  return {
    width: size,
    height: size,
    title: { text: "codes of test images", fontSize: 12 },
    transform,
    ...dots(
      inlineRows(rows),
      { x: along("x", "z1"), y: along("y", "z2"), color },
      { size: 22, opacity: 1, aria: false },
    ),
  };
}

function gridPanel(runs: readonly ShownRun[], edge: number, transform: readonly Piece[], size: number): View {
  const rows = runs.flatMap(({ gridDigits }, at) =>
    Array.from(gridDigits, (digit, i) => ({
      run: at + 1,
      column: i % edge,
      row: Math.floor(i / edge),
      digit: String(digit),
    })),
  );
  const along = (field: "column" | "row") =>
    fixed({ field, type: "ordinal", axis: null, scale: { padding: 0 } });
  const place = { x: along("column"), y: along("row") };
  const { json } = color;
  return {
    width: size,
    height: size,
    title: { text: "digit of the nearest codes, tile by tile", fontSize: 12 },
    data: inlineRows(rows),
    transform,
    layer: [
      cells(undefined, { ...place, color: { json } }, { aria: false }, [
        named("digit", "digit of the ten nearest codes"),
      ]),
      texts(undefined, { ...place, text: words("digit"), color: letters }, { fontSize: 11, aria: false }),
    ],
  };
}

function stripPanel(
  runs: readonly ShownRun[],
  { rows, columns, scaling, width }: { rows: number; columns: number; scaling: Scaling; width: number },
): View {
  const count = runs[0]!.reconstructions.length;
  // one wide image a run: the reconstructions side by side
  const strips = runs.map(({ reconstructions }) =>
    Float64Array.from({ length: rows * columns * count }, (_, i) => {
      const [row, place] = [Math.floor(i / (columns * count)), i % (columns * count)];
      return reconstructions[Math.floor(place / columns)]![row * columns + (place % columns)]!;
    }),
  );
  const { data, height, mark, ...frame } = spriteWindow({
    images: strips,
    rows,
    columns: columns * count,
    perRow: 1,
    scaling,
    size: width,
    column: "0",
    row: "run - 1",
    tooltip: `"run " + run`,
  });
  return {
    ...frame,
    height,
    title: { text: "reconstructions of the first test images", fontSize: 12 },
    data,
    mark,
  };
}
