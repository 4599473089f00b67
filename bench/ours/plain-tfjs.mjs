// @ts-check
// The report's models as a user of tfjs-node writes them: its operations, automatic gradients, tf.train.adam.
import { createRequire } from "node:module";
import * as vae from "pml/models/vae";
import { reportConvolutionalVae, reportVae } from "pml/report";
import { liveTensors } from "pml/tensorflow";
import { readArray } from "../harness/arrays.mjs";

liveTensors(); // loads TensorFlow through the engine, with its log level and what newer Nodes need
const tf = createRequire(import.meta.url)("@tensorflow/tfjs-node");
/** @typedef {any} Tensor tfjs's own */

const batchSize = 128;

/** @param {Readonly<Record<string, Tensor>>} p */
function layers(p) {
  const dense = (/** @type {Tensor} */ x, /** @type {string} */ name) =>
    tf.add(tf.matMul(x, p[`${name}.weight`]), p[`${name}.bias`]);
  const convolution = (/** @type {Tensor} */ x, /** @type {string} */ name) => {
    const border = [1, 1];
    const padded = tf.pad(x, [[0, 0], border, border, [0, 0]]);
    return tf.add(tf.conv2d(padded, p[`${name}.weight`], 2, "valid"), p[`${name}.bias`]);
  };
  const transposed = (/** @type {Tensor} */ x, /** @type {string} */ name) => {
    const [n, h, w] = x.shape;
    const channels = p[`${name}.bias`].shape[0];
    const full = tf.conv2dTranspose(x, p[`${name}.weight`], [n, 2 * h + 1, 2 * w + 1, channels], 2, "valid");
    return tf.add(tf.slice(full, [0, 1, 1, 0], [n, 2 * h, 2 * w, channels]), p[`${name}.bias`]);
  };
  return { dense, convolution, transposed };
}

/** @param {"vae" | "cvae"} kind @param {Readonly<Record<string, Tensor>>} p */
function networks(kind, p) {
  const { dense, convolution, transposed } = layers(p);
  const { relu, reshape } = tf;
  if (kind === "vae") {
    return {
      encode: (/** @type {Tensor} */ x) => relu(dense(relu(dense(x, "encoder.hidden1")), "encoder.hidden2")),
      decode: (/** @type {Tensor} */ z) =>
        dense(relu(dense(relu(dense(z, "decoder.hidden1")), "decoder.hidden2")), "decoder.logits"),
    };
  }
  return {
    encode: (/** @type {Tensor} */ x) => {
      const first = relu(convolution(reshape(x, [-1, 28, 28, 1]), "encoder.convolution1"));
      return reshape(relu(convolution(first, "encoder.convolution2")), [-1, 1568]);
    },
    decode: (/** @type {Tensor} */ z) => {
      const first = reshape(relu(dense(z, "decoder.dense")), [-1, 7, 7, 32]);
      const second = relu(transposed(first, "decoder.transposed1"));
      return reshape(transposed(second, "decoder.transposed2"), [-1, 784]);
    },
  };
}

/** Sum over a batch of cross-entropy and divergence. @param {"vae" | "cvae"} kind @param {Readonly<Record<string, Tensor>>} p */
function lossOf(kind, p) {
  const { encode, decode } = networks(kind, p);
  const { dense } = layers(p);
  return (/** @type {Tensor} */ x) => {
    const features = encode(x);
    const mean = dense(features, "encoder.mean");
    const logVariance = dense(features, "encoder.logVariance");
    const code = tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), tf.randomNormal(mean.shape)));
    const logits = decode(code);
    const crossEntropy = tf.sum(tf.sub(tf.softplus(logits), tf.mul(logits, x)));
    const spread = tf.sub(tf.add(tf.exp(logVariance), tf.square(mean)), tf.add(logVariance, 1));
    return tf.add(crossEntropy, tf.mul(0.5, tf.sum(spread)));
  };
}

/** @param {string} folder @param {string} name */
function unitImages(folder, name) {
  const bytes = readArray(folder, name);
  return tf.tidy(() => tf.div(tf.tensor2d(Float32Array.from(bytes), [bytes.length / 784, 784]), 255));
}

/** @param {"vae" | "cvae"} kind @returns {import("../harness/serve.mjs").Task} */
const epoch =
  (kind) =>
  async ({ folder }) => {
    const model = vae.buildAutoencoder(kind === "vae" ? reportVae : reportConvolutionalVae);
    const p = Object.fromEntries(
      model.parameters.map(({ name, shape }) => [
        name,
        tf.variable(tf.tensor(readArray(folder, name), shape)),
      ]),
    );
    const [train, test] = [unitImages(folder, "train"), unitImages(folder, "test")];
    const optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
    const loss = lossOf(kind, p);
    const rows = (/** @type {Tensor} */ images, /** @type {Int32Array} */ chosen) =>
      tf.gather(images, tf.tensor1d(chosen, "int32"));
    const count = train.shape[0];
    const once = () => {
      const order = Int32Array.from(tf.util.createShuffledIndices(count));
      const sums = { train: 0, test: 0 };
      for (let first = 0; first < count; first += batchSize) {
        sums.train += tf.tidy(() => {
          const x = rows(train, order.slice(first, first + batchSize));
          return optimizer.minimize(() => loss(x), true).dataSync()[0];
        });
      }
      for (let first = 0; first < test.shape[0]; first += 1000) {
        const size = Math.min(1000, test.shape[0] - first);
        sums.test += tf.tidy(() => loss(tf.slice(test, [first, 0], [size, 784])).dataSync()[0]);
      }
      return { "train ELBO": -sums.train / count, "test ELBO": -sums.test / test.shape[0] };
    };
    // of two epochs the second is timed, as on the other side
    return () => {
      once();
      const begin = performance.now();
      const figures = once();
      return { ms: performance.now() - begin, figures };
    };
  };

export const tasks = { "vae-epoch": epoch("vae"), "cvae-epoch": epoch("cvae") };
