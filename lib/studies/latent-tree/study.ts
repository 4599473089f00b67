import {
  type BinarisationRule,
  binarisedData,
  type DataSet,
  firstImages,
  type ImageSet,
  selectImages,
} from "../../data/index.js";
import { type BinaryScore, binaryScore } from "../../metrics/index.js";
import {
  imageRows,
  type LatentTree,
  type LatentTreeRecipe,
  type NeighbourTest,
  nearestNeighbourTest,
  nearestRows,
} from "../../models/index.js";
import * as latentTrees from "../../models/latent-tree/index.js";
import { Random } from "../../random/index.js";
import { tailOf } from "../density/dequantised-images.js";
import { readingOrderBits } from "../density/reading-order-bits.js";
import { splitTraining } from "../density/task.js";
import { fewImages } from "../runner/canary.js";
import type { Study, StudyContext } from "../runner/study.js";

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

/** What the study finds out. */
export interface LatentTreeResult {
  readonly split: { readonly fit: number; readonly validation: number };
  readonly validated: readonly ValidatedTree[];
  /** The trees of levels that the plan refits, and those of either kind of bits. */
  readonly refitted: readonly RefittedTree[];
  /** One tree for each digit: the digit under which an image is most probable. */
  readonly digits: { readonly states: number; readonly errors: number; readonly count: number };
  /** Of the refitted trees of levels: can the nearest neighbour tell samples (first) from test images (second)? */
  readonly samples: readonly {
    readonly states: number;
    readonly twoSample: NeighbourTest;
    /** Samples whose nearest training image is exactly equal to them. */
    readonly copies: number;
  }[];
  /** Mean bits of each pixel of the shown tree given the pixels before it in reading order; their sum is the image's. */
  readonly bitsOfPixels: {
    readonly images: number;
    readonly bits: readonly number[];
    readonly total: number;
  };
}

/** How the study runs; smaller in tests. */
export interface LatentTreePlan {
  readonly validationImages: number;
  /** Fits of grey levels to choose from. */
  readonly candidates: readonly Omit<LatentTreeRecipe, "seed">[];
  /** Number of states of the tree that is looked at more closely. It is fitted to all images, as is the best on validation if `refitsBest`. */
  readonly shown: number;
  readonly refitsBest: boolean;
  /** Fits of bits to choose from; a single one needs no choice. */
  readonly bits: readonly Omit<LatentTreeRecipe, "seed">[];
  readonly digits: Omit<LatentTreeRecipe, "seed">;
  readonly samples: number;
  readonly mapImages: number;
}

const seed = 1;
const passes = { stepwisePasses: 5, fullPasses: 1 } as const;

export const latentTreePlan: LatentTreePlan = {
  validationImages: 10_000,
  candidates: [
    { stepwisePasses: 6, fullPasses: 1, states: 4 },
    { ...passes, states: 16 },
    { ...passes, states: 64 },
  ],
  shown: 16,
  refitsBest: false,
  bits: [{ ...passes, states: 16, levels: 2, divisor: 255 }],
  digits: { ...passes, states: 8, batchRows: 128 },
  samples: 2000,
  mapImages: 60,
};

/** A small part of it that takes every way the whole takes. */
const canaryPlan: LatentTreePlan = {
  validationImages: 200,
  candidates: [
    { stepwisePasses: 2, fullPasses: 1, states: 2 },
    { stepwisePasses: 1, fullPasses: 1, states: 4 },
  ],
  shown: 2,
  refitsBest: true,
  bits: [{ stepwisePasses: 1, fullPasses: 1, states: 3, levels: 2, divisor: 255 }],
  digits: { stepwisePasses: 1, fullPasses: 1, states: 2, batchRows: 128 },
  samples: 50,
  mapImages: 1,
};

/** The recipe of the tree that notebooks show, by its number of states. */
export const shownLatentTree = (): LatentTreeRecipe => ({
  ...recipeOf(latentTreePlan, latentTreePlan.shown),
  seed,
});

const recipeOf = ({ candidates }: LatentTreePlan, states: number) =>
  candidates.find((each) => each.states === states)!;

type Recipe = Omit<LatentTreeRecipe, "seed">;

const rowsOf = ({ pixels, rows, columns }: ImageSet, { divisor = 1 }: Recipe) => ({
  values: pixels,
  columns: rows * columns,
  divisor,
});

