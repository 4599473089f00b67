import { binarisedData } from "../../data/index.js";
import { logMeanExp } from "../../math/index.js";
import { type MeanWithError, meanWithError } from "../../metrics/index.js";
import * as latentTrees from "../../models/latent-tree/index.js";
import { reportTraining } from "../../report/index.js";
import type { DensityScale } from "../../tables/index.js";
import { shownLatentTree } from "../latent-tree/annealed.js";
import { mixtureFloor } from "../mixture/floor.js";
import { fewImages } from "../runner/canary.js";
import { readStudy, type Study, type StudyContext } from "../runner/study.js";
import { DequantisedImages } from "./dequantised-images.js";
import { densityGrowth, growthPlan } from "./growth.js";
import { densityMixtures, densityPlan } from "./mixtures.js";
import {
  bernoulliSource,
  type ChosenModels,
  type DensitySource,
  densitySources,
  type TestImages,
} from "./sources.js";

/** One model on its scale; nats per test image. */
export interface PairedRow {
  readonly model: string;
  readonly scale: DensityScale;
  readonly alone: MeanWithError;
  /** Of grey levels: of (p + guard) / 2, the same guard for every model; of bits, where every model allows for every bit, as alone. */
  readonly guarded: MeanWithError;
  /** The least of all images. */
  readonly least: number;
}

/** The difference of two models image by image, the better one first. */
export interface PairedDifference {
  readonly scale: DensityScale;
  readonly isGuarded: boolean;
  readonly better: string;
  readonly worse: string;
  readonly difference: MeanWithError;
}

/** What the study finds out. */
export interface DensityPairedResult {
  /** Draws of the dequantisation. */
  readonly draws: number;
  /** The model that guards all models of grey levels. */
  readonly guard: string;
  readonly rows: readonly PairedRow[];
  /** Of neighbours in the order of the means, alone and guarded. */
  readonly neighbours: readonly PairedDifference[];
}

type Item = Pick<DensitySource, "name" | "scale" | "densities">;

/** What is compared; smaller in a canary. */
export interface PairedPlan {
  readonly sources: readonly Item[];
  readonly guard: Item;
  readonly draws: number;
}

const averaged = (perDraw: readonly Float64Array[]) =>
  perDraw[0]!.map((_, i) => perDraw.reduce((sum, values) => sum + values[i]!, 0) / perDraw.length);

interface Found extends Pick<Item, "name" | "scale"> {
  readonly alone: Float64Array;
  readonly guarded: Float64Array;
}

function neighboursOf(found: readonly Found[], scale: DensityScale, isGuarded: boolean): PairedDifference[] {
  const valuesOf = (each: Found) => (isGuarded ? each.guarded : each.alone);
  const ordered = found
    .filter((each) => each.scale === scale)
    .map((each) => ({ name: each.name, values: valuesOf(each), mean: meanWithError(valuesOf(each)).mean }))
    .sort((a, b) => b.mean - a.mean);
  return ordered.slice(1).map((worse, i) => {
    const better = ordered[i]!;
    const differences = better.values.map((value, n) => value - worse.values[n]!);
    return {
      scale,
      isGuarded,
      better: better.name,
      worse: worse.name,
      difference: meanWithError(differences),
    };
  });
}

/** Every model on the same test images, and the same draws of their dequantisation. */
export async function comparePaired(
  context: StudyContext,
  { sources, guard, draws }: PairedPlan,
): Promise<DensityPairedResult> {
  const { test } = context.data;
  const images: TestImages = {
    dequantised: new DequantisedImages(test, draws),
    bits: binarisedData(context.data, "stochastic").test,
  };
  const wide = await guard.densities(images);
  const guardedBy = (perDraw: readonly Float64Array[]) =>
    perDraw.map((values, draw) => values.map((value, i) => logMeanExp([value, wide[draw]![i]!])));
  const found: Found[] = [];
  const task = context.progress("densities image by image", sources.length);
  for (const { name, scale, densities } of sources) {
    const perDraw = await densities(images);
    const alone = averaged(perDraw);
    found.push({
      name,
      scale,
      alone,
      guarded: scale === "grey levels" ? averaged(guardedBy(perDraw)) : alone,
    });
    task.update(found.length);
  }
  task.finish();
  return {
    draws,
    guard: guard.name,
    rows: found.map(({ name, scale, alone, guarded }) => ({
      model: name,
      scale,
      alone: meanWithError(alone),
      guarded: meanWithError(guarded),
      least: alone.reduce((least, value) => Math.min(least, value)),
    })),
    neighbours: [
      ...neighboursOf(found, "grey levels", false),
      ...neighboursOf(found, "grey levels", true),
      ...neighboursOf(found, "bits", false),
    ],
  };
}

