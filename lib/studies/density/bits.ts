import { type BinarisationRule, binarisedData, type DataSet, type ImageSet } from "../../data/index.js";
import { type BinaryScore, binaryScore } from "../../metrics/index.js";
import * as bernoulliMixture from "../../models/bernoulli-mixture/index.js";
import { type BernoulliMixture, imageRows } from "../../models/index.js";
import { programVersion } from "../../node/index.js";
import { Random } from "../../random/index.js";
import { keptFit } from "../runner/kept-fit.js";
import type { StudyContext } from "../runner/study.js";
import { tailOf } from "./dequantised-images.js";
import { bestValidated, type DensityRecord, type ValidatedRecord } from "./record.js";
import { type FamilyRecords, joined, splitTraining, workHooks } from "./task.js";

/** How mixtures of Bernoulli images are compared. */
export interface BitsPlan {
  readonly sizes: readonly { readonly components: number; readonly seeds: readonly number[] }[];
  /** In the order in which they are fitted: each fit begins where the one before has ended. */
  readonly pseudoCounts: readonly number[];
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** One mixture to fit: its size, the bits it is of, its start. */
export interface BitsJob {
  readonly rule: BinarisationRule;
  readonly components: number;
  readonly seed: number;
  readonly plan: BitsPlan;
  readonly context: StudyContext;
}

const rules: readonly BinarisationRule[] = ["stochastic", "threshold"];
const bits = (images: ImageSet) => imageRows(images, { divisor: 255 });

/** Mixtures of several sizes on images binarised by either rule; validation chooses the pseudo-count. */
export async function compareBernoulliMixtures(
  data: DataSet,
  validationImages: number,
  plan: BitsPlan,
  context: StudyContext,
): Promise<FamilyRecords> {
  const families: FamilyRecords[] = [];
  for (const rule of rules) {
    const binary = binarisedData(data, rule);
    for (const { components, seeds } of plan.sizes)
      for (const seed of seeds)
        families.push(
          await bernoulliMixtureOfSize({ rule, components, seed, plan, context }, binary, validationImages),
        );
  }
  return joined(families);
}

/** All pseudo-counts on the first part of the training images, the best of them on all. */
export async function bernoulliMixtureOfSize(
  job: BitsJob,
  data: DataSet,
  validationImages: number,
): Promise<FamilyRecords> {
  const { first, validation } = splitTraining(data, validationImages);
  const fits: { model: BernoulliMixture; record: ValidatedRecord }[] = [];
  for (const pseudoCount of job.plan.pseudoCounts) {
    const model = await fitted(job, first, pseudoCount, fits.at(-1)?.model);
    const { score } = await scoreOf(model, validation);
    fits.push({ model, record: { ...recordOf(job, first, model), validation: score } });
  }
  const best = bestValidated(fits).model;
  const model = await fitted(job, data.train, best.config.pseudoCount, best);
  const { score, tail } = await scoreOf(model, data.test);
  const refitted = { ...recordOf(job, data.train, model), test: score, ...tail };
  return { validated: fits.map(({ record }) => record), refitted: [refitted] };
}

/** The fit to all training images with a pseudo-count that {@link compareBernoulliMixtures} has chosen, by the same way to it. */
export async function refittedBernoulliMixture(
  { rule, components, seed }: Pick<BitsJob, "rule" | "components" | "seed">,
  pseudoCount: number,
  validationImages: number,
  { plan, context }: Pick<BitsJob, "plan" | "context">,
): Promise<BernoulliMixture> {
  const job = { rule, components, seed, plan, context };
  const binary = binarisedData(context.data, rule);
  const { first } = splitTraining(binary, validationImages);
  let model: BernoulliMixture | undefined;
  for (const each of plan.pseudoCounts.slice(0, plan.pseudoCounts.indexOf(pseudoCount) + 1))
    model = await fitted(job, first, each, model);
  return fitted(job, binary.train, pseudoCount, model);
}

async function scoreOf(model: BernoulliMixture, images: ImageSet) {
  const found = await bernoulliMixture.logDensity(model, bits(images));
  const score: BinaryScore = binaryScore(found, images.rows * images.columns);
  return { score, tail: tailOf(found) };
}

/** A fit that begins where another has ended, or by k-means. */
async function fitted(
  job: BitsJob,
  images: ImageSet,
  pseudoCount: number,
  from: BernoulliMixture | undefined,
) {
  const { rule, components, seed, plan, context } = job;
  const { tolerance, maxIterations } = plan;
  const title = `${components} Bernoulli images, ${rule}, pseudo-count ${pseudoCount}, seed ${seed}, ${images.count} images`;
  const config = { components, pseudoCount, tolerance, maxIterations };
  // where another fit has ended is told by its last objective
  const start = from?.history.at(-1)?.objective ?? "k-means";
  const key = {
    ...config,
    seed,
    start,
    images: images.digest,
    code: programVersion(import.meta.url, "bernoulliMixture.fit", "bits"),
  };
  const name = `density-bits-${rule}-${components}-${pseudoCount}-${seed}-${images.count}`;
  return keptFit(context, name, key, () =>
    bernoulliMixture.fit(
      bits(images),
      { ...config, start: from === undefined ? "k-means" : { parameters: from.parameters } },
      { ...workHooks(context, title), random: Random.from(seed).split("Bernoulli mixture") },
    ),
  );
}

function recordOf({ rule, seed }: BitsJob, images: ImageSet, model: BernoulliMixture): DensityRecord {
  const { config, history, converged } = model;
  return {
    name: "bernoulli-mixture",
    scale: "bits",
    data: rule,
    config: { components: config.components, pseudoCount: config.pseudoCount },
    seed,
    images: images.count,
    iterations: history.length,
    converged,
    training: history.at(-1)!.meanLogLikelihood,
  };
}
