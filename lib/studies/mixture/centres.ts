import {
  adjustedRandIndex,
  contingencyTable,
  normalisedMutualInformation,
  purity,
} from "../../metrics/index.js";
import { imageRows } from "../../models/index.js";
import * as kMeans from "../../models/k-means/index.js";
import { Random } from "../../random/index.js";
import { reportMixture } from "../../report/index.js";
import { fewImages } from "../runner/canary.js";
import type { Study, StudyContext } from "../runner/study.js";

/** The centres that one start of the report's mixture begins with, used as they are; errors per pixel on [0, 1]. */
export interface CentresSummary {
  readonly seed: number;
  readonly iterations: number;
  /** Squared error of the nearest centre in the place of a test image. */
  readonly mse: number;
  /** Agreement of the nearest centres of test images with their digits. */
  readonly purity: number;
  readonly adjustedRandIndex: number;
  readonly normalisedMutualInformation: number;
  /** Entry [d][k]: test images of digit d whose nearest centre is k. */
  readonly byDigit: readonly (readonly number[])[];
}

const seeds = [1, 2, 3, 4, 5];

/** Clusters the training images as each start of the mixture does, and describes the test images by the centres alone. */
export async function summariseCentres(
  clusters: number,
  { data, progress, signal }: StudyContext,
): Promise<CentresSummary[]> {
  const { train, test } = data;
  const images = imageRows(test);
  const pixels = test.rows * test.columns;
  const summaries: CentresSummary[] = [];
  for (const seed of seeds) {
    // the stream of the mixture's first start, so that these are the very centres that its EM begins with
    const random = Random.from(seed).split("gaussian mixture").split("start", 1);
    const title = `ten centres, seed ${seed}`;
    const { parameters, history } = await kMeans.fit(
      imageRows(train),
      { clusters },
      { random, progress, signal, title },
    );
    const centres = parameters.centres.data as Float64Array;
    const nearest = await kMeans.nearestCentres(images, centres, { signal });
    let error = 0;
    test.pixels.forEach((grey, i) => {
      const centre = nearest[Math.floor(i / pixels)]!;
      error += (grey - centres[centre * pixels + (i % pixels)]!) ** 2;
    });
    const byDigit = contingencyTable(test.labels, nearest, 10, clusters);
    summaries.push({
      seed,
      iterations: history.length,
      mse: error / test.pixels.length / 255 ** 2,
      purity: purity(byDigit),
      adjustedRandIndex: adjustedRandIndex(byDigit),
      normalisedMutualInformation: normalisedMutualInformation(byDigit),
      byDigit,
    });
  }
  return summaries;
}

/** Fault M8: is it the choice among ten images that limits the mixture's reconstructions, or its fit? Ten centres have the same choice. */
export const mixtureCentres: Study<readonly CentresSummary[]> = {
  name: "mixture-centres",
  question: "How well do the ten k-means centres that EM begins with reconstruct images and tell digits?",
  module: import.meta.url,
  seeds,
  run: (context) => summariseCentres(reportMixture.components, context),
  canary: (context) => summariseCentres(3, { ...context, data: fewImages(context, 2000, 200) }),
};
