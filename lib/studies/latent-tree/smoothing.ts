import type { DataSet } from "../../data/index.js";
import { type BinaryScore, binaryScore, type MeanWithError, meanWithError } from "../../metrics/index.js";
import type { PseudoCounts } from "../../models/latent-tree/index.js";
import { splitTraining } from "../density/task.js";
import { fewImages } from "../runner/canary.js";
import type { Study, StudyContext } from "../runner/study.js";
import { fitted, natsOf, type Recipe, seed } from "./compare.js";

/** A tree fitted with these pseudo-counts. */
export interface SmoothedTree {
  readonly pseudoCounts: PseudoCounts;
  /** Mean log-likelihood of the images fitted, nats, in the last pass. */
  readonly training: number;
  readonly validation: BinaryScore;
  /** Nats of a validation image more than with the pseudo-counts of the library's default, in pairs by the image. */
  readonly gain: MeanWithError;
}

/** What the study finds out. */
export interface SmoothingResult {
  readonly states: number;
  readonly split: { readonly fit: number; readonly validation: number };
  /** The first is the default. */
  readonly trees: readonly SmoothedTree[];
}

/** How the study runs; smaller in tests. */
export interface SmoothingPlan {
  readonly recipe: Recipe;
  readonly validationImages: number;
  /** The default first. */
  readonly pseudoCounts: readonly PseudoCounts[];
}

const plan: SmoothingPlan = {
  recipe: { states: 16, stepwisePasses: 3, fullPasses: 1, steps: { first: 0.3, last: 0.01 } },
  validationImages: 10_000,
  pseudoCounts: [
    { transition: 1, emission: 5 },
    { transition: 1, emission: 1 },
    { transition: 1, emission: 25 },
    { transition: 0.1, emission: 5 },
    { transition: 10, emission: 5 },
  ],
};

/** The study's work by any plan. */
export async function compareSmoothing(
  data: DataSet,
  { recipe, validationImages, pseudoCounts }: SmoothingPlan,
  context: StudyContext,
): Promise<SmoothingResult> {
  const { first, validation } = splitTraining(data, validationImages);
  const pixels = first.rows * first.columns;
  const trees: SmoothedTree[] = [];
  let byDefault: Float64Array | undefined;
  for (const each of pseudoCounts) {
    const own = { ...recipe, pseudoCounts: each };
    const what = `pseudo-counts ${each.transition} and ${each.emission}`;
    const model = await fitted(own, first, context, what);
    const nats = await natsOf(model, own, validation, context);
    byDefault ??= nats;
    const base = byDefault;
    trees.push({
      pseudoCounts: each,
      training: model.history.at(-1)!.meanLogLikelihood,
      validation: binaryScore(nats, pixels),
      gain: meanWithError(nats.map((value, i) => value - base[i]!)),
    });
  }
  return { states: recipe.states, split: { fit: first.count, validation: validationImages }, trees };
}

/** Laplace's smoothing is a prior: how much of it is decided on validation images, one pseudo-count at a time. */
export const latentTreeSmoothing: Study<SmoothingResult> = {
  name: "latent-tree-smoothing",
  question: "How much smoothing of transitions and of emissions does a latent tree want?",
  module: import.meta.url,
  seeds: [seed],
  run: (context) => compareSmoothing(context.data, plan, context),
  canary: (context) =>
    compareSmoothing(
      fewImages(context, 400, 50),
      {
        ...plan,
        validationImages: 100,
        recipe: { ...plan.recipe, states: 2, stepwisePasses: 1 },
        pseudoCounts: plan.pseudoCounts.slice(0, 2),
      },
      context,
    ),
};
