import { type DataSet, selectImages } from "../../data/index.js";
import { dequantisationVariance, imageRows, nearestRows } from "../../models/index.js";
import * as probabilisticPca from "../../models/probabilistic-pca/index.js";
import type { StudyContext } from "../runner/study.js";

/** How often a classifier is wrong about the test images. */
export interface ClassificationRecord {
  readonly model: string;
  readonly errors: number;
  readonly count: number;
}

/**
 * Bayes' rule with a density for each digit and its share of the training images as prior probability: the class under which an image is most probable.
 *
 * @param logDensities of all test images under the density of one class, fitted to that class's training images; not asked for classes without any
 * @returns how many test images are taken for another class than theirs
 */
export async function bayesErrors(
  { train, test }: DataSet,
  logDensities: (own: DataSet["train"], label: number) => Promise<Float64Array> | Float64Array,
): Promise<number> {
  const best = new Float64Array(test.count).fill(Number.NEGATIVE_INFINITY);
  const found = new Uint8Array(test.count);
  for (let label = 0; label < 10; label++) {
    const own = Array.from(train.labels.keys()).filter((i) => train.labels[i] === label);
    if (own.length === 0) continue;
    const nats = await logDensities(selectImages(train, own), label);
    const prior = Math.log(own.length / train.count);
    nats.forEach((value, i) => {
      if (value + prior <= best[i]!) return;
      best[i] = value + prior;
      found[i] = label;
    });
  }
  return found.filter((label, i) => label !== test.labels[i]).length;
}

/** A Gaussian with so many principal directions for each digit, and the label of the nearest training image. */
export async function classifyOtherwise(
  data: DataSet,
  components: number,
  { signal }: Pick<StudyContext, "signal">,
): Promise<ClassificationRecord[]> {
  const { train, test } = data;
  const count = test.count;
  const dequantised = { offset: 0.5, divisor: 256 };
  const config = { components, addedVariance: dequantisationVariance() };
  const ofGaussians = await bayesErrors(data, async (own) => {
    const model = await probabilisticPca.fit(imageRows(own, dequantised), config);
    return probabilisticPca.logDensity(model, imageRows(test, dequantised));
  });
  const { indices } = await nearestRows(imageRows(test), imageRows(train), { signal });
  const ofNeighbours = test.labels.filter((label, i) => label !== train.labels[indices[i]!]).length;
  return [
    { model: `PPCA, M = ${components}, for each digit`, errors: ofGaussians, count },
    { model: "nearest training image", errors: ofNeighbours, count },
  ];
}
