// @ts-check
import { firstImages, loadMnist } from "pml/data";
import {
  fitFactorMixture,
  fitGaussianMixture,
  fitKMeans,
  fitProbabilisticPcaToRows,
  hardResponsibilities,
  imageRows,
  pcaLogLikelihood,
} from "pml/models";
import { Random } from "pml/random";
import { writeArray } from "../harness/arrays.mjs";

/** @typedef {import("../harness/serve.mjs").Task} Task @typedef {import("../harness/serve.mjs").Preparation} Preparation */

/** Training images of a count, and the same left for the other side. @param {string} folder @param {number} count */
function sharedImages(folder, count) {
  const images = firstImages(loadMnist().train, count);
  writeArray(folder, "images", images.pixels, [count, 784]);
  return images;
}

/** The closed form from the bytes; the log-likelihood of the first images is computed after the clock has stopped. @type {Task} */
const pca = async ({ folder, size }) => {
  const images = sharedImages(folder, size === "full" ? 60_000 : 8000);
  const rows = imageRows(images, { divisor: 255 });
  const some = imageRows(firstImages(images, 100), { divisor: 255 });
  return () => {
    const begin = performance.now();
    const model = fitProbabilisticPcaToRows(rows, { components: 2, ddof: 1 });
    const ms = performance.now() - begin;
    const logLikelihood = pcaLogLikelihood(model, some);
    return {
      ms,
      figures: {
        "noise variance": /** @type {number} */ (model.parameters.noiseVariance.data[0]),
        "variances of the axes": Array.from(model.parameters.axisVariances.data),
        "mean log-likelihood": logLikelihood.reduce((sum, value) => sum + value, 0) / logLikelihood.length,
      },
    };
  };
};

export const settled = 5;

/** Images and the clusters that both sides start from. @param {Preparation} preparation @param {number} count */
async function clusteredImages({ folder, size }, count) {
  const images = sharedImages(folder, size === "full" ? count : 1000);
  const components = size === "full" ? 10 : 3;
  const rows = imageRows(images);
  const { labels } = await fitKMeans(rows, {
    clusters: components,
    random: Random.from(1),
    maxIterations: 20,
  });
  writeArray(folder, "labels", labels);
  return { rows, components, start: { responsibilities: hardResponsibilities(labels, components) } };
}

/** Every run is one EM iteration, the first with the M step on the clusters before it; each pair has its share of them. @type {Task} */
const emIterations = async (preparation) => {
  const { rows, components, start } = await clusteredImages(preparation, 60_000);
  const regularization = preparation.size === "full" ? 1e-6 : 1;
  /** @type {import("pml/models").MixtureState | undefined} */
  let state;
  return async () => {
    const iteration = (state?.current.lowerBounds.length ?? 0) + 1;
    const begin = performance.now();
    await fitGaussianMixture(
      rows,
      { components, start, regularization, tolerance: 0, maxIterations: iteration },
      {
        ...(state === undefined ? {} : { from: state }),
        onIteration: (reached) => {
          state = reached;
        },
      },
    );
    const ms = performance.now() - begin;
    const bounds = state?.current.lowerBounds ?? [];
    const pair = iteration <= settled ? "gmm-em-early-sklearn" : "gmm-em-late-sklearn";
    return { ms, pair, figures: { "lower bound": /** @type {number} */ (bounds.at(-1)) } };
  };
};

/** EM from given clusters until the bound changes by less than 1e-3. @type {Task} */
const emFit = async (preparation) => {
  const { rows, components, start } = await clusteredImages(preparation, 10_000);
  const regularization = preparation.size === "full" ? 1e-2 : 1;
  return async () => {
    const begin = performance.now();
    const { history } = await fitGaussianMixture(rows, { components, start, regularization });
    const ms = performance.now() - begin;
    const bound = /** @type {number} */ (history.at(-1)?.lowerBound);
    return { ms, figures: { "lower bound": bound, iterations: history.length } };
  };
};

/** Every run is one EM iteration of a mixture of factor analysers, going on from the one before. @type {Task} */
const factorIterations = async ({ folder, size }) => {
  const images = sharedImages(folder, size === "full" ? 20_000 : 1000);
  const rows = imageRows(images, { divisor: 255 });
  const [components, factors] = size === "full" ? [50, 10] : [4, 3];
  const options = { components, factors, varianceFloor: 1e-3, tolerance: -1 };
  let { parameters } = await fitFactorMixture(rows, {
    ...options,
    maxIterations: 2,
    random: Random.from(1),
  });
  writeArray(folder, "floor", Float64Array.of(options.varianceFloor));
  writeArray(folder, "weights", parameters.weights);
  writeArray(folder, "means", parameters.means, [components, 784]);
  writeArray(folder, "loadings", parameters.loadings, [components, 784, factors]);
  writeArray(folder, "noise", parameters.noise, [components, 784]);
  const total = (/** @type {Float64Array} */ values, power = 1) =>
    values.reduce((sum, value) => sum + value ** power, 0);
  return async () => {
    const begin = performance.now();
    const fitted = await fitFactorMixture(rows, { ...options, maxIterations: 1, parameters });
    const ms = performance.now() - begin;
    parameters = fitted.parameters;
    const { weights, means, loadings, noise } = parameters;
    return {
      ms,
      figures: {
        "lower bound": /** @type {number} */ (fitted.history.at(-1)),
        weights: Array.from(weights),
        "sum of the squared means": total(means, 2),
        "sum of the squared loadings": total(loadings, 2),
        "sum of the noise variances": total(noise),
      },
    };
  };
};

export const tasks = {
  pca,
  "em-iterations": emIterations,
  "em-fit": emFit,
  "factor-iterations": factorIterations,
};
