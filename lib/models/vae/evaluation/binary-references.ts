import type { ImageSet } from "../../../data/index.js";
import { requireInput } from "../../../support/index.js";

/** Per-image values in nats with their mean and standard deviation over the images. */
export interface ReferenceLevel {
  readonly perImage: Float64Array;
  readonly mean: number;
  readonly sd: number;
}

function level(perImage: Float64Array): ReferenceLevel {
  const mean = perImage.reduce((sum, value) => sum + value, 0) / perImage.length;
  const squares = perImage.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { perImage, mean, sd: Math.sqrt(squares / perImage.length) };
}

/** Sum over the pixels of each image of a value that depends on the grey level (0..255) and the pixel's place. */
function sumOverPixels(images: ImageSet, value: (grey: number, pixel: number) => number): Float64Array {
  const pixels = images.rows * images.columns;
  const sums = new Float64Array(images.count);
  for (let i = 0; i < images.pixels.length; i++)
    sums[Math.floor(i / pixels)]! += value(images.pixels[i]!, i % pixels);
  return sums;
}

const logOrZero = (p: number) => (p > 0 ? p * Math.log(p) : 0);

/**
 * The best that any Bernoulli likelihood can reach on grey images: sum_j x ln x + (1 - x) ln(1 - x), minus the entropy of
 * the binary images b ~ Bernoulli(x), in nats. Not 0: a pixel of 0.5 costs ln 2 whatever the model says.
 */
export function bernoulliCeiling(images: ImageSet): ReferenceLevel {
  const byGrey = Float64Array.from(
    { length: 256 },
    (_, grey) => logOrZero(grey / 255) + logOrZero(1 - grey / 255),
  );
  return level(sumOverPixels(images, (grey) => byGrey[grey]!));
}

/**
 * A floor for any model worth the name, in nats: independent Bernoulli pixels with the mean of the training images,
 * clipped to [clip, 1 - clip] so that a pixel never seen inked does not cost infinity.
 */
export function meanImageFloor(train: ImageSet, images: ImageSet, clip = 1e-6): ReferenceLevel {
  const pixels = train.rows * train.columns;
  requireInput(
    images.rows * images.columns === pixels,
    "meanImageFloor",
    `both sets must have images of one size, got ${train.rows} x ${train.columns} and ${images.rows} x ${images.columns}`,
  );
  const totals = new Float64Array(pixels);
  for (let i = 0; i < train.pixels.length; i++) totals[i % pixels]! += train.pixels[i]!;
  const means = totals.map((total) => Math.min(1 - clip, Math.max(clip, total / 255 / train.count)));
  const logInk = means.map((p) => Math.log(p));
  const logBlank = means.map((p) => Math.log1p(-p));
  return level(
    sumOverPixels(
      images,
      (grey, pixel) => (grey / 255) * logInk[pixel]! + (1 - grey / 255) * logBlank[pixel]!,
    ),
  );
}
