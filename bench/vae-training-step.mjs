// One training step of the report's two models, batch 128: the engine's fused path against tfjs-node's own layers and
// optimizer, in turn (A B A B ...), after checking that both compute the same loss from the same parameters.
// Usage: node bench/vae-training-step.mjs [rounds]   (PEER_PYTHON=<python with torch> adds PyTorch)
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { loadMnist } from "pml/data";
import { elboWithGradients } from "pml/internal/models/vae/elbo";
import { initialParameters } from "pml/internal/models/vae/networks";
import { Adam, initialAdamState } from "pml/internal/tensorflow/adam";
import { byteImages, gatherUnitInterval } from "pml/internal/tensorflow/image-tensor";
import { buildAutoencoder, reportConvolutionalVae, reportVae } from "pml/models";
import { Random } from "pml/random";
import { liveTensors, readFloat32, scope, tensor } from "pml/tensorflow";

liveTensors(); // loads TensorFlow through the engine, with its log level and Node 24 support
const tf = createRequire(import.meta.url)("@tensorflow/tfjs-node");
const batch = 128;
const stepsPerRound = 40;
const rounds = Number(process.argv[2] ?? 9);
const { train } = loadMnist();
const random = Random.from(1);
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const sum = (values) => values.reduce((total, value) => total + value, 0);

function fusedSide(config) {
  const model = buildAutoencoder(config);
  const start = initialParameters(model, random.split("start"));
  const adam = new Adam(model.parameters, initialAdamState(start));
  const images = byteImages(train.pixels, train.count);
  const step = (rows, noise) =>
    scope(() => {
      const { loss, gradients } = scope(() => {
        const pixels = gatherUnitInterval(images, rows);
        const parts = elboWithGradients(model, adam.parameters(), pixels, tensor(noise, [batch, 2]));
        return {
          loss: sum(readFloat32(parts.crossEntropy)) + sum(readFloat32(parts.divergence)),
          gradients: parts.gradients,
        };
      });
      adam.apply(gradients);
      return loss;
    });
  return { start, step };
}

/** The same model as a tfjs user writes it: tf.layers-style ops, automatic gradients, tf.train.adam. */
function plainSide(config, start) {
  const shapes = Object.fromEntries(
    buildAutoencoder(config).parameters.map(({ name, shape }) => [name, shape]),
  );
  const p = Object.fromEntries(
    Object.entries(start).map(([name, values]) => [name, tf.variable(tf.tensor(values, shapes[name]))]),
  );
  const images = tf.tensor2d(
    Float32Array.from(train.pixels, (byte) => byte / 255),
    [train.count, 784],
  );
  const optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
  const dense = (x, name) => tf.add(tf.matMul(x, p[`${name}.weight`]), p[`${name}.bias`]);
  const pad = (x) =>
    tf.pad(x, [
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
    ]);
  const conv = (x, name) => tf.add(tf.conv2d(pad(x), p[`${name}.weight`], 2, "valid"), p[`${name}.bias`]);
  const transposed = (x, name) => {
    const [n, h, w] = x.shape;
    const channels = p[`${name}.bias`].shape[0];
    const full = tf.conv2dTranspose(x, p[`${name}.weight`], [n, 2 * h + 1, 2 * w + 1, channels], 2, "valid");
    return tf.add(tf.slice(full, [0, 1, 1, 0], [n, 2 * h, 2 * w, channels]), p[`${name}.bias`]);
  };
  const isDense = config.kind === "vae";
  const encode = (x) =>
    isDense
      ? tf.relu(dense(tf.relu(dense(x, "encoder.hidden1")), "encoder.hidden2"))
      : tf.reshape(
          tf.relu(
            conv(
              tf.relu(conv(tf.reshape(x, [batch, 28, 28, 1]), "encoder.convolution1")),
              "encoder.convolution2",
            ),
          ),
          [batch, 1568],
        );
  const decode = (z) =>
    isDense
      ? dense(tf.relu(dense(tf.relu(dense(z, "decoder.hidden1")), "decoder.hidden2")), "decoder.logits")
      : tf.reshape(
          transposed(
            tf.relu(
              transposed(
                tf.reshape(tf.relu(dense(z, "decoder.dense")), [batch, 7, 7, 32]),
                "decoder.transposed1",
              ),
            ),
            "decoder.transposed2",
          ),
          [batch, 784],
        );
  const lossOf = (x, noise) => {
    const features = encode(x);
    const mean = dense(features, "encoder.mean");
    const logVariance = dense(features, "encoder.logVariance");
    const logits = decode(tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise)));
    const crossEntropy = tf.sum(tf.sub(tf.softplus(logits), tf.mul(logits, x)));
    const divergence = tf.mul(
      0.5,
      tf.sum(tf.sub(tf.add(tf.exp(logVariance), tf.square(mean)), tf.add(logVariance, 1))),
    );
    return tf.add(crossEntropy, divergence);
  };
  const step = (rows, noise) =>
    tf.tidy(() => {
      const x = tf.gather(images, tf.tensor1d(rows, "int32"));
      const loss = optimizer.minimize(() => lossOf(x, tf.tensor2d(noise, [batch, 2])), true);
      return loss.dataSync()[0];
    });
  return { step };
}

function timeRound(step, order, noise, round) {
  const begin = performance.now();
  for (let i = 0; i < stepsPerRound; i++) {
    const first = ((round * stepsPerRound + i) * batch) % (train.count - batch);
    step(order.slice(first, first + batch), noise);
  }
  return (performance.now() - begin) / stepsPerRound;
}

for (const config of [reportVae, reportConvolutionalVae]) {
  const fused = fusedSide(config);
  const plain = plainSide(config, fused.start);
  const order = random.split("order").permutation(train.count);
  const noise = random.split("noise").fillNormal(new Float32Array(batch * 2));
  // after five steps from one start both sides must still be at the same loss
  for (let i = 0; i < 5; i++) {
    const rows = order.slice(i * batch, (i + 1) * batch);
    const [ours, theirs] = [fused.step(rows, noise), plain.step(rows, noise)];
    if (!(Math.abs(ours - theirs) <= 1e-3 * Math.abs(theirs)))
      throw new Error(`${config.kind}: step ${i} gives ${ours} and ${theirs}`);
  }
  timeRound(fused.step, order, noise, 0);
  timeRound(plain.step, order, noise, 0);
  const times = { fused: [], plain: [] };
  for (let round = 1; round <= rounds; round++) {
    times.fused.push(timeRound(fused.step, order, noise, round));
    times.plain.push(timeRound(plain.step, order, noise, round));
  }
  const [ours, theirs] = [median(times.fused), median(times.plain)];
  console.log(
    `${config.kind}: fused ${ours.toFixed(2)} ms, plain tfjs-node ${theirs.toFixed(2)} ms a step, ratio ${(theirs / ours).toFixed(2)}`,
  );
}

if (process.env.PEER_PYTHON) {
  spawnSync(process.env.PEER_PYTHON, [new URL("vae_training_step.py", import.meta.url).pathname], {
    stdio: "inherit",
  });
}
