import type { ImageSet } from "../../data/index.js";
import { dequantisationVariance, imageRows } from "../../models/index.js";
import * as probabilisticPca from "../../models/probabilistic-pca/index.js";
import { programVersion } from "../../node/index.js";
import { keptFit } from "../runner/kept-fit.js";
import type { StudyContext } from "../runner/study.js";
import type { DequantisedTask } from "./dequantised-images.js";
import { bestValidated, type DensityRecord, type RefittedRecord, type ValidatedRecord } from "./record.js";
import type { FamilyRecords } from "./task.js";

/** The report's number of latent dimensions: refitted and scored whatever validation chooses. */
const reported = 2;

/** The model of all dequantisations of the images at once, exactly. */
async function fitted(images: ImageSet, components: number) {
  const rows = imageRows(images, { offset: 0.5, divisor: 256 });
  const addedVariance = dequantisationVariance();
  const model = await probabilisticPca.fit(rows, { components, addedVariance });
  const densities = await probabilisticPca.logDensity(model, rows, { addedVariance });
  const record: DensityRecord = {
    name: "probabilistic-pca",
    scale: "grey levels",
    data: "dequantised",
    config: { components },
    seed: null,
    images: images.count,
    iterations: 0,
    converged: true,
    training: densities.reduce((sum, value) => sum + value, 0) / images.count,
  };
  return { model, record };
}

/** Probabilistic PCA in closed form with several numbers of latent dimensions; validation chooses one. Kept like a fit. */
export function comparePca(
  task: DequantisedTask,
  components: readonly number[],
  context: StudyContext,
): Promise<FamilyRecords> {
  const key = {
    components,
    images: [task.split.first.digest, task.train.digest],
    scored: [task.validation.key, task.test.key],
    code: programVersion(import.meta.url, "compare"),
  };
  return keptFit(context, "density-pca", key, () => compare(task, components));
}

async function compare(
  { split, train, validation, test }: DequantisedTask,
  components: readonly number[],
): Promise<FamilyRecords> {
  const fits: { record: ValidatedRecord }[] = [];
  for (const count of components) {
    const { model, record } = await fitted(split.first, count);
    const densities = await validation.densities((rows) => probabilisticPca.logDensity(model, rows));
    fits.push({ record: { ...record, validation: validation.score(densities).score } });
  }
  const chosen = bestValidated(fits).record.config.components!;
  const refitted: RefittedRecord[] = [];
  for (const count of new Set([reported, chosen])) {
    const { model, record } = await fitted(train, count);
    const densities = await test.densities((rows) => probabilisticPca.logDensity(model, rows));
    const { score, tail } = test.score(densities);
    refitted.push({ ...record, test: score, ...tail });
  }
  return { validated: fits.map(({ record }) => record), refitted };
}
