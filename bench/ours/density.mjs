// @ts-check
import { firstImages, loadMnist } from "pml/data";
import { imageRows } from "pml/models";
import * as factorMixture from "pml/models/factor-mixture";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import * as kMeans from "pml/models/k-means";
import * as probabilisticPca from "pml/models/probabilistic-pca";
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
  return async () => {
    const begin = performance.now();
    const model = await probabilisticPca.fit(rows, { components: 2, ddof: 1 });
    const ms = performance.now() - begin;
    const logLikelihood = await probabilisticPca.logDensity(model, some);
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

export const earlyIterations = 5;

/** Images and the clusters that both sides start from. @param {Preparation} preparation @param {number} count */
async function clusteredImages({ folder, size }, count) {
  const images = sharedImages(folder, size === "full" ? count : 1000);
  const components = size === "full" ? 10 : 3;
  const rows = imageRows(images);
  const { labels } = await kMeans.fit(
    rows,
    { clusters: components, maxIterations: 20 },
    { random: Random.from(1) },
  );
  writeArray(folder, "labels", labels);
  return {
    rows,
    components,
    start: { responsibilities: gaussianMixture.hardResponsibilities(labels, components) },
  };
}

/** Every run is one EM iteration, the first with the M step on the clusters before it; each pair has its share of them. @type {Task} */
const emIterations = async (preparation) => {
  const { rows, components, start } = await clusteredImages(preparation, 60_000);
  const regularisation = preparation.size === "full" ? 1e-6 : 1;
  /** @type {import("pml/models").MixtureState | undefined} */
  let state;
  return async () => {
    const iteration = (state?.current.meanLogLikelihoods.length ?? 0) + 1;
    const begin = performance.now();
    await gaussianMixture.fit(
      rows,
      { components, start, regularisation, tolerance: 0, maxIterations: iteration },
      {
        ...(state === undefined ? {} : { from: state }),
        onState: (reached) => {
          state = reached;
        },
      },
    );
    const ms = performance.now() - begin;
    const bounds = state?.current.meanLogLikelihoods ?? [];
    const pair = iteration <= earlyIterations ? "gmm-em-early-sklearn" : "gmm-em-late-sklearn";
    return { ms, pair, figures: { "lower bound": /** @type {number} */ (bounds.at(-1)) } };
  };
};

/** EM from given clusters until the bound changes by less than 1e-3. @type {Task} */
const emFit = async (preparation) => {
  const { rows, components, start } = await clusteredImages(preparation, 10_000);
  const regularisation = preparation.size === "full" ? 1e-2 : 1;
  return async () => {
    const begin = performance.now();
    const { history } = await gaussianMixture.fit(rows, { components, start, regularisation });
    const ms = performance.now() - begin;
    const bound = /** @type {number} */ (history.at(-1)?.meanLogLikelihood);
    return { ms, figures: { "lower bound": bound, iterations: history.length } };
  };
};

/** Every run is one EM iteration of a mixture of factor analysers, going on from the one before. @type {Task} */
const factorIterations = async ({ folder, size }) => {
  const images = sharedImages(folder, size === "full" ? 20_000 : 1000);
  const rows = imageRows(images, { divisor: 255 });
  const [components, factors] = size === "full" ? [50, 10] : [4, 3];
  const options = { components, factors, varianceFloor: 1e-3, tolerance: -1 };
  let { parameters } = await factorMixture.fit(
    rows,
    { ...options, maxIterations: 2 },
    { random: Random.from(1) },
  );
  writeArray(folder, "floor", Float64Array.of(options.varianceFloor));
  writeArray(folder, "weights", parameters.weights.data);
  writeArray(folder, "means", parameters.means.data, [components, 784]);
  writeArray(folder, "loadings", parameters.loadings.data, [components, 784, factors]);
  writeArray(folder, "noise", parameters.noiseVariances.data, [components, 784]);
  const total = (/** @type {Float64Array} */ values, power = 1) =>
    values.reduce((sum, value) => sum + value ** power, 0);
  return async () => {
    const begin = performance.now();
    const fitted = await factorMixture.fit(rows, { ...options, maxIterations: 1, start: { parameters } });
    const ms = performance.now() - begin;
    parameters = fitted.parameters;
    const { weights, means, loadings, noiseVariances } = parameters;
    return {
      ms,
      figures: {
        "lower bound": /** @type {number} */ (fitted.history.at(-1)?.meanLogLikelihood),
        weights: Array.from(weights.data),
        "sum of the squared means": total(means.data, 2),
        "sum of the squared loadings": total(loadings.data, 2),
        "sum of the noise variances": total(noiseVariances.data),
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
