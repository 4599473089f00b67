import type { ImageSet } from "../../data/index.js";
import {
  computeMoments,
  dequantisedMoments,
  fitProbabilisticPca,
  imageRows,
  type Moments,
  pcaLogLikelihood,
  pcaLogLikelihoodOfScatter,
} from "../../models/index.js";
import { programVersion } from "../../node/index.js";
import { keptFit } from "../runner/kept-fit.js";
import type { StudyContext } from "../runner/study.js";
import type { LevelTask } from "./levels.js";
import { bestValidated, type DensityRecord } from "./record.js";
import type { FamilyRecords } from "./task.js";

/** The report's number of latent dimensions: refitted and scored whatever validation chooses. */
const reported = 2;

/** The moments of all dequantisations of the images at once, exactly. */
const levelMoments = (images: ImageSet) => dequantisedMoments(computeMoments(imageRows(images)));

function fitted(moments: Moments, components: number) {
  const model = fitProbabilisticPca(moments, { components });
  const record: DensityRecord = {
    name: "probabilistic-pca",
    scale: "S1",
    data: "dequantised",
    config: { components },
    seed: null,
    images: moments.count,
    iterations: 0,
    converged: true,
    training: pcaLogLikelihoodOfScatter(model, moments.covariance),
  };
  return { model, record };
}

/** Probabilistic PCA in closed form with several numbers of latent dimensions; validation chooses one. Kept like a fit. */
export function comparePca(
  task: LevelTask,
  components: readonly number[],
  context: StudyContext,
): Promise<FamilyRecords> {
  const key = {
    components,
    images: [task.split.first.digest, task.train.digest],
    scored: [task.validation.key, task.test.key],
    code: programVersion(import.meta.url, "compare"),
  };
  return keptFit(context, "density-pca", key, async () => compare(task, components));
}

function compare(
  { split, train, validation, test }: LevelTask,
  components: readonly number[],
): FamilyRecords {
  const moments = levelMoments(split.first);
  const fits = components.map((count) => {
    const { model, record } = fitted(moments, count);
    const { score } = validation.score(validation.densities((rows) => pcaLogLikelihood(model, rows)));
    return { record: { ...record, validation: score } };
  });
  const chosen = bestValidated(fits).record.config.components!;
  const all = levelMoments(train);
  const refitted = [...new Set([reported, chosen])].map((count) => {
    const { model, record } = fitted(all, count);
    const { score, tail } = test.score(test.densities((rows) => pcaLogLikelihood(model, rows)));
    return { ...record, test: score, ...tail };
  });
  return { validated: fits.map(({ record }) => record), refitted };
}
