import { binarisedData, type DataSet, firstImages, type ImageSet, selectImages } from "../../data/index.js";
import { type MeanWithError, meanWithError } from "../../metrics/index.js";
import { imageRows, nearestNeighbourTest } from "../../models/index.js";
import { Random } from "../../random/index.js";
import { fewImages } from "../runner/canary.js";
import type { Study, StudyContext } from "../runner/study.js";

/** How often the nearest neighbour tells one set of real images from another. */
export interface YardstickRecord {
  readonly data: "dequantised" | "stochastic";
  /** "training, test": random images of either; "training, training": two random sets of training images without a common one. */
  readonly pair: "training, test" | "training, training";
  /** Accuracy in each repetition, with other images each time. */
  readonly accuracies: readonly number[];
  readonly mean: number;
  /** Standard deviation (n - 1) of one repetition: what chance makes of one such number, choice of the images included. */
  readonly deviation: number;
  /** Of the mean: deviation over root n. Test images recur from one repetition to the next, so that it is a little small. */
  readonly standardError: number;
}

/** What the study finds out. */
export interface DensityYardstickResult {
  /** Images of each set in a test. */
  readonly count: number;
  readonly records: readonly YardstickRecord[];
  /** The same with the first images of both files in the place of random ones. */
  readonly firstImages: Readonly<Record<YardstickRecord["data"], number>>;
}

/** How the study runs; smaller in a canary. */
export interface YardstickPlan {
  readonly count: number;
  readonly repetitions: number;
}

const plan: YardstickPlan = { count: 2000, repetitions: 10 };
const seed = 1;
const kinds = ["dequantised", "stochastic"] as const;

const rowsOf = (images: ImageSet) => imageRows(images, { divisor: 255 });

function randomImages(images: ImageSet, random: Random, from: number, count: number): ImageSet {
  return selectImages(images, random.permutation(images.count).slice(from, from + count));
}

/** The study's work for any numbers. */
export async function measureYardstick(
  context: StudyContext,
  { count, repetitions }: YardstickPlan,
): Promise<DensityYardstickResult> {
  const records: YardstickRecord[] = [];
  const ofFirst: Record<string, number> = {};
  const task = context.progress("real images beside real images", kinds.length * 2 * repetitions);
  for (const kind of kinds) {
    const data: DataSet = kind === "dequantised" ? context.data : binarisedData(context.data, kind);
    for (const pair of ["training, test", "training, training"] as const) {
      const accuracies: number[] = [];
      for (let i = 1; i <= repetitions; i++) {
        const random = Random.from(seed).split("yardstick", i);
        const first = randomImages(data.train, random.split("training"), 0, count);
        const second =
          pair === "training, test"
            ? randomImages(data.test, random.split("test"), 0, count)
            : randomImages(data.train, random.split("training"), count, count);
        const { accuracy } = await nearestNeighbourTest(rowsOf(first), rowsOf(second), context);
        accuracies.push(accuracy);
        task.update(records.length * repetitions + i);
      }
      const { mean, standardError }: MeanWithError = meanWithError(accuracies);
      const deviation = standardError * Math.sqrt(repetitions);
      records.push({ data: kind, pair, accuracies, mean, deviation, standardError });
    }
    const [train, test] = [data.train, data.test].map((images) => rowsOf(firstImages(images, count)));
    ofFirst[kind] = (await nearestNeighbourTest(train!, test!, context)).accuracy;
  }
  task.finish();
  return { count, records, firstImages: ofFirst as DensityYardstickResult["firstImages"] };
}

/** Where the two-sample test of the study density-samples has its mark: real images against real images, and what their choice does to it. */
export const densityYardstick: Study<DensityYardstickResult> = {
  name: "density-yardstick",
  question:
    "How often does the nearest neighbour tell training images from test images, whichever are taken?",
  module: import.meta.url,
  seeds: [seed],
  run: (context) => measureYardstick(context, plan),
  canary: (context) =>
    measureYardstick({ ...context, data: fewImages(context, 400, 200) }, { count: 100, repetitions: 2 }),
};
