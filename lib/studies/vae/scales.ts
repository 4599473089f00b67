import {
  type BinarisationRule,
  binarisedData,
  type DataSet,
  dequantisationStream,
  firstImages,
  type ImageSet,
} from "../../data/index.js";
import { bitsPerDimension, type MeanWithError, meanWithError } from "../../metrics/index.js";
import type {
  AutoencoderConfig,
  LikelihoodConfig,
  RefinedGridRule,
  RefinedMarginal,
  TrainedAutoencoder,
  TrainingOptions,
} from "../../models/index.js";
import * as vae from "../../models/vae/index.js";
import { Random } from "../../random/index.js";
import { reportConvolutionalVae, reportTraining, reportVae } from "../../report/index.js";
import type { DensityScale } from "../../tables/index.js";
import { fewImages } from "../runner/canary.js";
import type { Study, StudyContext } from "../runner/study.js";

/** A training of the study: a model, what its pixels are, and a seed. */
export interface ScalePlan {
  readonly model: "VAE" | "CVAE";
  readonly likelihood: LikelihoodConfig;
  /** Bits for a Bernoulli, dequantised grey levels for a density. */
  readonly data: BinarisationRule | "dequantised";
  readonly seed: number;
}

/** A quadrature with some distance of its points. */
export interface QuadratureStep {
  readonly spacing: number;
  readonly mean: number;
}

/** One trained model on the scale it was trained for; nats per test image. */
export interface ScaleRow extends ScalePlan {
  readonly scale: DensityScale;
  readonly latent: number;
  readonly elbo: MeanWithError;
  /** ln p(x) by quadrature over the code, with its standard error over the test images. */
  readonly logLikelihood: MeanWithError;
  /** Means of the quadrature over the first test images by its spacing: how far it has converged. */
  readonly convergence: { readonly images: number; readonly steps: readonly QuadratureStep[] };
  /** The largest share of p(x) that the skipped parts of the code's plane could hold, over all images. */
  readonly leftOut: number;
  /** Grey levels: 8 - nats / (784 ln 2); bits: -nats / (784 ln 2). */
  readonly bitsPerDimension: number;
  /** Grey levels: means for each draw of the dequantisation. */
  readonly byDraw: readonly number[];
  /** Mean of ln p(x) - ELBO over the test images of each digit. */
  readonly gapByDigit: readonly number[];
}

/** Two estimates of the same ln p(x) that share no approximation, on the first test images, and what the encoder's samples give. */
export interface MarginalCheck {
  readonly model: "VAE" | "CVAE";
  readonly images: number;
  readonly quadrature: number;
  /** Importance-weighted bound with a located proposal. */
  readonly located: { readonly samples: number; readonly mean: number; readonly standardError: number };
  /** Largest difference of the two over the images. */
  readonly largestDifference: number;
  /** Importance-weighted bounds with q(z | x) as the proposal, by K. */
  readonly encoder: readonly { readonly samples: number; readonly mean: number }[];
}

/** What the study finds out. */
export interface VaeScalesResult {
  readonly rows: readonly ScaleRow[];
  readonly checks: readonly MarginalCheck[];
}

const bernoulli = { kind: "bernoulli" } as const;
const continuous = { kind: "continuous-bernoulli" } as const;
const gaussian = (varianceFloor: number) => ({ kind: "gaussian", varianceFloor }) as const;

const plans: readonly ScalePlan[] = [
  ...[1, 2].flatMap((seed): ScalePlan[] => [
    { model: "VAE", likelihood: bernoulli, data: "stochastic", seed },
    { model: "VAE", likelihood: continuous, data: "dequantised", seed },
  ]),
  { model: "VAE", likelihood: bernoulli, data: "threshold", seed: 1 },
  ...[1e-2, 1e-4, 1e-6].map(
    (floor): ScalePlan => ({ model: "VAE", likelihood: gaussian(floor), data: "dequantised", seed: 1 }),
  ),
  { model: "CVAE", likelihood: bernoulli, data: "stochastic", seed: 1 },
  { model: "CVAE", likelihood: continuous, data: "dequantised", seed: 1 },
  { model: "CVAE", likelihood: bernoulli, data: "threshold", seed: 1 },
  { model: "CVAE", likelihood: gaussian(1e-4), data: "dequantised", seed: 1 },
];

