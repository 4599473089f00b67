import type { ImageSet } from "../../data/index.js";
import { logMeanExp } from "../../math/index.js";
import * as factorMixture from "../../models/factor-mixture/index.js";
import type { FactorMixture, Observations } from "../../models/index.js";
import { programVersion } from "../../node/index.js";
import { Random } from "../../random/index.js";
import { keptFit } from "../runner/kept-fit.js";
import type { StudyContext } from "../runner/study.js";
import { type DequantisedImages, type DequantisedTask, dequantisedTraining } from "./dequantised-images.js";
import { bestValidated, type DensityRecord, type RefittedRecord, type ValidatedRecord } from "./record.js";
import { type FamilyRecords, joined, type TrainingSplit, workHooks } from "./task.js";

/** One size of mixture and the starts it is fitted from. */
export interface FactorSize {
  readonly components: number;
  readonly factors: number;
  readonly seeds: readonly number[];
}

/** How mixtures of factor analysers are compared. */
export interface FactorPlan {
  readonly sizes: readonly FactorSize[];
  /** Variances of the noise, in the order in which they are fitted: each fit begins where the one before has ended. */
  readonly floors: readonly number[];
  /** In nats per image. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

interface Job {
  readonly components: number;
  readonly factors: number;
  readonly seed: number;
  readonly plan: FactorPlan;
  readonly context: StudyContext;
}

/** Images with their dequantised rows. */
interface Part {
  readonly images: ImageSet;
  readonly rows: Observations;
}

/** The first part of the training images and all of them. */
interface Parts {
  readonly first: Part;
  readonly all: Part;
}

function partsOf(train: ImageSet, { first }: TrainingSplit): Parts {
  const rows = dequantisedTraining(train);
  const firstRows = { ...rows, values: rows.values.subarray(0, first.count * rows.columns) };
  return { first: { images: first, rows: firstRows }, all: { images: train, rows } };
}

/**
 * All floors on the first part of the training images, the best of them on all; every size and start for itself. Each floor stands alone,
 * and guarded by the highest: a few images with ink where a component has never seen any decide the mean of a low floor otherwise.
 */
export async function compareFactorMixtures(
  task: DequantisedTask,
  plan: FactorPlan,
  context: StudyContext,
): Promise<FamilyRecords> {
  const parts = partsOf(task.train, task.split);
  const families: FamilyRecords[] = [];
  for (const { components, factors, seeds } of plan.sizes)
    for (const seed of seeds)
      families.push(await chooseFloor({ components, factors, seed, plan, context }, parts, task));
  return joined(families);
}

/** A mixture fitted to a part of the images, and its log-densities of others, kept like itself. */
interface Fit {
  readonly model: FactorMixture;
  readonly record: DensityRecord;
  readonly densities: (images: DequantisedImages) => Promise<readonly Float64Array[]>;
}

async function chooseFloor(
  job: Job,
  { first, all }: Parts,
  { validation, test }: DequantisedTask,
): Promise<FamilyRecords> {
  const fits: Fit[] = [];
  for (const floor of job.plan.floors) fits.push(await fitted(job, first, floor, fits.at(-1)?.model));
  const guard = fits[0]!;
  const again = ({ model }: Fit) => fitted(job, all, model.config.varianceFloor, model);
  const validated: ValidatedRecord[] = [];
  const refitted: RefittedRecord[] = [];
  for (const isGuarded of [false, true]) {
    const candidates: { fit: Fit; record: ValidatedRecord }[] = [];
    for (const fit of isGuarded ? fits.slice(1) : fits) {
      const { record, score } = await described(fit, validation, isGuarded ? guard : undefined);
      candidates.push({ fit, record: { ...record, validation: score } });
    }
    validated.push(...candidates.map(({ record }) => record));
    const best = await again(bestValidated(candidates).fit);
    const { record, score, tail } = await described(best, test, isGuarded ? await again(guard) : undefined);
    refitted.push({ ...record, test: score, ...tail });
  }
  return { validated, refitted };
}

/** The fit to all training images with a floor that {@link compareFactorMixtures} has chosen, by the same way to it. */
export async function refittedFactorMixture(
  { components, factors, seed }: Omit<FactorSize, "seeds"> & { readonly seed: number },
  floor: number,
  split: TrainingSplit,
  { plan, context }: Pick<Job, "plan" | "context">,
): Promise<FactorMixture> {
  const job = { components, factors, seed, plan, context };
  const { first, all } = partsOf(context.data.train, split);
  let fit: Fit | undefined;
  for (const each of plan.floors.slice(0, plan.floors.indexOf(floor) + 1))
    fit = await fitted(job, first, each, fit?.model);
  return (await fitted(job, all, floor, fit?.model)).model;
}

/** A fit's record and score on images; guarded, those of the density (p + p_guard) / 2, which is never below p by more than ln 2. */
async function described(fit: Fit, images: DequantisedImages, guard: Fit | undefined) {
  const plain = await fit.densities(images);
  if (guard === undefined) return { record: fit.record, ...images.score(plain) };
  const wide = await guard.densities(images);
  const mixed = plain.map((values, draw) =>
    values.map((value, image) => logMeanExp([value, wide[draw]![image]!])),
  );
  const config = { ...fit.record.config, guardFloor: guard.model.config.varianceFloor };
  return {
    record: { ...fit.record, name: "guarded-factor-mixture" as const, config },
    ...images.score(mixed),
  };
}

const densityOf = (model: FactorMixture) => (rows: Observations) => factorMixture.logDensity(model, rows);

/** A fit that begins where another has ended, or by k-means. */
async function fitted(job: Job, part: Part, floor: number, from: FactorMixture | undefined): Promise<Fit> {
  const { images, rows } = part;
  const { components, factors, seed, plan, context } = job;
  const { tolerance, maxIterations } = plan;
  const title = `${components} x ${factors} factors, floor ${floor}, seed ${seed}, ${images.count} images`;
  const config = { components, factors, varianceFloor: floor, tolerance, maxIterations };
  // where another fit has ended is told by its last log-likelihood
  const start = from?.history.at(-1)?.meanLogLikelihood ?? "k-means";
  const key = {
    ...config,
    seed,
    start,
    images: images.digest,
    code: programVersion(import.meta.url, "factorMixture.fit", "partsOf"),
  };
  const name = `density-factors-${components}-${factors}-${floor}-${seed}-${images.count}`;
  const model = await keptFit(context, name, key, () =>
    factorMixture.fit(
      rows,
      { ...config, start: from === undefined ? "k-means" : { parameters: from.parameters } },
      { ...workHooks(context, title), random: Random.from(seed).split("factor mixture") },
    ),
  );
  const densities = (scored: DequantisedImages) => {
    const scoredKey = {
      ...key,
      ...scored.key,
      code: programVersion(import.meta.url, "compareFactorMixtures"),
    };
    return keptFit(context, `${name}-densities-${scored.key.scored.slice(0, 8)}`, scoredKey, async () =>
      scored.densities(densityOf(model)),
    );
  };
  return { model, record: recordOf(job, part, model), densities };
}

function recordOf(
  { seed }: Job,
  { images }: Part,
  { config, history, converged }: FactorMixture,
): DensityRecord {
  const { components, factors, varianceFloor } = config;
  return {
    name: "factor-mixture",
    scale: "grey levels",
    data: "dequantised",
    config: { components, factors, varianceFloor },
    seed,
    images: images.count,
    iterations: history.length,
    converged,
    training: history.at(-1)!.meanLogLikelihood,
  };
}
