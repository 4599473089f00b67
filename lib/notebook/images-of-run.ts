import { type DataSet, dataSet, firstImages, loadMnist } from "../data/index.js";
import { isQuick } from "./quick.js";

/** How many images a quick run takes of each part. */
export interface QuickCounts {
  readonly train: number;
  readonly test: number;
}

/** MNIST for a notebook: all of it, or the first images of both parts in a quick run. */
export function imagesOfRun(quick: QuickCounts = { train: 2000, test: 500 }): DataSet {
  const full = loadMnist();
  if (!isQuick()) return full;
  return dataSet("MNIST, quick", firstImages(full.train, quick.train), firstImages(full.test, quick.test));
}
