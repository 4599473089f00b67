// @ts-check
import { BayesianOptimiser, gridCandidates, logExpectedImprovementRule, mapSurrogate } from "pml/bayesopt";
import { HyperPosterior, inputPoints, rbf } from "pml/gp";
import { sampleNuts } from "pml/inference";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import * as probabilisticPca from "pml/models/probabilistic-pca";
import { Random } from "pml/random";
import { examFunction, examNoise, examPriors } from "pml/report";

/** @typedef {import("../harness/serve.mjs").Task} Task */

/** Rows around `clusters` far centres, the row's cluster its number modulo their count. @param {number} count @param {number} columns @param {number} clusters */
function clusteredRows(count, columns, clusters) {
  const random = Random.from(1);
  const values = new Float64Array(count * columns);
  const labels = Int32Array.from({ length: count }, (_, i) => i % clusters);
  for (let i = 0; i < count; i++) {
    const label = /** @type {number} */ (labels[i]);
    for (let j = 0; j < columns; j++)
      values[i * columns + j] = random.normal() + (j % clusters === label ? 2 : 0);
  }
  return { rows: { values, columns }, labels };
}

/**
 * The same as bytes, the noise even: a linear congruential generator fills the half thousand million pixels of 600,000 images in seconds.
 * @param {number} count @param {number} columns @param {number} clusters
 */
function clusteredImages(count, columns, clusters) {
  const values = new Uint8Array(count * columns);
  let state = 1;
  for (let i = 0, at = 0; i < count; i++) {
    for (let j = 0; j < columns; j++, at++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      values[at] = (state >>> 25) + (j % clusters === i % clusters ? 100 : 0);
    }
  }
  return { rows: { values, columns }, labels: Int32Array.from({ length: count }, (_, i) => i % clusters) };
}

/** @param {() => unknown | Promise<unknown>} work */
async function timed(work) {
  const begin = performance.now();
  await work();
  return { ms: performance.now() - begin, figures: {} };
}

/** @param {number} count @param {number} columns @param {typeof clusteredRows | typeof clusteredImages} make @returns {Task} */
const pca =
  (count, columns, make = clusteredRows) =>
  async () => {
    const { rows } = make(count, columns, 2);
    return () => timed(() => probabilisticPca.fit(rows, { components: 2 }));
  };

/**
 * One EM iteration after the M step on given clusters.
 * @param {number} count @param {number} columns @param {number} components @param {typeof clusteredRows | typeof clusteredImages} make @returns {Task}
 */
const mixture =
  (count, columns, components, make = clusteredRows) =>
  async () => {
    const { rows, labels } = make(count, columns, components);
    const start = { responsibilities: gaussianMixture.hardResponsibilities(labels, components) };
    return () =>
      timed(() => gaussianMixture.fit(rows, { components, start, maxIterations: 1, tolerance: 0 }));
  };

/** @param {number} dimension @returns {import("pml/inference").LogDensity} */
const standardGaussian = (dimension) => ({
  dimension,
  logDensityAndGradient(position, gradient) {
    let value = 0;
    for (let i = 0; i < dimension; i++) {
      const x = /** @type {number} */ (position[i]);
      gradient[i] = -x;
      value -= 0.5 * x * x;
    }
    return value;
  },
});

/** @param {number} dimension @param {number} chains @returns {Task} */
const nuts = (dimension, chains) => async () => (round) =>
  timed(() =>
    sampleNuts(
      standardGaussian(dimension),
      { chains, warmup: 300, draws: 300 },
      { random: Random.from(round + 9) },
    ),
  );

/** Places and values of the exam's function. @param {number} count */
function observed(count) {
  const x = Array.from({ length: count }, (_, i) => -0.99 + (1.97 * i) / Math.max(1, count - 1));
  return { x, y: x.map(examFunction) };
}

/** Evaluations of the hyper-posterior and its gradient. @param {number} count @returns {Task} */
const process_ = (count) => async () => {
  const { x, y } = observed(count);
  const posterior = new HyperPosterior({
    kernel: rbf(),
    x: inputPoints(x),
    y,
    priors: { ...examPriors() },
    noise: 1e-2,
  });
  const [position, gradient] = [Float64Array.of(-1.5, 1), new Float64Array(2)];
  return () =>
    timed(() => {
      for (let i = 0; i < 5; i++) posterior.logDensityAndGradient(position, gradient);
    });
};

/** A step of optimisation with ten observations. @param {number} count @returns {Task} */
const candidates = (count) => async () => {
  const { x, y } = observed(10);
  const problem = {
    kernel: rbf(),
    priors: { ...examPriors() },
    noise: examNoise,
    candidates: gridCandidates({ lower: -1, upper: 1, points: count }),
    start: x.map((place, i) => ({ x: [place], y: /** @type {number} */ (y[i]) })),
    surrogate: mapSurrogate({ starts: 1 }),
    rule: logExpectedImprovementRule(),
  };
  return () => timed(() => new BayesianOptimiser(problem, Random.from(1)).ask());
};

