import {
  type DataSet,
  dequantisationStream,
  dequantise,
  firstImages,
  type ImageSet,
  selectImages,
} from "../../data/index.js";
import { quantiles } from "../../math/index.js";
import { type LevelScore, levelScore, type WorstShare, worstShare } from "../../metrics/index.js";
import * as gaussianMixture from "../../models/gaussian-mixture/index.js";
import type { GaussianMixture, Observations } from "../../models/index.js";
import { programVersion } from "../../node/index.js";
import { Random } from "../../random/index.js";
import { fewImages } from "../runner/canary.js";
import { keptFit } from "../runner/kept-fit.js";
import type { Study, StudyContext } from "../runner/study.js";

/** One variance floor: the mixture fitted with it, on images it has not seen. */
export interface FloorScore {
  /** Added to every variance in every M step, in units of [0, 1]^2. */
  readonly floor: number;
  readonly iterations: number;
  readonly converged: boolean;
  /** Mean log-density of a dequantised image it was fitted to, nats. */
  readonly lowerBound: number;
  readonly validation: LevelScore;
  readonly test: LevelScore;
}

/** What the study finds out. */
export interface MixtureFloorResult {
  /** Numbers of images. */
  readonly split: { readonly fit: number; readonly validation: number };
  /** From the highest floor to the lowest. */
  readonly floors: readonly FloorScore[];
  /** The floor with the best mean on the validation images. */
  readonly chosen: number;
  /** The mixture with the chosen floor, fitted to all training images. */
  readonly refit: Omit<FloorScore, "validation"> & {
    /** 0, 0.1, 1, 50 and 100 % quantiles of the test images' log-densities, one draw. */
    readonly testQuantiles: readonly number[];
    readonly worst: readonly WorstShare[];
  };
  /** No EM: one Gaussian for each digit's training images, by floor. */
  readonly digits: readonly { readonly floor: number; readonly test: LevelScore }[];
}

/** How the study runs; smaller in tests. */
export interface FloorPlan {
  /** In the order in which they are fitted: each fit begins where the one before has ended. */
  readonly floors: readonly number[];
  readonly validationImages: number;
  readonly components: number;
  /** Draws of the dequantisation over which densities are averaged. */
  readonly draws: number;
  /** In nats per image: on this scale differences of floors are tens and hundreds of nats. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

const plan: FloorPlan = {
  floors: [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7],
  validationImages: 10_000,
  components: 10,
  draws: 5,
  tolerance: 0.02,
  maxIterations: 60,
};

const seed = 1;
const columnsOf = ({ rows, columns }: ImageSet) => rows * columns;

function dequantised(images: ImageSet, random: Random): Observations {
  return { values: dequantise(images.pixels, random), columns: columnsOf(images) };
}

/** The training images are dequantised once, by a stream of their own. */
const trainingRows = (images: ImageSet) =>
  dequantised(images, Random.from(seed).split("dequantisation of training images"));

/** Log-densities of images under the draws of their dequantisation, one array a draw. */
async function densities(model: GaussianMixture, images: ImageSet, draws: number): Promise<Float64Array[]> {
  const perDraw: Float64Array[] = [];
  for (let draw = 0; draw < draws; draw++) {
    perDraw.push(await gaussianMixture.logDensity(model, dequantised(images, dequantisationStream(draw))));
  }
  return perDraw;
}

async function score(model: GaussianMixture, images: ImageSet, draws: number): Promise<LevelScore> {
  return levelScore(await densities(model, images, draws), columnsOf(images));
}

/** A fit of some floor, begun where another ended, or by k-means; from its checkpoint where it has been made before. */
async function fitted(
  name: string,
  rows: Observations,
  floor: number,
  from: GaussianMixture | undefined,
  { context, plan }: { readonly context: StudyContext; readonly plan: FloorPlan },
): Promise<GaussianMixture> {
  const { data, progress, signal } = context;
  const code = programVersion(import.meta.url, "chooseFloor");
  const key = { name, floor, plan, data: data.train.digest, code };
  const { components, tolerance, maxIterations } = plan;
  const start = from === undefined ? ("k-means" as const) : { parameters: from.parameters };
  const config = { components, regularisation: floor, tolerance, maxIterations, start };
  const random = Random.from(seed).split("mixture floor");
  const hooks = { random, progress, signal, title: `mixture, ${name}, floor ${floor}` };
  return keptFit(context, `mixture-floor-${name}-${floor}`, key, () =>
    gaussianMixture.fit(rows, config, hooks),
  );
}

const ends = ({ history, converged, config }: GaussianMixture) => ({
  floor: config.regularisation,
  iterations: history.length,
  converged,
  lowerBound: history[history.length - 1]!.meanLogLikelihood,
});

/** All floors on the first part of the training images, scored on the last part and on the test images. */
async function scoreFloors(context: StudyContext, plan: FloorPlan) {
  const { train, test } = context.data;
  const split = { fit: train.count - plan.validationImages, validation: plan.validationImages };
  const validation = selectImages(
    train,
    Int32Array.from({ length: split.validation }, (_, i) => split.fit + i),
  );
  const rows = trainingRows(firstImages(train, split.fit));
  const models: GaussianMixture[] = [];
  const floors: FloorScore[] = [];
  for (const floor of plan.floors) {
    const model = await fitted("first part", rows, floor, models.at(-1), { context, plan });
    models.push(model);
    const scored = await score(model, validation, plan.draws);
    floors.push({ ...ends(model), validation: scored, test: await score(model, test, plan.draws) });
  }
  const best = floors.reduce((a, b, i) => (b.validation.mean > floors[a]!.validation.mean ? i : a), 0);
  return { split, floors, chosen: plan.floors[best]!, model: models[best]! };
}

async function scoreDigits({ train, test }: DataSet, plan: FloorPlan): Promise<MixtureFloorResult["digits"]> {
  const rows = trainingRows(train);
  const digits: { floor: number; test: LevelScore }[] = [];
  for (const floor of plan.floors) {
    const model = await gaussianMixture.fitClasses(rows, train.labels, {
      classes: 10,
      regularisation: floor,
    });
    digits.push({ floor, test: await score(model, test, plan.draws) });
  }
  return digits;
}

/** Runs the study by a plan. */
export async function chooseFloor(context: StudyContext, plan: FloorPlan): Promise<MixtureFloorResult> {
  const { data } = context;
  const { split, floors, chosen, model } = await scoreFloors(context, plan);
  const all = await fitted("all", trainingRows(data.train), chosen, model, { context, plan });
  const perDraw = await densities(all, data.test, plan.draws);
  const refit = {
    ...ends(all),
    test: levelScore(perDraw, columnsOf(data.test)),
    testQuantiles: quantiles(perDraw[0]!, [0, 0.001, 0.01, 0.5, 1]),
    worst: [10, 100].map((count) => worstShare(perDraw[0]!, Math.min(count, data.test.count - 1))),
  };
  return { split, floors, chosen, refit, digits: await scoreDigits(data, plan) };
}

/** Fault M1: on bytes the mixture's density is decided by variances of 1e-6 that nobody chose. */
export const mixtureFloor: Study<MixtureFloorResult> = {
  name: "mixture-floor",
  question:
    "Which variance floor does a mixture of ten Gaussians want on dequantised pixels, and what is its density of test images then?",
  module: import.meta.url,
  seeds: [seed],
  run: (context) => chooseFloor(context, plan),
  canary: (context) =>
    chooseFloor(
      { ...context, data: fewImages(context, 1500, 200) },
      { ...plan, floors: [1e-2, 1e-4], validationImages: 300, components: 3, draws: 2, maxIterations: 3 },
    ),
};
