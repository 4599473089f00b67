import type { BinarisationRule, DataSet, ImageSet } from "../../data/index.js";
import { type BinaryScore, binaryScore } from "../../metrics/index.js";
import type { LatentTree, LatentTreeRecipe } from "../../models/index.js";
import * as latentTrees from "../../models/latent-tree/index.js";
import { tailOf } from "../density/dequantised-images.js";
import { splitTraining } from "../density/task.js";
import type { StudyContext } from "../runner/study.js";

/** Of every fit. */
export const seed = 1;

/** One fit. Scores are of discrete images: nats of a probability, bits per pixel without dequantisation. */
export interface LatentTreeRecord {
  readonly states: number;
  /** The share of a level nearby, and how near. */
  readonly blur: { readonly share: number; readonly width: number } | null;
  readonly data: "levels" | BinarisationRule;
  /** Number of images it was fitted to. */
  readonly images: number;
  readonly parameters: number;
  /** Mean log-likelihood of the images fitted, nats, pass by pass. */
  readonly history: readonly number[];
}

export interface ValidatedTree extends LatentTreeRecord {
  readonly validation: BinaryScore;
  /** Of this fit; no choice has seen it. */
  readonly test: BinaryScore;
}

/** A fit to all training images. */
export interface RefittedTree extends LatentTreeRecord {
  readonly test: BinaryScore;
  /** 0, 0.1, 1, 50 and 100 % quantiles of the test images' log-likelihoods. */
  readonly testQuantiles: readonly number[];
}

/** A fit from the study's seed. */
export type Recipe = Omit<LatentTreeRecipe, "seed">;

/** What is compared; smaller in tests. */
export interface ComparePlan {
  readonly validationImages: number;
  /** Fits of grey levels to choose from. */
  readonly candidates: readonly Recipe[];
  /** Number of states of the tree that is looked at more closely. It is fitted to all images, as is the best on validation if `refitsBest`. */
  readonly shown: number;
  readonly refitsBest: boolean;
  /** Whether a single candidate, which is chosen already, is validated too. Default false. */
  readonly validatesSingle?: boolean;
}

const rowsOf = ({ pixels, rows, columns }: ImageSet, { divisor = 1 }: Recipe) => ({
  values: pixels,
  columns: rows * columns,
  divisor,
});

/** From its checkpoint where it has been made before. */
export async function fitted(
  recipe: Recipe,
  images: ImageSet,
  context: StudyContext,
  what: string,
): Promise<LatentTree> {
  const { checkpoints: folder, progress, signal, fresh = false } = context;
  const title = `${recipe.states} states, ${what}, ${images.count} images`;
  return latentTrees.fitOrLoad(
    images,
    { ...recipe, seed },
    {
      folder,
      fresh,
      progress,
      title,
      signal,
    },
  );
}

/** ln p(x) of images, nats. */
export async function natsOf(model: LatentTree, recipe: Recipe, images: ImageSet, { signal }: StudyContext) {
  return latentTrees.logDensity(model, rowsOf(images, recipe), { signal });
}

function recordOf(
  model: LatentTree,
  recipe: Recipe,
  data: LatentTreeRecord["data"],
  images: ImageSet,
): LatentTreeRecord {
  return {
    states: recipe.states,
    blur: recipe.blur ?? null,
    data,
    images: images.count,
    parameters: latentTrees.parameterCount(model.config),
    history: model.history.map(({ meanLogLikelihood }) => meanLogLikelihood),
  };
}

/** Fits all candidates to the first part, and to all images the best of them and those that are wanted besides. */
export async function compare(
  candidates: readonly Recipe[],
  data: DataSet,
  kind: LatentTreeRecord["data"],
  plan: ComparePlan,
  context: StudyContext,
) {
  const { first, validation } = splitTraining(data, plan.validationImages);
  const pixels = data.test.rows * data.test.columns;
  const validated: { recipe: Recipe; record: ValidatedTree }[] = [];
  const isChosen = candidates.length === 1 && plan.validatesSingle !== true;
  for (const recipe of isChosen ? [] : candidates) {
    const model = await fitted(recipe, first, context, kind);
    const score = async (images: ImageSet) =>
      binaryScore(await natsOf(model, recipe, images, context), pixels);
    const scores = { validation: await score(validation), test: await score(data.test) };
    validated.push({ recipe, record: { ...recordOf(model, recipe, kind, first), ...scores } });
  }
  const shown = candidates.find(({ states }) => states === plan.shown) ?? candidates[0]!;
  const best = (plan.refitsBest ? bestOf(validated) : undefined) ?? shown;
  const refitted: { recipe: Recipe; model: LatentTree; record: RefittedTree }[] = [];
  for (const recipe of new Set([shown, best])) {
    const model = await fitted(recipe, data.train, context, kind);
    const nats = await natsOf(model, recipe, data.test, context);
    const { testQuantiles } = tailOf(nats);
    const record = {
      ...recordOf(model, recipe, kind, data.train),
      test: binaryScore(nats, pixels),
      testQuantiles,
    };
    refitted.push({ recipe, model, record });
  }
  return { validated: validated.map(({ record }) => record), refitted };
}

const bestOf = (fits: readonly { readonly recipe: Recipe; readonly record: ValidatedTree }[]) =>
  [...fits].sort((a, b) => b.record.validation.mean - a.record.validation.mean)[0]?.recipe;
