import { InputError, requireFinite, requireInteger, requireLength } from "../support/index.js";

/** Side of MNIST's images, and of the box within that a digit fills. */
const side = 28;
const box = 20;
/** Ink between 0 and 1 on a raster, row by row from the top. */
export interface Raster {
  readonly ink: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
}

/**
 * A drawing as MNIST lays out its digits (LeCun, Bottou, Bengio and Haffner 1998, section III A): scaled so that its longer side is 20
 * pixels, grey levels by averaging areas, then moved by whole pixels until its centre of mass is in the 15th row and column of 28 x 28. Of their
 * files that is what is found: the longer side is 20, the centre of mass between 14 and 15 both ways, evenly spread.
 *
 * @returns 784 grey levels 0 to 255, row by row; what falls outside of 28 x 28 is cut off
 * @throws InputError for a raster without ink
 */
export function centredDigit({ ink, rows, columns }: Raster): Uint8Array {
  const caller = "centredDigit";
  requireInteger(caller, "rows", rows, 1);
  requireInteger(caller, "columns", columns, 1);
  requireLength(caller, "ink", ink.length, rows * columns);
  requireFinite(caller, "ink", ink);
  let [top, left, bottom, right] = [rows, columns, -1, -1];
  let [mass, down, across] = [0, 0, 0];
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const value = ink[i * columns + j]!;
      mass += value;
      down += value * (i + 0.5);
      across += value * (j + 0.5);
      if (!(value > 0)) continue;
      top = Math.min(top, i);
      bottom = i;
      left = Math.min(left, j);
      right = Math.max(right, j);
    }
  if (bottom < 0) throw new InputError(caller, "the drawing is empty: draw a digit");
  const scale = box / Math.max(bottom - top + 1, right - left + 1);
  // pixels of the image before the drawing begins
  const above = side / 2 - Math.floor((down / mass - top) * scale);
  const before = side / 2 - Math.floor((across / mass - left) * scale);
  const levels = new Uint8Array(side * side);
  for (let i = 0; i < side; i++)
    for (let j = 0; j < side; j++) {
      const sum = area(
        { ink, rows, columns },
        [top + (i - above) / scale, top + (i + 1 - above) / scale],
        [left + (j - before) / scale, left + (j + 1 - before) / scale],
      );
      levels[i * side + j] = Math.round(255 * Math.min(1, Math.max(0, sum * scale * scale)));
    }
  return levels;
}

type Span = readonly [from: number, to: number];

/** The integral of the ink over a rectangle. */
function area({ ink, rows, columns }: Raster, down: Span, across: Span): number {
  let sum = 0;
  for (let i = Math.max(0, Math.floor(down[0])); i < Math.min(rows, down[1]); i++) {
    const height = Math.min(i + 1, down[1]) - Math.max(i, down[0]);
    for (let j = Math.max(0, Math.floor(across[0])); j < Math.min(columns, across[1]); j++) {
      const width = Math.min(j + 1, across[1]) - Math.max(j, across[0]);
      sum += height * width * ink[i * columns + j]!;
    }
  }
  return sum;
}
