import type { ImageSet } from "../data/image-set.js";
import { evaluateFactorMixture } from "../models/factor-mixture/density.js";
import { fitFactorMixture } from "../models/factor-mixture/fit.js";
import type { FactorMixture } from "../models/factor-mixture/model.js";
import type { Observations } from "../models/observations.js";
import { Random } from "../random/random.js";
import { codeVersion } from "../support/code-version.js";
import { dequantisedTraining, type LevelTask } from "./density-levels.js";
import { bestValidated, type DensityRecord, type ValidatedRecord } from "./density-record.js";
import { type FamilyRecords, fitHooks, joined } from "./density-task.js";
import { keptFit, requireRising } from "./kept-fit.js";
import type { StudyContext } from "./study.js";

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

/** All floors on the first part of the training images, the best of them on all; every size and start for itself. */
export async function compareFactorMixtures(
  task: LevelTask,
  plan: FactorPlan,
  context: StudyContext,
): Promise<FamilyRecords> {
  const rows = dequantisedTraining(task.train);
  const { first } = task.split;
  const firstRows = { ...rows, values: rows.values.subarray(0, first.count * rows.columns) };
  const parts = {
    first: { images: first, rows: firstRows },
    all: { images: task.train, rows },
  };
  const families: FamilyRecords[] = [];
  for (const { components, factors, seeds } of plan.sizes)
    for (const seed of seeds)
      families.push(await chooseFloor({ components, factors, seed, plan, context }, parts, task));
  return joined(families);
}

async function chooseFloor(
  job: Job,
  { first, all }: { readonly first: Part; readonly all: Part },
  { validation, test }: LevelTask,
): Promise<FamilyRecords> {
  const fits: { model: FactorMixture; record: ValidatedRecord }[] = [];
  for (const floor of job.plan.floors) {
    const model = await fitted(job, first, floor, fits.at(-1)?.model);
    const { score } = validation.score(densityOf(model));
    fits.push({ model, record: { ...recordOf(job, first, model), validation: score } });
  }
  const best = bestValidated(fits).model;
  const model = await fitted(job, all, best.config.varianceFloor, best);
  const { score, tail } = test.score(densityOf(model));
  const refitted = { ...recordOf(job, all, model), test: score, ...tail };
  return { validated: fits.map(({ record }) => record), refitted: [refitted] };
}

const densityOf = (model: FactorMixture) => (rows: Observations) =>
  evaluateFactorMixture(model, rows).logLikelihood;

/** A fit that begins where another has ended, or by k-means. */
async function fitted(job: Job, { images, rows }: Part, floor: number, from: FactorMixture | undefined) {
  const { components, factors, seed, plan, context } = job;
  const { tolerance, maxIterations } = plan;
  const title = `${components} x ${factors} factors, floor ${floor}, seed ${seed}, ${images.count} images`;
  const options = { components, factors, varianceFloor: floor, tolerance, maxIterations };
  // where another fit has ended is told by its last log-likelihood
  const start = from?.history.at(-1) ?? "k-means";
  const key = { ...options, seed, start, images: images.digest, code: codeVersion(fitModule) };
  const name = `density-factors-${components}-${factors}-${floor}-${seed}-${images.count}`;
  const model = await keptFit(context, name, key, () =>
    fitFactorMixture(
      rows,
      from === undefined
        ? { ...options, random: Random.from(seed).split("factor mixture") }
        : { ...options, parameters: from.parameters },
      fitHooks(context, title),
    ),
  );
  requireRising(title, model.history);
  return model;
}

const fitModule = "models/factor-mixture/fit.js";

function recordOf(
  { seed }: Job,
  { images }: Part,
  { config, history, converged }: FactorMixture,
): DensityRecord {
  const { components, factors, varianceFloor } = config;
  return {
    name: "factor-mixture",
    scale: "S1",
    data: "dequantised",
    config: { components, factors, varianceFloor },
    seed,
    images: images.count,
    iterations: history.length,
    converged,
    training: history.at(-1)!,
  };
}
