import { type DataSet, dequantisationStream, firstImages } from "../../data/index.js";
import { type MeanWithError, meanWithError } from "../../metrics/index.js";
import {
  type LatentTree,
  type LatentTreeRecipe,
  type NeighbourTest,
  nearestNeighbourTest,
  type TrainedAutoencoder,
  type TrainingOptions,
} from "../../models/index.js";
import * as latentTrees from "../../models/latent-tree/index.js";
import * as vae from "../../models/vae/index.js";
import { Random } from "../../random/index.js";
import { reportTraining, reportVae } from "../../report/index.js";
import { readingOrderBits } from "../density/reading-order-bits.js";
import { fewImages } from "../runner/canary.js";
import type { Study, StudyContext } from "../runner/study.js";
import { type ClassificationRecord, classifyOtherwise } from "./classification.js";
import { type ComparePlan, compare, natsOf, type RefittedTree, seed, type ValidatedTree } from "./compare.js";
import { pooled } from "./pooled.js";

/** Samples beside as many test images, both averaged over blocks of pixels. */
export interface CoherenceRecord {
  /** "training images" for what no model can beat. */
  readonly samplesOf: string;
  readonly tests: readonly { readonly block: number; readonly twoSample: NeighbourTest }[];
}

/** Where on the image the bits of two models lie; means over the first test images. */
export interface BitsBesideVae {
  readonly images: number;
  /** Of the shown tree: `-log2 p(x_d | x_1 .. x_(d-1))`, exact. */
  readonly tree: readonly number[];
  /** Of the VAE on dequantised pixels: `8 + E_q[-log2 p(x_d | z)]`, terms of its bound. */
  readonly vae: readonly number[];
  /** What the bound pays for the VAE's code, bits an image: it lies at no pixel. */
  readonly code: number;
  /** Bits of an image that the tree needs less, by the image: its nats against the VAE's bound. */
  readonly saved: MeanWithError;
}

/** What the study finds out. */
export interface AnnealedTreeResult {
  readonly split: { readonly fit: number; readonly validation: number };
  readonly validated: readonly ValidatedTree[];
  readonly refitted: readonly RefittedTree[];
  readonly coherence: readonly CoherenceRecord[];
  readonly besideVae: BitsBesideVae;
  /** What one tree for each digit (study latent-tree) is to be compared with. */
  readonly classification: readonly ClassificationRecord[];
}

/** How the study runs; smaller in tests. */
export interface AnnealedPlan extends ComparePlan {
  readonly samples: number;
  /** Sides of the blocks. */
  readonly blocks: readonly number[];
  readonly mapImages: number;
  /** Principal directions of a digit's Gaussian. */
  readonly components: number;
  /** Of the VAE. */
  readonly training: Omit<TrainingOptions, "seed">;
}

const annealed = { stepwisePasses: 9, fullPasses: 1, steps: { first: 0.3, last: 0.01 } } as const;

const plan: AnnealedPlan = {
  validationImages: 10_000,
  candidates: [{ ...annealed, states: 16 }],
  shown: 16,
  refitsBest: false,
  validatesSingle: true,
  samples: 2000,
  blocks: [1, 2, 4, 7],
  mapImages: 100,
  components: 20,
  training: reportTraining,
};

const canaryPlan: AnnealedPlan = {
  ...plan,
  validationImages: 200,
  candidates: [
    { ...annealed, stepwisePasses: 2, states: 2 },
    { ...annealed, stepwisePasses: 2, states: 3 },
  ],
  shown: 2,
  refitsBest: true,
  samples: 50,
  mapImages: 1,
  components: 2,
  training: { ...reportTraining, epochs: 1 },
};

/** The recipe of the tree that notebooks show. */
export const shownLatentTree = (): LatentTreeRecipe => ({
  ...plan.candidates.find(({ states }) => states === plan.shown)!,
  seed,
});

/** The VAE of Table 2 that is best on grey levels. */
function continuousVae({ training }: AnnealedPlan, context: StudyContext): Promise<TrainedAutoencoder> {
  const { data, checkpoints: folder, progress, signal, fresh = false } = context;
  const { rows, columns } = data.train;
  const network = { ...reportVae, rows, columns, likelihood: { kind: "continuous-bernoulli" } } as const;
  const hooks = { folder, fresh, progress, signal, title: "VAE, continuous Bernoulli" };
  return vae.fitOrLoad(data, { network, ...training, seed }, hooks);
}

