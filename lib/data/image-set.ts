import { createHash } from "node:crypto";
import { InputError, requireInput, requireInteger, requireLength } from "../support/index.js";

/** Labelled grey images of one size. Treat the arrays as constants: sets made from one another share them. */
export interface ImageSet {
  readonly name: string;
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  /** `count * rows * columns` grey values 0..255: image after image, each by rows from the top. */
  readonly pixels: Uint8Array;
  /** `count` class labels 0, 1, ... at most 255. */
  readonly labels: Uint8Array;
  /** SHA-256 (hexadecimal) of sizes, pixels and labels: tells whether a result belongs to these data. */
  readonly digest: string;
}

/** A training and a test set of one kind. */
export interface DataSet {
  readonly name: string;
  readonly train: ImageSet;
  readonly test: ImageSet;
  /** SHA-256 (hexadecimal) of the digests of both sets. */
  readonly digest: string;
}

/**
 * An {@link ImageSet} of `count = labels.length` images; its digest is computed here.
 *
 * @param contents `pixels` of length `count * rows * columns`, values 0..255; `labels`, values 0, 1, ...
 * @throws InputError if the lengths do not fit together
 */
export function imageSet(contents: Omit<ImageSet, "count" | "digest">): ImageSet {
  const { name, rows, columns, pixels, labels } = contents;
  requireInteger("imageSet", "rows", rows, 1);
  requireInteger("imageSet", "columns", columns, 1);
  requireLength("imageSet", "pixels", pixels.length, labels.length * rows * columns);
  const digest = createHash("sha256")
    .update(`${labels.length} ${rows} ${columns} `)
    .update(pixels)
    .update(labels)
    .digest("hex");
  return { name, count: labels.length, rows, columns, pixels, labels, digest };
}

/**
 * A {@link DataSet} of two sets.
 *
 * @throws InputError if their images differ in size
 */
export function dataSet(name: string, train: ImageSet, test: ImageSet): DataSet {
  requireInput(
    train.rows === test.rows && train.columns === test.columns,
    "dataSet",
    () =>
      `training images have ${train.rows} x ${train.columns} pixels and test images ${test.rows} x ${test.columns}; ` +
      "they must be of one size",
    { train: train.name, test: test.name },
  );
  const digest = createHash("sha256").update(train.digest).update(test.digest).digest("hex");
  return { name, train, test, digest };
}

/**
 * The first `count` images, as views of the same arrays.
 *
 * @throws InputError if the set has fewer
 */
export function firstImages(set: ImageSet, count: number): ImageSet {
  requireInteger("firstImages", "count", count, 1);
  requireInput(
    count <= set.count,
    "firstImages",
    () => `${set.name} has ${set.count} images, ${count} were asked for`,
    { found: set.count, expected: count },
  );
  if (count === set.count) return set;
  return imageSet({
    ...set,
    name: `${set.name}, first ${count}`,
    pixels: set.pixels.subarray(0, count * set.rows * set.columns),
    labels: set.labels.subarray(0, count),
  });
}

/**
 * The images at `indices` (0 .. count - 1, in this order, repetition allowed), copied.
 *
 * @throws InputError if an index is out of range
 */
export function selectImages(set: ImageSet, indices: ArrayLike<number>): ImageSet {
  const size = set.rows * set.columns;
  const pixels = new Uint8Array(indices.length * size);
  const labels = new Uint8Array(indices.length);
  for (let i = 0; i < indices.length; i++) {
    pixels.set(image(set, indices[i]!), i * size);
    labels[i] = set.labels[indices[i]!]!;
  }
  return imageSet({ ...set, name: `${set.name}, ${indices.length} selected`, pixels, labels });
}

/**
 * The pixels of one image, as a view: `rows * columns` grey values 0..255, by rows from the top.
 *
 * @throws InputError if `index` is not in 0 .. count - 1
 */
export function image(set: ImageSet, index: number): Uint8Array {
  if (!Number.isInteger(index) || index < 0 || index >= set.count) {
    throw new InputError("image", `index must be in 0..${set.count - 1} (${set.name}), got ${index}`, {
      index,
    });
  }
  const size = set.rows * set.columns;
  return set.pixels.subarray(index * size, (index + 1) * size);
}