/** The tree of notebook 1.2.3 as a density of dequantised pixels: the same in all of a grey level's cell, at every draw. */
function treeSource(context: StudyContext, recipe = shownLatentTree()): Item {
  return {
    name: `latent tree, ${recipe.states} states`,
    scale: "grey levels",
    async densities({ dequantised }) {
      const { data, checkpoints: folder, progress, signal, fresh = false } = context;
      const hooks = { folder, fresh, progress, signal };
      const tree = await latentTrees.fitOrLoad(data.train, recipe, hooks);
      const { pixels, rows, columns } = data.test;
      const found = await latentTrees.logDensity(tree, { values: pixels, columns: rows * columns }, hooks);
      const levels = rows * columns * Math.log(256);
      const density = found.map((value) => value + levels);
      return Array.from({ length: dequantised.draws }, () => density);
    },
  };
}

const seed = 1;

/** One of each kind, and the two sizes of PPCA, the narrower of which guards the others: no model of grey levels is wider. */
const compared = new Set([
  "PPCA, M = 2",
  "PPCA, M = 700",
  "GMM, 10 components",
  "50 factor analysers, 10 factors",
  "VAE, continuous Bernoulli",
  "50 Bernoulli images",
  "VAE",
]);
const guardName = "PPCA, M = 2";
const guardOf = (sources: readonly Item[]) => sources.find(({ name }) => name === guardName)!;

/** Differences from image to image are much smaller than the images' own: only paired they say which of two models is better, and whether. */
export const densityPaired: Study<DensityPairedResult> = {
  name: "density-paired",
  question:
    "Which neighbours in Table 2 are apart by more than the choice of the test images, and is the order another one when every model is guarded alike?",
  module: import.meta.url,
  seeds: [seed],
  run: (context) => {
    const mixtures = readStudy(densityMixtures).result;
    const floors = readStudy(mixtureFloor).result;
    const grown = readStudy(densityGrowth).result;
    const densities = { ...growthPlan, bits: { ...growthPlan, sizes: [] } };
    const largest = bernoulliSource(grown.chosen, grown, { densities }, context);
    const all = densitySources({ mixtures, floors }, context);
    const sources = [...all.filter(({ name }) => compared.has(name)), largest, treeSource(context)];
    return comparePaired(context, { sources, guard: guardOf(sources), draws: 1 });
  },
  canary: (context) => {
    const few = { ...context, data: fewImages(context, 1500, 60) };
    const plan = {
      densities: {
        ...densityPlan,
        validationImages: 300,
        factors: { ...densityPlan.factors, maxIterations: 3 },
        bits: { ...densityPlan.bits, maxIterations: 3 },
      },
      training: { ...reportTraining, epochs: 1 },
      maxIterations: 2,
      grid: { from: -4, to: 4, spacing: 0.2, blockSteps: 4, refinement: 2, margin: 40 },
    };
    // so few images do not fill fifty components; ten go the same way
    const filled = densitySources(canaryChoices, few, plan).filter(
      ({ name }) => name !== "50 Bernoulli images",
    );
    return comparePaired(few, { sources: filled, guard: guardOf(filled), draws: 2 });
  },
};

const canaryChoices: ChosenModels = {
  floors: { chosen: 1e-2 },
  mixtures: {
    refitted: [
      { name: "probabilistic-pca", data: "dequantised", config: { components: 2 }, seed },
      {
        name: "factor-mixture",
        data: "dequantised",
        config: { components: 50, factors: 10, varianceFloor: 1e-4 },
        seed,
      },
      { name: "bernoulli-mixture", data: "stochastic", config: { components: 10, pseudoCount: 0.1 }, seed },
    ],
  },
};
