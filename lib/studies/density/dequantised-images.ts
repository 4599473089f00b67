import { dequantisationStream, dequantise, type ImageSet } from "../../data/index.js";
import { quantiles } from "../../math/index.js";
import { levelScore, worstShare } from "../../metrics/index.js";
import type { Observations } from "../../models/index.js";
import { Random } from "../../random/index.js";
import type { TrainingSplit } from "./task.js";

/** Log-densities of rows in nats. */
export type LogDensity = (rows: Observations) => Promise<Float64Array>;

/** The training images are dequantised once, by a stream of their own. */
export function dequantisedTraining(images: ImageSet): Observations {
  return rowsOf(images, Random.from(1).split("dequantisation of training images"));
}

function rowsOf(images: ImageSet, random: Random): Observations {
  return { values: dequantise(images.pixels, random), columns: images.rows * images.columns };
}

/** So many of the images with the lowest values are set apart. */
const worstCounts = [10, 100];

/** What is reported of log-likelihoods beside their mean: which images it is made of. */
export function tailOf(logLikelihoods: Float64Array) {
  const counts = worstCounts.filter((count) => count < logLikelihoods.length);
  return {
    testQuantiles: quantiles(logLikelihoods, [0, 0.001, 0.01, 0.5, 1]),
    worst: counts.map((count) => worstShare(logLikelihoods, count)),
  };
}

/** Images under several draws of their dequantisation, the same for every model; drawn when they are wanted first, and kept. */
export class DequantisedImages {
  private rows: readonly Observations[] | undefined;

  constructor(
    private readonly images: ImageSet,
    readonly draws: number,
  ) {}

  /** Tells its scores from those on other images or of other draws. */
  get key() {
    return { scored: this.images.digest, draws: this.draws };
  }

  /** Log-densities of the images, one array a draw. */
  densities(density: LogDensity): Promise<readonly Float64Array[]> {
    this.rows ??= Array.from({ length: this.draws }, (_, draw) =>
      rowsOf(this.images, dequantisationStream(draw)),
    );
    return Promise.all(this.rows.map(density));
  }

  /** The score of log-densities of these images, and what the tail looks like in the first draw. */
  score(perDraw: readonly Float64Array[]) {
    const score = levelScore(perDraw, this.images.rows * this.images.columns);
    return { score, tail: tailOf(perDraw[0]!) };
  }
}

/** Images of grey levels, dequantised already where densities are taken. */
export interface DequantisedTask {
  readonly split: TrainingSplit;
  readonly train: ImageSet;
  readonly validation: DequantisedImages;
  readonly test: DequantisedImages;
}
