import type { ImageSet } from "../../data/index.js";
import type { LatentTree } from "../../models/index.js";
import * as latentTree from "../../models/latent-tree/index.js";
import type { StudyContext } from "../runner/study.js";

/** What each pixel adds to the bits of an image when it is read from the top left. */
export interface ReadingOrderBits {
  readonly images: number;
  /** One a pixel: `-log2 p(x_d | x_1 .. x_(d-1))`, mean over the images. */
  readonly bits: readonly number[];
  /** Their sum: bits of an image. */
  readonly total: number;
}

/** The chain rule along the rows of the image; each term is a difference of two log-probabilities with the later pixels summed over. */
export async function readingOrderBits(
  model: LatentTree,
  images: ImageSet,
  { progress, signal }: Pick<StudyContext, "progress" | "signal">,
): Promise<ReadingOrderBits> {
  const task = progress("bits of each pixel in reading order", images.rows);
  const totals: number[] = [0];
  for (let row = 0; row < images.rows; row++) {
    const values = beginnings(images, row);
    const columns = images.rows * images.columns;
    const nats = await latentTree.logDensity(model, { values, columns }, { signal });
    for (let column = 0; column < images.columns; column++) {
      const some = nats.subarray(column * images.count, (column + 1) * images.count);
      totals.push(-some.reduce((sum, value) => sum + value, 0) / images.count / Math.LN2);
    }
    task.update(row + 1);
  }
  task.finish();
  const bits = totals.slice(1).map((total, pixel) => total - totals[pixel]!);
  return { images: images.count, bits, total: totals.at(-1)! };
}

/** All images up to and with each pixel of one row: for each column all images, NaN behind it. */
function beginnings({ pixels, count, rows, columns }: ImageSet, row: number): Float64Array {
  const size = rows * columns;
  const values = new Float64Array(columns * count * size).fill(Number.NaN);
  for (let column = 0; column < columns; column++) {
    const end = row * columns + column + 1;
    for (let i = 0; i < count; i++)
      values.set(pixels.subarray(i * size, i * size + end), (column * count + i) * size);
  }
  return values;
}
