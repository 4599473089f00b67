import type { ImageSet } from "../../data/index.js";
import { quantiles } from "../../math/index.js";
import {
  adjustedRandIndex,
  contingencyTable,
  normalisedMutualInformation,
  purity,
} from "../../metrics/index.js";
import * as gaussianMixture from "../../models/gaussian-mixture/index.js";
import {
  type GaussianMixture,
  imageRows,
  type MixtureEvaluation,
  type MixtureRecipe,
} from "../../models/index.js";
import { reportMixture } from "../../report/index.js";
import { fewImages } from "../runner/canary.js";
import type { Study, StudyContext } from "../runner/study.js";

/** One start of the report's mixture in numbers; log-likelihoods in nats per image on 0..255, errors per pixel on [0, 1]. */
export interface MixtureStartSummary {
  readonly seed: number;
  readonly iterations: number;
  readonly converged: boolean;
  /** Mean log-likelihood of a training image, before the last M step. */
  readonly lowerBound: number;
  /** Mean and median log-likelihood of a test image. */
  readonly testScore: number;
  readonly testMedian: number;
  /** Share of the test images with one certain component. */
  readonly certainShare: number;
  /** Squared error of the most probable component's mean. */
  readonly mse: number;
  /** Agreement of the test images' components with their digits. */
  readonly purity: number;
  readonly adjustedRandIndex: number;
  readonly normalisedMutualInformation: number;
  /** Adjusted Rand index with the components of the first seed: do two starts find the same clusters? */
  readonly agreementWithFirst: number;
}

const seeds = [1, 2, 3, 4, 5];

/** What a fitted mixture says about the test images, in numbers. */
function summariseStart(
  seed: number,
  model: GaussianMixture,
  { logLikelihood, labels, responsibilities }: MixtureEvaluation,
  test: ImageSet,
  firstLabels: Int32Array,
): MixtureStartSummary {
  const { components } = model.config;
  const { iteration, meanLogLikelihood } = model.history[model.history.length - 1]!;
  const byDigit = contingencyTable(test.labels, labels, 10, components);
  const error = gaussianMixture.reconstructionError(model, imageRows(test), responsibilities, "hard");
  return {
    seed,
    iterations: iteration,
    converged: model.converged,
    lowerBound: meanLogLikelihood,
    testScore: logLikelihood.reduce((sum, value) => sum + value, 0) / logLikelihood.length,
    testMedian: quantiles(logLikelihood, [0.5])[0]!,
    certainShare: gaussianMixture.certainShare(responsibilities, components),
    mse: error / 255 ** 2,
    purity: purity(byDigit),
    adjustedRandIndex: adjustedRandIndex(byDigit),
    normalisedMutualInformation: normalisedMutualInformation(byDigit),
    agreementWithFirst: adjustedRandIndex(contingencyTable(firstLabels, labels, components, components)),
  };
}

/** Fits (or reuses) one mixture per seed, the first as in the notebook, and summarises each. */
export async function summariseStarts(
  recipe: Omit<MixtureRecipe, "seed">,
  { data, checkpoints, progress, signal, fresh = false }: StudyContext,
): Promise<MixtureStartSummary[]> {
  const summaries: MixtureStartSummary[] = [];
  let firstLabels: Int32Array | undefined;
  for (const seed of seeds) {
    const title = `mixture, seed ${seed}`;
    const hooks = { progress, title, signal };
    const model = await gaussianMixture.fitOrLoad(
      data.train,
      { ...recipe, seed },
      { ...hooks, folder: checkpoints, fresh },
    );
    const found = await gaussianMixture.evaluate(model, imageRows(data.test), hooks);
    firstLabels ??= found.labels;
    summaries.push(summariseStart(seed, model, found, data.test, firstLabels));
  }
  return summaries;
}

/** Fault M9: the report fits its mixture once, from a start that nobody can repeat. */
export const mixtureStarts: Study<readonly MixtureStartSummary[]> = {
  name: "mixture-starts",
  question: "How much do the report's mixture and its numbers depend on the start of EM?",
  module: import.meta.url,
  seeds,
  run: (context) => summariseStarts(reportMixture, context),
  canary: (context) =>
    summariseStarts(
      { ...reportMixture, components: 3, maxIterations: 3 },
      { ...context, data: fewImages(context, 2000, 200) },
    ),
};
