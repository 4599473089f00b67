import { type DataSet, dataSet, firstImages, type ImageSet, loadMnist } from "../data/index.js";
import { isQuick } from "./quick.js";

/** How many images a quick run takes of each part. */
export interface QuickCounts {
  readonly train: number;
  readonly test: number;
}

/** The images for a notebook, MNIST or those that `PML_DATA` names: all of them, or the first of both parts in a quick run. */
export function imagesOfRun(quick: QuickCounts = { train: 2000, test: 500 }): DataSet {
  const full = loadMnist();
  if (!isQuick()) return full;
  const first = (set: ImageSet, count: number) => firstImages(set, Math.min(count, set.count));
  return dataSet(`${full.name}, quick`, first(full.train, quick.train), first(full.test, quick.test));
}