/** How the study runs; smaller in tests. */
export interface ScalesSetting {
  readonly models: Readonly<Record<ScalePlan["model"], AutoencoderConfig>>;
  readonly plans: readonly ScalePlan[];
  readonly training: TrainingOptions;
  readonly grid: RefinedGridRule;
  /** Draws of the dequantisation over which densities are averaged. */
  readonly draws: number;
  /** First test images on which the quadrature is refined and compared with sampling. */
  readonly checkedImages: number;
  /** Samples of the importance-weighted bounds: the last is also that of the located proposal. */
  readonly samples: readonly number[];
}

const fullSetting: ScalesSetting = {
  models: { VAE: reportVae, CVAE: reportConvolutionalVae },
  plans,
  training: reportTraining,
  // scanned at 0.1, summed at 0.0125: decoders of densities have posteriors of sd 0.02
  grid: { from: -10, to: 10, spacing: 0.1, blockSteps: 4, refinement: 8, margin: 40 },
  draws: 2,
  checkedImages: 500,
  samples: [1, 5, 50, 500, 5000],
};

/** What every part of a run needs. */
interface Work {
  readonly setting: ScalesSetting;
  readonly context: StudyContext;
}

const nameOf = ({ model, likelihood, data, seed }: ScalePlan) => {
  const floor = likelihood.kind === "gaussian" ? `, floor ${likelihood.varianceFloor}` : "";
  return `${model}, ${likelihood.kind}${floor}, ${data}, seed ${seed}`;
};

/** The training that a plan asks for, from its checkpoint where it has been made before. */
export function trainedForScale(
  { model, likelihood, seed, ...rest }: ScalePlan,
  data: DataSet,
  { setting, context }: { readonly setting: ScalesSetting; readonly context: StudyContext },
): Promise<TrainedAutoencoder> {
  const base = setting.models[model];
  const network = likelihood.kind === "bernoulli" ? base : { ...base, likelihood };
  const { checkpoints: folder, fresh = false, progress, signal } = context;
  const title = nameOf({ model, likelihood, seed, ...rest });
  const hooks = { folder, fresh, progress, title, signal };
  return vae.fitOrLoad(data, { network, ...setting.training, seed }, hooks);
}

function quadrature(
  model: TrainedAutoencoder,
  images: ImageSet,
  rule: RefinedGridRule,
  dequantisation: Random | undefined,
  { signal, progress }: StudyContext,
): Promise<RefinedMarginal> {
  return vae.logMarginalByRefinedQuadrature(model, images, rule, { dequantisation, signal, progress });
}

const isDensity = ({ data }: ScalePlan) => data === "dequantised";
const dequantisationOf = (plan: ScalePlan, draw: number) =>
  isDensity(plan) ? dequantisationStream(draw) : undefined;

/** Bound and quadrature of every test image, averaged over the draws of the dequantisation where there are any. */
async function scored(model: TrainedAutoencoder, plan: ScalePlan, data: DataSet, work: Work) {
  const { setting, context } = work;
  const random = Random.from(plan.seed).split("scales");
  const bounds: Float64Array[] = [];
  const marginals: Float64Array[] = [];
  let leftOut = 0;
  for (let draw = 0; draw < (isDensity(plan) ? setting.draws : 1); draw++) {
    const dequantisation = dequantisationOf(plan, draw);
    bounds.push(vae.evaluate(model, data.test, random.split("codes", draw), { dequantisation }).elbo);
    const found = await quadrature(model, data.test, setting.grid, dequantisationOf(plan, draw), context);
    marginals.push(found.logMarginal);
    leftOut = found.leftOut.reduce((most, share) => Math.max(most, share), leftOut);
  }
  return { elbo: meanOver(bounds), logLikelihood: meanOver(marginals), leftOut, marginals };
}

function meanOver(perDraw: readonly Float64Array[]): Float64Array {
  return perDraw[0]!.map((_, i) => perDraw.reduce((sum, values) => sum + values[i]!, 0) / perDraw.length);
}

/** The quadrature with four times, twice and half the spacing, beside its own. */
async function convergenceOf(model: TrainedAutoencoder, plan: ScalePlan, data: DataSet, work: Work) {
  const { grid, checkedImages } = work.setting;
  const images = firstImages(data.test, checkedImages);
  const steps: QuadratureStep[] = [];
  for (const factor of [1 / 4, 1 / 2, 1, 2]) {
    const rule = { ...grid, refinement: factor * grid.refinement };
    const { logMarginal } = await quadrature(model, images, rule, dequantisationOf(plan, 0), work.context);
    steps.push({ spacing: rule.spacing / rule.refinement, mean: meanWithError(logMarginal).mean });
  }
  return { images: images.count, steps };
}

