import type { DataSet } from "../data/index.js";
import * as gaussianMixture from "../models/gaussian-mixture/index.js";
import type {
  AutoencoderConfig,
  AutoencoderRecipe,
  GaussianMixture,
  LatentTree,
  LatentTreeRecipe,
  MixtureRecipe,
  TrainedAutoencoder,
} from "../models/index.js";
import { imageRows } from "../models/index.js";
import * as latentTree from "../models/latent-tree/index.js";
import * as vae from "../models/vae/index.js";
import { reportMixture, shownTraining } from "../report/index.js";
import { madeOnceInFreshRun } from "./fresh.js";
import { interruptSignal } from "./interrupt.js";
import { modelPlaces } from "./model-places.js";
import { progress } from "./progress.js";
import { isQuick } from "./quick.js";

/** Epochs of a quick run, and iterations of EM. */
const quickEpochs = 2;
const quickIterations = 3;
const quickPasses = { stepwisePasses: 1, fullPasses: 1 };

function hooks(fresh: boolean) {
  return { folder: modelPlaces(), fresh, progress: progress(), signal: interruptSignal() };
}

/** The network for images of the size of a data set's: the report's are for 28 x 28 pixels. */
export function networkFor<Network extends AutoencoderConfig>(network: Network, { train }: DataSet): Network {
  return { ...network, rows: train.rows, columns: train.columns };
}

/**
 * A trained autoencoder for a notebook, by default the one that stands for the report's, of a {@link networkFor} its images: from `data/models` or `data/checkpoints` where configuration, data and code agree, trained
 * under the cell otherwise, with progress, and stopped by *Interrupt* without losing finished epochs.
 */
export function trainedModel(
  network: AutoencoderConfig,
  data: DataSet,
  training: Omit<AutoencoderRecipe, "network"> = shownTraining(network.kind),
): Promise<TrainedAutoencoder> {
  const recipe = {
    network: networkFor(network, data),
    ...training,
    ...(isQuick() && { epochs: quickEpochs }),
  };
  return madeOnceInFreshRun([recipe, data.digest], (fresh) => vae.fitOrLoad(data, recipe, hooks(fresh)));
}

/** A Gaussian mixture of the training images for a notebook, reused, fitted and interrupted as {@link trainedModel} is. */
export function fittedMixture(
  recipe: MixtureRecipe,
  data: DataSet,
  title?: string,
): Promise<GaussianMixture> {
  const quick = isQuick() ? { maxIterations: quickIterations } : {};
  const rows = imageRows(data.train, { divisor: recipe.divisor ?? 1 });
  return madeOnceInFreshRun([recipe, quick, data.digest], (fresh) => {
    const packing = new gaussianMixture.MixturePacking(rows, interruptSignal());
    const kept = { ...hooks(fresh), folder: modelPlaces(packing) };
    return gaussianMixture.fitOrLoad(data.train, { ...recipe, ...quick }, { ...kept, title });
  });
}

/** The report's mixture of ten Gaussians from seed 1, fitted as {@link fittedMixture} does it. */
export function fittedReportMixture(data: DataSet): Promise<GaussianMixture> {
  // the few images of a quick run do not fill ten covariances: a larger diagonal keeps them invertible
  const quick = isQuick() ? { regularisation: 100 } : {};
  return fittedMixture({ ...reportMixture, ...quick, seed: 1 }, data, "mixture of ten Gaussians");
}

/**
 * A latent tree of the training images for a notebook, reused, fitted and interrupted as {@link trainedModel} is. Its probabilities are rounded to what
 * its file holds (see {@link latentTree.roundedTree}), so that it is the same wherever it comes from.
 */
export function fittedLatentTree(
  recipe: LatentTreeRecipe,
  data: DataSet,
  title?: string,
): Promise<LatentTree> {
  const wanted = { ...recipe, ...(isQuick() && quickPasses) };
  return madeOnceInFreshRun([wanted, data.digest], async (fresh) => {
    const kept = { ...hooks(fresh), folder: modelPlaces(latentTree.packing) };
    return latentTree.roundedTree(await latentTree.fitOrLoad(data.train, wanted, { ...kept, title }));
  });
}