/** Images that may pass for test images, as grey levels 0..255. */
interface Pretenders {
  readonly samplesOf: string;
  readonly levels: ArrayLike<number>;
}

async function coherenceOf(
  { samplesOf, levels }: Pretenders,
  { test }: DataSet,
  { blocks, samples }: AnnealedPlan,
  { signal }: StudyContext,
): Promise<CoherenceRecord> {
  const real = firstImages(test, samples);
  const tests = [];
  for (const block of blocks) {
    const rowsOf = (values: ArrayLike<number>) => ({
      values: pooled(values, test, block),
      columns: (test.rows * test.columns) / block ** 2,
      divisor: 255,
    });
    const twoSample = await nearestNeighbourTest(rowsOf(levels), rowsOf(real.pixels), { signal });
    tests.push({ block, twoSample });
  }
  return { samplesOf, tests };
}

function pretenders(
  trees: readonly LatentTree[],
  autoencoder: TrainedAutoencoder,
  { data: { train } }: StudyContext,
  { samples }: AnnealedPlan,
): Pretenders[] {
  const random = Random.from(seed).split("coherence of samples");
  const pixels = vae.sample(autoencoder, samples, random.split("vae")).values;
  return [
    { samplesOf: "training images", levels: firstImages(train, samples).pixels },
    ...trees.map((model) => ({
      samplesOf: `latent tree, ${model.config.states} states`,
      levels: latentTrees.sample(model, samples, random.split("tree", model.config.states)).values,
    })),
    {
      samplesOf: "VAE, continuous Bernoulli",
      // as dequantisation is undone
      levels: Float64Array.from(pixels, (value) => Math.min(255, Math.floor(256 * value))),
    },
  ];
}

async function bitsBesideVae(
  tree: LatentTree,
  autoencoder: TrainedAutoencoder,
  { mapImages, candidates }: AnnealedPlan,
  context: StudyContext,
): Promise<BitsBesideVae> {
  const images = firstImages(context.data.test, mapImages);
  const dequantisation = dequantisationStream(0);
  const codes = () => Random.from(seed).split("bits beside the VAE");
  const bound = vae.boundByPixel(autoencoder, images, codes(), { dequantisation });
  const { elbo } = vae.evaluate(autoencoder, images, codes(), { dequantisation });
  const nats = await natsOf(tree, candidates[0]!, images, context);
  const pixels = images.rows * images.columns;
  return {
    images: images.count,
    tree: (await readingOrderBits(tree, images, context)).bits,
    vae: Array.from(bound.pixels, (value) => 8 + value / Math.LN2),
    code: bound.divergence / Math.LN2,
    saved: meanWithError(nats.map((value, i) => (value - elbo[i]!) / Math.LN2 + 8 * pixels)),
  };
}

/** The study's work by any plan. */
export async function annealTrees(context: StudyContext, given: AnnealedPlan): Promise<AnnealedTreeResult> {
  const { data } = context;
  const { validated, refitted } = await compare(given.candidates, data, "levels", given, context);
  const models = refitted.map(({ model }) => model);
  const shown = models.find(({ config }) => config.states === given.shown)!;
  const autoencoder = await continuousVae(given, context);
  const coherence = [];
  for (const each of pretenders(models, autoencoder, context, given))
    coherence.push(await coherenceOf(each, data, given, context));
  return {
    split: { fit: data.train.count - given.validationImages, validation: given.validationImages },
    validated,
    refitted: refitted.map(({ record }) => record),
    coherence,
    besideVae: await bitsBesideVae(shown, autoencoder, given, context),
    classification: await classifyOtherwise(data, given.components, context),
  };
}

/**
 * What the study latent-tree leaves open. Long steps that are shortened in the second half take EM farther in as many passes than steps that decay from
 * the first on; what a tree gains on a VAE, it gains somewhere; and what its samples lack, they lack at some scale.
 */
export const latentTreeAnnealed: Study<AnnealedTreeResult> = {
  name: "latent-tree-annealed",
  question:
    "How far does a latent tree go with annealed steps, where on the image does it save bits against a VAE, and at which scale are its samples no digits?",
  module: import.meta.url,
  seeds: [seed],
  run: (context) => annealTrees(context, plan),
  canary: (context) => annealTrees({ ...context, data: fewImages(context, 1000, 100) }, canaryPlan),
};
