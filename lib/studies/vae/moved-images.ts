import { type DataSet, dataSet, type ImageSet, imageSet } from "../../data/index.js";
import type { Random } from "../../random/index.js";

/** The middle of the picture that MNIST's digits are scaled into: 20 of 28 pixels. */
const boxShare = 20 / 28;
const leastScale = 0.6;

/**
 * Every image at another size and another place: a scale uniform on [0.6, 1], and the box of its digit, the middle 20 of 28 pixels, uniform
 * on all places where it lies within the picture. Grey levels by bilinear interpolation, paper outside.
 */
export function movedImages(images: ImageSet, random: Random): ImageSet {
  const { rows, columns, count } = images;
  const pixels = new Uint8Array(images.pixels.length);
  for (let n = 0; n < count; n++) {
    const scale = leastScale + (1 - leastScale) * random.uniform();
    const source = images.pixels.subarray(n * rows * columns, (n + 1) * rows * columns);
    // the place x of the picture shows the place (x - from) / scale + margin of the source
    const from = [rows, columns].map((length) => (1 - scale * boxShare) * length * random.uniform());
    const at = (axis: 0 | 1, place: number, length: number) =>
      (place - from[axis]!) / scale + ((1 - boxShare) / 2) * length;
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        pixels[(n * rows + i) * columns + j] = Math.round(
          interpolated(source, { rows, columns }, at(0, i, rows), at(1, j, columns)),
        );
  }
  return imageSet({ ...images, name: `${images.name}, moved`, pixels });
}

function interpolated(
  pixels: Uint8Array,
  { rows, columns }: Pick<ImageSet, "rows" | "columns">,
  y: number,
  x: number,
): number {
  const [top, left] = [Math.floor(y), Math.floor(x)];
  const level = (i: number, j: number) =>
    i < 0 || j < 0 || i >= rows || j >= columns ? 0 : pixels[i * columns + j]!;
  const [down, right] = [y - top, x - left];
  return (
    (1 - down) * ((1 - right) * level(top, left) + right * level(top, left + 1)) +
    down * ((1 - right) * level(top + 1, left) + right * level(top + 1, left + 1))
  );
}

/** Training and test images, each moved by a stream of its own. */
export function movedData(data: DataSet, random: Random): DataSet {
  return dataSet(
    `${data.name}, moved`,
    movedImages(data.train, random.split("training")),
    movedImages(data.test, random.split("test")),
  );
}
