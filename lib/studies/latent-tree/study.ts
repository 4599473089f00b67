import { type BinarisationRule, binarisedData, type DataSet, firstImages } from "../../data/index.js";
import {
  imageRows,
  type LatentTree,
  type NeighbourTest,
  nearestNeighbourTest,
  nearestRows,
} from "../../models/index.js";
import * as latentTrees from "../../models/latent-tree/index.js";
import { Random } from "../../random/index.js";
import { readingOrderBits } from "../density/reading-order-bits.js";
import { fewImages } from "../runner/canary.js";
import type { Study, StudyContext } from "../runner/study.js";
import { bayesErrors } from "./classification.js";
import {
  type ComparePlan,
  compare,
  fitted,
  natsOf,
  type Recipe,
  type RefittedTree,
  seed,
  type ValidatedTree,
} from "./compare.js";

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
export interface LatentTreePlan extends ComparePlan {
  /** Fits of bits to choose from; a single one needs no choice. */
  readonly bits: readonly Recipe[];
  readonly digits: Recipe;
  readonly samples: number;
  readonly mapImages: number;
}

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

/** Classification by one tree for each digit. */
async function classified(data: DataSet, recipe: Recipe, context: StudyContext) {
  const errors = await bayesErrors(data, async (own, digit) => {
    const model = await fitted(recipe, own, context, `digit ${digit}`);
    return natsOf(model, recipe, data.test, context);
  });
  return { states: recipe.states, errors, count: data.test.count };
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
 * How far does an exact model go that is about local texture only? Published for hidden Chow-Liu trees (Liu and Van den Broeck 2021) on MNIST's 256
 * levels: 1.20 bits per pixel (Liu, Mandt and Van den Broeck 2022); for circuits pruned and grown 1.14 (Dang, Liu and Van den Broeck 2022).
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
