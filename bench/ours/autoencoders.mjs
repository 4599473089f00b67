// @ts-check
import { firstImages, loadMnist } from "pml/data";
import * as vae from "pml/models/vae";
import { Random } from "pml/random";
import { reportConvolutionalVae, reportTraining, reportVae } from "pml/report";
import { Adam, initialAdamState, keep } from "pml/tensorflow";
import { writeArray } from "../harness/arrays.mjs";

/** @typedef {import("../harness/serve.mjs").Task} Task @typedef {import("../harness/serve.mjs").Preparation} Preparation */

export const batch = 128;
const configs = { vae: reportVae, cvae: reportConvolutionalVae };
/** @typedef {keyof typeof configs} Kind */
const { epochs, batchSize, learningRate, seed } = reportTraining;

/** The images of a size, and the same left for the other side. @param {Preparation} preparation */
export function sharedImages({ folder, size }) {
  const { train, test } = loadMnist();
  const data =
    size === "full" ? { train, test } : { train: firstImages(train, 2000), test: firstImages(test, 200) };
  for (const [name, { pixels, count }] of Object.entries(data))
    writeArray(folder, name, pixels, [count, 784]);
  return data;
}

/** Seeded parameters of a model, and the same left for the other side. @param {Kind} kind @param {string} folder */
export function sharedParameters(kind, folder) {
  const config = configs[kind];
  const model = vae.buildAutoencoder(config);
  const values = vae.initialParameters(model, Random.from(1).split("start"));
  for (const { name, shape } of model.parameters)
    writeArray(folder, name, /** @type {Float32Array} */ (values[name]), shape);
  return { config, model, values };
}

/**
 * The order of the images and the noise of `steps` training steps, and the same left for the other side.
 * @param {Preparation} preparation @param {number} count @param {number} steps
 */
export function sharedSteps({ folder }, count, steps) {
  const order = Random.from(2)
    .permutation(count)
    .slice(0, steps * batch);
  const noise = Random.from(3).fillNormal(new Float32Array(order.length * 2));
  writeArray(folder, "order", order, [steps, batch]);
  writeArray(folder, "noise", noise, [steps, batch, 2]);
  return (/** @type {number} */ step) => ({
    rows: order.subarray(step * batch, (step + 1) * batch),
    noise: noise.subarray(step * batch * 2, (step + 1) * batch * 2),
  });
}

export const stepsPerRun = { full: 60, tiny: 4 };

/** Every run starts from the same parameters and makes the same steps; the losses are compared. @param {Kind} kind @returns {Task} */
const trainingStep = (kind) => async (preparation) => {
  const { train } = sharedImages(preparation);
  const { model, values } = sharedParameters(kind, preparation.folder);
  const steps = stepsPerRun[preparation.size];
  const batchOf = sharedSteps(preparation, train.count, steps + 1);
  const images = keep(vae.heldImages(model, train));
  const none = Random.from(4); // read by densities only
  return () => {
    const losses = [];
    const adam = new Adam(model.parameters, initialAdamState(vae.halfTurnParameters(model, values)));
    const training = new vae.TrainingSteps(model, adam, images, [batch]);
    let begin = 0;
    for (let i = 0; i <= steps; i++) {
      const { rows, noise } = batchOf(i);
      const { reconstruction, divergence } = training.run(rows, noise, none);
      losses.push((reconstruction + divergence) / batch);
      if (i === 0) begin = performance.now(); // the first step is not timed: it finishes what is done once
    }
    const ms = (performance.now() - begin) / steps;
    training.dispose();
    adam.dispose();
    return {
      ms,
      figures: { "loss of the first step": /** @type {number} */ (losses[0]), "mean loss": mean(losses) },
    };
  };
};

/** @param {ArrayLike<number>} values */
const mean = (values) => Array.from(values).reduce((total, value) => total + value, 0) / values.length;