function gapsByDigit(
  { labels }: ImageSet,
  elbo: Float64Array,
  logLikelihood: Float64Array,
): readonly number[] {
  return Array.from({ length: 10 }, (_, digit) => {
    const gaps = Array.from(logLikelihood, (value, i) => value - elbo[i]!).filter(
      (_, i) => labels[i] === digit,
    );
    return gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  });
}

async function rowOf(plan: ScalePlan, work: Work): Promise<ScaleRow> {
  const given = work.context.data;
  const data = plan.data === "dequantised" ? given : binarisedData(given, plan.data);
  const model = await trainedForScale(plan, data, work);
  const { elbo, logLikelihood, leftOut, marginals } = await scored(model, plan, data, work);
  const { rows, columns } = data.test;
  const score = meanWithError(logLikelihood);
  return {
    ...plan,
    scale: isDensity(plan) ? "grey levels" : "bits",
    latent: model.config.network.latent,
    elbo: meanWithError(elbo),
    logLikelihood: score,
    convergence: await convergenceOf(model, plan, data, work),
    leftOut,
    bitsPerDimension: bitsPerDimension(score.mean, rows * columns, isDensity(plan) ? 256 : 1),
    byDraw: isDensity(plan) ? marginals.map((values) => meanWithError(values).mean) : [],
    gapByDigit: gapsByDigit(data.test, elbo, logLikelihood),
  };
}

/** The report's own models (grey pixels, seed 1): does the quadrature agree with an unbiased sampler? */
async function checkOf(model: ScalePlan["model"], { setting, context }: Work): Promise<MarginalCheck> {
  const { data, progress, signal } = context;
  const plan: ScalePlan = { model, likelihood: bernoulli, data: "stochastic", seed: 1 };
  const title = `${model}, as in the report, seed 1`;
  const hooks = { folder: context.checkpoints, progress, title, signal };
  const recipe = { network: setting.models[model], ...setting.training, seed: plan.seed };
  const autoencoder = await vae.fitOrLoad(data, recipe, hooks);
  const images = firstImages(data.test, setting.checkedImages);
  const { logMarginal } = await quadrature(autoencoder, images, setting.grid, undefined, context);
  const samples = setting.samples[setting.samples.length - 1]!;
  const { from, to, spacing } = setting.grid;
  const config = { samples, grid: { from, to, spacing } };
  const random = Random.from(1).split("located", model);
  const { bound } = await vae.locatedImportanceBound(autoencoder, images, config, {
    random,
    progress,
    signal,
  });
  const encoder: { samples: number; mean: number }[] = [];
  for (const count of setting.samples) {
    const drawing = { random: Random.from(count), signal, progress };
    const values = await vae.importanceWeightedBound(autoencoder, images, { samples: count }, drawing);
    encoder.push({ samples: count, mean: meanWithError(values).mean });
  }
  const differences = bound.map((value, i) => value - logMarginal[i]!);
  return {
    model,
    images: images.count,
    quadrature: meanWithError(logMarginal).mean,
    located: {
      samples,
      mean: meanWithError(bound).mean,
      standardError: meanWithError(differences).standardError,
    },
    largestDifference: differences.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    encoder,
  };
}

/** The study's work for any setting. */
export async function compareScales(
  context: StudyContext,
  setting: ScalesSetting = fullSetting,
): Promise<VaeScalesResult> {
  const work = { setting, context };
  const rows: ScaleRow[] = [];
  for (const plan of setting.plans) rows.push(await rowOf(plan, work));
  return { rows, checks: [await checkOf("VAE", work), await checkOf("CVAE", work)] };
}

/** The comparison that the report could not make: both autoencoders as densities of grey levels, and as probabilities of bits. */
export const vaeScales: Study<VaeScalesResult> = {
  name: "vae-scales",
  question:
    "What are the autoencoders' log-likelihoods on the two scales that other models share, and how far below them are their bounds?",
  module: import.meta.url,
  seeds: [1, 2],
  run: (context) => compareScales(context),
  canary: (context) =>
    compareScales(
      { ...context, data: fewImages(context, 1280, 64) },
      {
        ...fullSetting,
        plans: [
          { model: "VAE", likelihood: bernoulli, data: "stochastic", seed: 1 },
          { model: "VAE", likelihood: continuous, data: "dequantised", seed: 1 },
          { model: "CVAE", likelihood: gaussian(1e-4), data: "dequantised", seed: 1 },
          { model: "CVAE", likelihood: bernoulli, data: "threshold", seed: 1 },
        ],
        training: { ...reportTraining, epochs: 1 },
        grid: { from: -4, to: 4, spacing: 0.2, blockSteps: 4, refinement: 4, margin: 40 },
        checkedImages: 8,
        samples: [1, 50],
      },
    ),
};
