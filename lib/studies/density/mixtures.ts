import { fewImages } from "../runner/canary.js";
import type { Study, StudyContext } from "../runner/study.js";
import { type BitsPlan, compareBernoulliMixtures } from "./bits.js";
import { DequantisedImages } from "./dequantised-images.js";
import { compareFactorMixtures, type FactorPlan } from "./factors.js";
import { comparePca } from "./pca.js";
import { type FamilyRecords, joined, splitTraining } from "./task.js";

/** What the study finds out. */
export interface DensityMixturesResult extends FamilyRecords {
  /** Numbers of images. */
  readonly split: { readonly fit: number; readonly validation: number };
}

/** How the study runs; smaller in tests. */
export interface DensityPlan {
  readonly validationImages: number;
  /** Draws of the dequantisation over which densities are averaged. */
  readonly draws: number;
  /** Numbers of latent dimensions of probabilistic PCA. */
  readonly components: readonly number[];
  readonly factors: FactorPlan;
  readonly bits: BitsPlan;
}

const seeds = [1, 2, 3];

export const densityPlan: DensityPlan = {
  validationImages: 10_000,
  draws: 5,
  components: [1, 2, 5, 10, 20, 40, 80, 120, 200, 300, 400, 500, 600, 700, 720, 750],
  factors: {
    sizes: [
      { components: 10, factors: 5, seeds: [1] },
      { components: 10, factors: 10, seeds: [1] },
      { components: 10, factors: 40, seeds: [1] },
      { components: 50, factors: 10, seeds: [1, 2] },
    ],
    floors: [1e-3, 1e-4, 1e-5, 4e-6, 2e-6, 1e-6],
    tolerance: 0.1,
    maxIterations: 40,
  },
  bits: {
    sizes: [
      { components: 1, seeds: [1] },
      { components: 10, seeds },
      { components: 50, seeds: [1, 2] },
      { components: 100, seeds: [1] },
    ],
    pseudoCounts: [1, 0.1],
    tolerance: 0.01,
    maxIterations: 200,
  },
};

/** A small part of it that takes every way the whole takes. */
const canaryPlan: DensityPlan = {
  validationImages: 500,
  draws: 2,
  components: [1, 20, 300],
  factors: {
    sizes: [{ components: 4, factors: 3, seeds: [1] }],
    floors: [1e-3, 1e-5],
    tolerance: 0.1,
    maxIterations: 4,
  },
  bits: {
    sizes: [
      { components: 1, seeds: [1] },
      { components: 5, seeds: [1] },
    ],
    pseudoCounts: [1, 0.1],
    tolerance: 0.01,
    maxIterations: 5,
  },
};

/** Runs the study by a plan. */
export async function compareDensities(
  context: StudyContext,
  plan: DensityPlan,
): Promise<DensityMixturesResult> {
  const { data } = context;
  const { validationImages, draws } = plan;
  const split = splitTraining(data, validationImages);
  const task = {
    split,
    train: data.train,
    validation: new DequantisedImages(split.validation, draws),
    test: new DequantisedImages(data.test, draws),
  };
  const families = [
    await comparePca(task, plan.components, context),
    await compareFactorMixtures(task, plan.factors, context),
    await compareBernoulliMixtures(data, validationImages, plan.bits, context),
  ];
  return { split: { fit: split.first.count, validation: validationImages }, ...joined(families) };
}

/**
 * One scale for the models without a network. Published for Bernoulli mixtures on MNIST binarised once and for all, fitted to 50,000 images:
 * -168.95 nats with 10 components, -137.64 with 500 (Larochelle and Murray 2011; Germain, Gregor, Murray and Larochelle 2015, table 6).
 * Here the bits are another draw, the fits begin with k-means++, validation chooses the pseudo-count, and the refit has 60,000 images.
 */
export const densityMixtures: Study<DensityMixturesResult> = {
  name: "density-mixtures",
  question:
    "How good a density of images, on 256 grey levels and on bits, do probabilistic PCA and mixtures of factor analysers and of Bernoulli images reach?",
  module: import.meta.url,
  seeds,
  run: (context) => compareDensities(context, densityPlan),
  canary: (context) => compareDensities({ ...context, data: fewImages(context, 2000, 300) }, canaryPlan),
};