async function fitted(
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

async function natsOf(model: LatentTree, recipe: Recipe, images: ImageSet, { signal }: StudyContext) {
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
async function compare(
  candidates: readonly Recipe[],
  data: DataSet,
  kind: LatentTreeRecord["data"],
  plan: LatentTreePlan,
  context: StudyContext,
) {
  const { first, validation } = splitTraining(data, plan.validationImages);
  const pixels = data.test.rows * data.test.columns;
  const validated: { recipe: Recipe; record: ValidatedTree }[] = [];
  // a single candidate is chosen already
  for (const recipe of candidates.length === 1 ? [] : candidates) {
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

/** Classification by Bayes' rule, with each digit's share of the training images as its prior probability. */
async function classified({ train, test }: DataSet, recipe: Recipe, context: StudyContext) {
  const best = new Float64Array(test.count).fill(Number.NEGATIVE_INFINITY);
  const found = new Uint8Array(test.count);
  for (let digit = 0; digit < 10; digit++) {
    const own = Array.from(train.labels.keys()).filter((i) => train.labels[i] === digit);
    if (own.length === 0) continue;
    const model = await fitted(recipe, selectImages(train, own), context, `digit ${digit}`);
    const nats = await natsOf(model, recipe, test, context);
    const prior = Math.log(own.length / train.count);
    nats.forEach((value, i) => {
      if (value + prior <= best[i]!) return;
      best[i] = value + prior;
      found[i] = digit;
    });
  }
  const errors = found.filter((digit, i) => digit !== test.labels[i]).length;
  return { states: recipe.states, errors, count: test.count };
}

async function lookAtSamples(model: LatentTree, data: DataSet, count: number, context: StudyContext) {
  const { test, train } = data;
  const random = Random.from(seed).split("latent tree samples");
  const { values } = latentTrees.sample(model, count, random);
  const samples = { values, columns: test.rows * test.columns, divisor: 255 };
  const real = imageRows(firstImages(test, count), { divisor: 255 });
  const { signal } = context;
  const searched = Math.min(count, 500);
  const some = { ...samples, values: values.subarray(0, searched * samples.columns) };
  const { distances } = await nearestRows(some, imageRows(train, { divisor: 255 }), { signal });
  return {
    states: model.config.states,
    twoSample: await nearestNeighbourTest(samples, real, { signal }),
    copies: distances.filter((distance) => distance < 1e-9).length,
  };
}

/** The study's work by any plan. */
export async function compareLatentTrees(
  context: StudyContext,
  plan: LatentTreePlan,
): Promise<LatentTreeResult> {
  const { data } = context;
  const levels = await compare(plan.candidates, data, "levels", plan, context);
  const shown = levels.refitted.find(({ recipe }) => recipe.states === plan.shown)!;
  const rules: readonly BinarisationRule[] = ["stochastic", "threshold"];
  const ofBits = [];
  for (const rule of rules)
    ofBits.push(await compare(plan.bits, binarisedData(data, rule), rule, plan, context));
  const samples = [];
  for (const { model } of levels.refitted)
    samples.push(await lookAtSamples(model, data, plan.samples, context));
  const all = [levels, ...ofBits];
  return {
    split: { fit: data.train.count - plan.validationImages, validation: plan.validationImages },
    validated: all.flatMap(({ validated }) => validated),
    refitted: all.flatMap(({ refitted }) => refitted.map(({ record }) => record)),
    digits: await classified(data, plan.digits, context),
    samples,
    bitsOfPixels: await readingOrderBits(shown.model, firstImages(data.test, plan.mapImages), context),
  };
}

/**
 * How far does an exact model go that is about local texture only? Published for hidden Chow-Liu trees on MNIST's 256 levels: 1.20 bits per pixel (Liu and Van den
 * Broeck 2021); for circuits pruned and grown 1.14 (Dang, Liu and Van den Broeck 2022).
 */
export const latentTree: Study<LatentTreeResult> = {
  name: "latent-tree",
  question:
    "How good a density of images on 256 grey levels, and of bits, is a tree of latent states, and what does it not know?",
  module: import.meta.url,
  seeds: [seed],
  run: (context) => compareLatentTrees(context, latentTreePlan),
  canary: (context) => compareLatentTrees({ ...context, data: fewImages(context, 1000, 100) }, canaryPlan),
};