/**
 * @typedef {object} Growth
 * @property {string} title
 * @property {number} theory
 * @property {string} why
 * @property {readonly number[]} sizes
 * @property {readonly number[]} tiny
 * @property {(size: number) => Task} task
 * @property {(size: number) => number} [imageBytes] of the images that the task is given
 */

/** Up to ten times MNIST's training images. */
const imageCounts = {
  sizes: [75_000, 150_000, 300_000, 600_000],
  imageBytes: (/** @type {number} */ n) => n * 784,
};

/**
 * Curves: what grows, and the exponent that theory gives to the time.
 * @type {Readonly<Record<string, Growth>>}
 */
export const curves = {
  "pca-N": {
    title: "PPCA, N rows of 784",
    theory: 1,
    why: "N D^2 for the covariance, beside D^3 for its axes",
    sizes: [5000, 10_000, 20_000, 40_000],
    tiny: [400, 800],
    task: (n) => pca(n, 784),
  },
  "pca-D": {
    title: "PPCA, 20,000 rows of D",
    theory: 2,
    why: "N D^2 while N is far above D",
    sizes: [98, 196, 392, 784],
    tiny: [20, 40],
    task: (d) => pca(d < 50 ? 400 : 20_000, d),
  },
  "mixture-N": {
    title: "Mixture of 5, an EM iteration, N rows of 196",
    theory: 1,
    why: "K N D^2",
    sizes: [5000, 10_000, 20_000, 40_000],
    tiny: [400, 800],
    task: (n) => mixture(n, 196, 5),
  },
  "mixture-D": {
    title: "Mixture of 5, an EM iteration, 10,000 rows of D",
    theory: 2,
    why: "K N D^2",
    sizes: [98, 196, 392, 784],
    tiny: [20, 40],
    task: (d) => mixture(d < 50 ? 500 : 10_000, d, 5),
  },
  "mixture-K": {
    title: "Mixture of K, an EM iteration, 10,000 rows of 196",
    theory: 1,
    why: "K N D^2 in the E step, N D^2 in the M step on hard clusters",
    sizes: [2, 4, 8, 16],
    tiny: [2, 3],
    task: (k) => mixture(k < 4 && k !== 2 ? 900 : 10_000, 196, k),
  },
  "pca-images-N": {
    title: "PPCA, N images of 784 bytes",
    theory: 1,
    why: "N D^2 for the covariance",
    ...imageCounts,
    tiny: [400, 800],
    task: (n) => pca(n, 784, clusteredImages),
  },
  "pca-images-D": {
    title: "PPCA, 20,000 images of D bytes",
    theory: 2,
    why: "N D^2 while N is far above D",
    sizes: [384, 768, 1536, 3072],
    tiny: [20, 40],
    task: (d) => pca(d < 50 ? 400 : 20_000, d, clusteredImages),
    imageBytes: (d) => d * 20_000,
  },
  "mixture-images-N": {
    title: "Mixture of 5, an EM iteration, N images of 784 bytes",
    theory: 1,
    why: "K N D^2",
    ...imageCounts,
    tiny: [900, 1800],
    task: (n) => mixture(n, n < 5000 ? 98 : 784, 5, clusteredImages),
  },
  "nuts-chains": {
    title: "NUTS, C chains on a Gaussian of 20 dimensions",
    theory: 1,
    why: "one chain after the other",
    sizes: [4, 8, 16, 32, 64],
    tiny: [1, 2],
    task: (c) => nuts(20, c),
  },
  "nuts-D": {
    title: "NUTS, 4 chains on a Gaussian of D dimensions",
    theory: 1.25,
    why: "D for a gradient, D^(1/4) steps a trajectory",
    sizes: [32, 128, 512, 2048],
    tiny: [2, 4],
    task: (d) => nuts(d, 4),
  },
  "process-N": {
    title: "Gaussian process of N points, density and gradient",
    theory: 3,
    why: "Cholesky and inverse",
    sizes: [64, 128, 256, 512],
    tiny: [8, 16],
    task: process_,
  },
  "optimisation-candidates": {
    title: "Bayesian optimisation, a step among M candidates",
    theory: 1,
    why: "M predictions, at 10 observations",
    sizes: [1000, 4000, 16_000, 64_000],
    tiny: [50, 100],
    task: candidates,
  },
};

/** Every point of every curve as a task of its own, so that it runs in a process of its own: "NAME SIZE". */
export const tasks = Object.fromEntries(
  Object.entries(curves).flatMap(([name, { sizes, tiny, task }]) =>
    [...sizes, ...tiny].map((size) => [`${name} ${size}`, task(size)]),
  ),
);
