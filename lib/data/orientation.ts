import type { IdxImages } from "./idx.js";

/** Rows and columns of every image exchanged: EMNIST's files hold their images by columns. */
export function transposedImages({ count, rows, columns, pixels }: IdxImages): IdxImages {
  const turned = new Uint8Array(pixels.length);
  const size = rows * columns;
  for (let first = 0; first < pixels.length; first += size) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) turned[first + j * rows + i] = pixels[first + i * columns + j]!;
    }
  }
  return { count, rows: columns, columns: rows, pixels: turned };
}

/** Fewer images of the class tell nothing. */
const fewestOnes = 20;
/** A written one is some five times as tall as it is wide, by its variances. */
const clearRatio = 2;

/**
 * Whether the images of class 1 lie on their side: their ink spreads more than twice as far along the rows as down the columns. Upright ones
 * are tall, and so is Fashion-MNIST's class 1, trousers.
 */
export function doOnesLie({ rows, columns, pixels }: IdxImages, labels: Uint8Array): boolean {
  let [across, down, ones] = [0, 0, 0];
  labels.forEach((label, image) => {
    if (label !== 1) return;
    const spread = inkSpread(pixels.subarray(image * rows * columns, (image + 1) * rows * columns), columns);
    across += spread.across;
    down += spread.down;
    ones++;
  });
  return ones >= fewestOnes && across > clearRatio * down;
}

/** Variances of the places of an image's ink. */
function inkSpread(image: Uint8Array, columns: number): { across: number; down: number } {
  let [ink, x, y] = [0, 0, 0];
  image.forEach((grey, i) => {
    ink += grey;
    x += grey * (i % columns);
    y += grey * Math.floor(i / columns);
  });
  if (ink === 0) return { across: 0, down: 0 };
  let [across, down] = [0, 0];
  image.forEach((grey, i) => {
    across += grey * ((i % columns) - x / ink) ** 2;
    down += grey * (Math.floor(i / columns) - y / ink) ** 2;
  });
  return { across: across / ink, down: down / ink };
}
