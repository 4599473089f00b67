import { binarisedData } from "../../data/index.js";
import { fewImages } from "../runner/canary.js";
import type { Study, StudyContext } from "../runner/study.js";
import { type BitsPlan, bernoulliMixtureOfSize } from "./bits.js";
import type { RefittedRecord, ValidatedRecord } from "./record.js";

/** What the study finds out. */
export interface DensityGrowthResult {
  /** By size: the fits to the first part of the training images, one a pseudo-count. */
  readonly validated: readonly ValidatedRecord[];
  /** By size: that of the chosen pseudo-count, fitted to all training images. */
  readonly refitted: readonly RefittedRecord[];
  /** Components of the best size on the validation images. */
  readonly chosen: number;
  /** Whether a larger one was tried and found worse: validation has stopped rising. */
  readonly isTurned: boolean;
}

/** How the study runs; smaller in a canary. */
export interface GrowthPlan extends Pick<BitsPlan, "pseudoCounts" | "tolerance" | "maxIterations"> {
  readonly validationImages: number;
  /** Rising; the study ends with the first that is below the one before it. */
  readonly components: readonly number[];
}

export const growthPlan: GrowthPlan = {
  validationImages: 10_000,
  components: [100, 150, 200, 300, 400, 600, 800],
  pseudoCounts: [0.1, 0.03, 0.01],
  tolerance: 0.01,
  maxIterations: 200,
};

const seed = 1;
const bestOf = (records: readonly ValidatedRecord[]) =>
  Math.max(...records.map(({ validation }) => validation.mean));

/** Mixtures of more and more Bernoulli images on drawn bits, until the validation images find one worse than the one before. */
export async function growBernoulliMixtures(
  context: StudyContext,
  { validationImages, components: sizes, pseudoCounts, tolerance, maxIterations }: GrowthPlan,
): Promise<DensityGrowthResult> {
  const data = binarisedData(context.data, "stochastic");
  const plan = { sizes: [], pseudoCounts, tolerance, maxIterations };
  const validated: ValidatedRecord[] = [];
  const refitted: RefittedRecord[] = [];
  let best = Number.NEGATIVE_INFINITY;
  let chosen = sizes[0]!;
  let isTurned = false;
  for (const components of sizes) {
    const job = { rule: "stochastic", components, seed, plan, context } as const;
    const found = await bernoulliMixtureOfSize(job, data, validationImages);
    validated.push(...found.validated);
    refitted.push(...found.refitted);
    const score = bestOf(found.validated);
    isTurned = score < best;
    if (isTurned) break;
    best = score;
    chosen = components;
  }
  return { validated, refitted, chosen, isTurned };
}

/** A family is done when more of it no longer helps: up to there a rank among families is one of the sizes that were tried. */
export const densityGrowth: Study<DensityGrowthResult> = {
  name: "density-growth",
  question:
    "How many Bernoulli images does a mixture of binarised digits want, and what is its density then?",
  module: import.meta.url,
  seeds: [seed],
  run: (context) => growBernoulliMixtures(context, growthPlan),
  canary: (context) =>
    growBernoulliMixtures(
      { ...context, data: fewImages(context, 1000, 200) },
      { ...growthPlan, validationImages: 200, components: [2, 5], maxIterations: 4 },
    ),
};