/**
 * Every run is two more epochs of one training (shuffling, steps, and the bound on the test set), of which the second is timed:
 * what a training does once, such as handing the images to TensorFlow, is no part of an epoch. The peer's images are in memory, too.
 * @param {Kind} kind @returns {Task}
 */
const epoch = (kind) => async (preparation) => {
  const data = sharedImages(preparation);
  const { config, values } = sharedParameters(kind, preparation.folder);
  /** @type {import("pml/models").TrainingState} */
  let state = {
    config: { network: config, epochs, batchSize, learningRate },
    history: [],
    adam: initialAdamState(values),
  };
  return async () => {
    const longer = { network: config, epochs: state.history.length + 2, batchSize, learningRate };
    /** @type {number[]} */
    const ends = [];
    await vae.fit(data, longer, {
      random: Random.from(seed),
      from: state,
      onState: (reached) => {
        state = reached;
        ends.push(performance.now());
      },
    });
    const [first, second] = ends;
    const last = state.history.at(-1);
    if (first === undefined || second === undefined || last === undefined)
      throw new Error("two epochs were asked for, not recorded");
    const bound = (/** @type {import("pml/models").BoundParts} */ parts) =>
      -parts.reconstruction - parts.divergence;
    return {
      ms: second - first,
      figures: { "train ELBO": bound(last.train), "test ELBO": bound(last.test) },
    };
  };
};

/** @param {Kind} kind */
function untrained(kind, /** @type {string} */ folder) {
  const { config, model, values } = sharedParameters(kind, folder);
  return {
    kind: /** @type {const} */ ("vae"),
    config: { network: config, epochs, batchSize, learningRate },
    parameters: vae.shapedParameters(model, values),
    history: [],
  };
}

/** @param {Kind} kind @returns {Task} */
const encoding = (kind) => async (preparation) => {
  const { test } = sharedImages(preparation);
  const model = untrained(kind, preparation.folder);
  return () => {
    const begin = performance.now();
    const codes = vae.encode(model, test);
    const ms = performance.now() - begin;
    return {
      ms,
      figures: {
        "first means": Array.from(codes.mean.subarray(0, 20)),
        "mean log-variance": mean(codes.logVariance),
      },
    };
  };
};

/** @param {Kind} kind @returns {Task} */
const decoding = (kind) => async (preparation) => {
  const { test } = sharedImages(preparation);
  const model = untrained(kind, preparation.folder);
  const codes = Random.from(4).fillNormal(new Float32Array(test.count * 2));
  writeArray(preparation.folder, "codes", codes, [test.count, 2]);
  return () => {
    const begin = performance.now();
    const images = vae.decode(model, codes);
    const ms = performance.now() - begin;
    return {
      ms,
      figures: {
        "first pixels": Array.from(images.subarray(0, 20)),
        "mean pixel": mean(images.subarray(0, 78_400)),
      },
    };
  };
};

export const importanceSamples = { full: 500, tiny: 20 };

/** @type {Task} */
const importance = async (preparation) => {
  const { test } = sharedImages(preparation);
  const images = firstImages(test, preparation.size === "full" ? 200 : 20);
  const model = untrained("vae", preparation.folder);
  writeArray(preparation.folder, "images", images.pixels, [images.count, 784]);
  return async (round) => {
    const begin = performance.now();
    const bounds = await vae.importanceWeightedBound(
      model,
      images,
      { samples: importanceSamples[preparation.size] },
      { random: Random.from(round + 100) },
    );
    return { ms: performance.now() - begin, figures: { "mean bound": mean(bounds) } };
  };
};

export const tasks = {
  "vae-step": trainingStep("vae"),
  "cvae-step": trainingStep("cvae"),
  "vae-epoch": epoch("vae"),
  "cvae-epoch": epoch("cvae"),
  "vae-encode": encoding("vae"),
  "cvae-encode": encoding("cvae"),
  "vae-decode": decoding("vae"),
  "cvae-decode": decoding("cvae"),
  iwae: importance,
};
