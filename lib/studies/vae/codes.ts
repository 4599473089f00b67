import { binarisedData, firstImages } from "../../data/index.js";
import { logMeanExp } from "../../math/index.js";
import { bitsPerDimension, type MeanWithError, meanWithError } from "../../metrics/index.js";
import type { TrainedAutoencoder, TrainingOptions } from "../../models/index.js";
import * as vae from "../../models/vae/index.js";
import { Random } from "../../random/index.js";
import { reportTraining, reportVae } from "../../report/index.js";
import { fewImages } from "../runner/canary.js";
import type { Study, StudyContext } from "../runner/study.js";

/** The report's VAE with a code of some size, fitted to bits; nats per test image. */
export interface CodesRecord {
  readonly latent: number;
  readonly seed: number;
  readonly elbo: MeanWithError;
  /** Importance-weighted bound on ln P(b) with so many samples, all test images. */
  readonly bound: MeanWithError & { readonly samples: number };
  readonly bitsPerDimension: number;
  /** With more samples, on the first test images: how much the bound still rises. */
  readonly tightened: {
    readonly images: number;
    readonly samples: number;
    readonly before: number;
    readonly after: number;
  };
  /** Variance over the test images of each posterior mean, the largest first: a unit below 0.01 is counted as not in use. */
  readonly activity: readonly number[];
  readonly active: number;
  /** KL(q(z | x) || p(z)), mean over the test images. */
  readonly divergence: number;
  /**
   * Its two parts with q(z), the mean of all test images' posteriors, in the place of the aggregate posterior (Hoffman and Johnson 2016):
   * I(x; z) under q, at most the logarithm of the number of images, and KL(q(z) || p(z)).
   */
  readonly information: MeanWithError;
  readonly aggregateDivergence: MeanWithError;
}

/** How the study runs; smaller in a canary. */
export interface CodesPlan {
  readonly latents: readonly number[];
  readonly seeds: readonly number[];
  readonly training: TrainingOptions;
  readonly samples: number;
  readonly tightened: { readonly images: number; readonly samples: number };
  /** Test images whose codes are set against the aggregate posterior. */
  readonly coded: number;
}

/** Burda, Grosse and Salakhutdinov 2016, section 5.2 (there 0.01 too). */
const leastActivity = 0.01;

const plan: CodesPlan = {
  latents: [2, 10, 20, 50],
  seeds: [1],
  training: reportTraining,
  samples: 200,
  tightened: { images: 500, samples: 5000 },
  coded: 2000,
};

/** Variances of the posterior means over the images, by unit. */
function activityOf({ mean, count, latent }: vae.Codes): number[] {
  return Array.from({ length: latent }, (_, unit) => {
    const values = Float64Array.from({ length: count }, (_, n) => mean[n * latent + unit]!);
    const centre = values.reduce((sum, value) => sum + value, 0) / count;
    return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (count - 1);
  });
}

/** ln q(z) - ln p(z) and ln q(z | x) - ln q(z) at one code of each of the first images; the constants of the normals cancel. */
export function aggregateParts(codes: vae.Codes, drawn: ArrayLike<number>, coded: number) {
  const { count, latent, mean, logVariance } = codes;
  const precision = Float64Array.from(logVariance, (value) => Math.exp(-value));
  const halfLogs = Float64Array.from({ length: count }, (_, n) => {
    let sum = 0;
    for (let d = 0; d < latent; d++) sum += logVariance[n * latent + d]!;
    return sum / 2;
  });
  const logDensities = new Float64Array(count);
  const information = new Float64Array(coded);
  const divergence = new Float64Array(coded);
  for (let i = 0; i < coded; i++) {
    let prior = 0;
    for (let d = 0; d < latent; d++) prior -= drawn[i * latent + d]! ** 2 / 2;
    for (let n = 0; n < count; n++) {
      let square = 0;
      for (let d = 0; d < latent; d++) {
        const k = n * latent + d;
        square += (drawn[i * latent + d]! - mean[k]!) ** 2 * precision[k]!;
      }
      logDensities[n] = -square / 2 - halfLogs[n]!;
    }
    const aggregate = logMeanExp(logDensities);
    information[i] = logDensities[i]! - aggregate;
    divergence[i] = aggregate - prior;
  }
  return { information, divergence };
}

async function recordOf(
  trained: TrainedAutoencoder,
  { latent, seed }: { readonly latent: number; readonly seed: number },
  { samples, tightened, coded }: CodesPlan,
  context: StudyContext,
): Promise<CodesRecord> {
  const { test } = binarisedData(context.data, "stochastic");
  const { progress, signal } = context;
  const random = Random.from(seed).split("codes", latent);
  const evaluation = vae.evaluate(trained, test, random.split("elbo"));
  const weighted = (images: typeof test, count: number) =>
    vae.importanceWeightedBound(
      trained,
      images,
      { samples: count },
      { random: random.split("weights", count), progress, signal },
    );
  const bounds = await weighted(test, samples);
  const first = firstImages(test, tightened.images);
  const more = await weighted(first, tightened.samples);
  const codes = vae.encode(trained, test);
  const drawn = vae.sampleCodes(codes, random.split("drawn"));
  const parts = aggregateParts(codes, drawn, Math.min(coded, codes.count));
  const activity = activityOf(codes).sort((a, b) => b - a);
  const bound = meanWithError(bounds);
  return {
    latent,
    seed,
    elbo: meanWithError(evaluation.elbo),
    bound: { ...bound, samples },
    bitsPerDimension: bitsPerDimension(bound.mean, test.rows * test.columns, 1),
    tightened: {
      images: first.count,
      samples: tightened.samples,
      before: meanWithError(bounds.subarray(0, first.count)).mean,
      after: meanWithError(more).mean,
    },
    activity,
    active: activity.filter((variance) => variance > leastActivity).length,
    divergence: meanWithError(evaluation.divergence).mean,
    information: meanWithError(parts.information),
    aggregateDivergence: meanWithError(parts.divergence),
  };
}

/** The study's work for any plan. */
export async function compareCodes(
  context: StudyContext,
  wanted: CodesPlan,
): Promise<readonly CodesRecord[]> {
  const data = binarisedData(context.data, "stochastic");
  const { checkpoints: folder, fresh = false, progress, signal } = context;
  const records: CodesRecord[] = [];
  for (const latent of wanted.latents)
    for (const seed of wanted.seeds) {
      const network = { ...reportVae, latent };
      const title = `VAE, bits, code of ${latent}, seed ${seed}`;
      const recipe = { network, ...wanted.training, seed };
      const trained = await vae.fitOrLoad(data, recipe, { folder, fresh, progress, signal, title });
      records.push(await recordOf(trained, { latent, seed }, wanted, context));
    }
  return records;
}

/** What a code of two dimensions costs, on the scale of bits, and whether larger ones are used. */
export const vaeCodes: Study<readonly CodesRecord[]> = {
  name: "vae-codes",
  question:
    "How good a density of bits is the VAE with codes of 2, 10, 20 and 50 dimensions, and how many of them does it use?",
  module: import.meta.url,
  seeds: plan.seeds,
  run: (context) => compareCodes(context, plan),
  canary: (context) =>
    compareCodes(
      { ...context, data: fewImages(context, 1280, 64) },
      {
        latents: [2, 10],
        seeds: [1],
        training: { ...reportTraining, epochs: 1 },
        samples: 5,
        tightened: { images: 16, samples: 50 },
        coded: 32,
      },
    ),
};
