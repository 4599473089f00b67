import { type DataSet, dataSet, type ImageSet, imageSet } from "pml/data";
import { Random } from "pml/random";

/** Small two-class images for tests: a bright bar, upright or lying, at a random place on a dark noisy ground. */
export function smallImages(count: number, seed: number, rows = 8, columns = 8): ImageSet {
  const random = Random.from(seed).split("small images");
  const pixels = new Uint8Array(count * rows * columns);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const upright = random.uniform() < 0.5;
    const place = random.integer(upright ? columns : rows);
    labels[i] = upright ? 1 : 0;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const isBar = (upright ? column : row) === place;
        pixels[(i * rows + row) * columns + column] = isBar ? 200 + random.integer(56) : random.integer(20);
      }
    }
  }
  return imageSet({ name: `bars ${seed}`, rows, columns, pixels, labels });
}

/** A training and a test set of such images. */
export function smallDataSet(trainCount = 300, testCount = 50): DataSet {
  return dataSet("bars", smallImages(trainCount, 1), smallImages(testCount, 2));
}
