import assert from "node:assert/strict";
import { test } from "node:test";
import type { AutoencoderConfig, FitHooks, TrainingOptions, TrainingState } from "pml/models";
import * as vae from "pml/models/vae";
import { Random } from "pml/random";
import { reportConvolutionalVae, reportVae } from "pml/report";
import { liveTensors } from "pml/tensorflow";
import { smallDataSet } from "../../support/small-images.js";

const dense: AutoencoderConfig = { kind: "vae", rows: 8, columns: 8, hidden: [20, 10], latent: 2 };
const convolutional: AutoencoderConfig = {
  kind: "convolutional-vae",
  rows: 8,
  columns: 8,
  channels: [3, 4],
  hidden: null,
  latent: 2,
};
const options: TrainingOptions = { epochs: 4, batchSize: 32, learningRate: 3e-3 };
const data = smallDataSet();
const fit = (
  network: AutoencoderConfig,
  change: Partial<TrainingOptions> = {},
  hooks: FitHooks<TrainingState> = {},
) => vae.fit(data, { network, ...options, ...change }, { random: Random.from(1), ...hooks });

test("the report's models have the report's numbers of parameters", () => {
  assert.deepEqual(vae.countParameters(vae.buildAutoencoder(reportVae)), { all: 709_588, decoder: 355_084 });
  assert.deepEqual(vae.countParameters(vae.buildAutoencoder(reportConvolutionalVae)), {
    all: 20_549,
    decoder: 9_473,
  });
});

for (const config of [dense, convolutional, { ...convolutional, hidden: 7 }] as const) {
  const name = `${config.kind}${config.kind === "vae" || config.hidden === null ? "" : " with a dense layer"}`;

  test(`${name}: training lowers the loss on both sets and books finite parts`, async () => {
    const { history } = await fit(config, { epochs: 12 });
    assert.deepEqual(
      history.map(({ epoch }) => epoch),
      Array.from({ length: 12 }, (_, i) => i + 1),
    );
    const loss = (parts: { reconstruction: number; divergence: number }) =>
      parts.reconstruction + parts.divergence;
    const [first, last] = [history[0]!, history[11]!];
    assert.ok(
      loss(last.train) < 0.8 * loss(first.train),
      `train ${loss(first.train)} to ${loss(last.train)}`,
    );
    assert.ok(loss(last.test) < 0.9 * loss(first.test), `test ${loss(first.test)} to ${loss(last.test)}`);
    for (const { train, test: held } of history) assert.ok(train.divergence >= 0 && held.divergence >= 0);
  });

  test(`${name}: same seed, same bits; another seed differs`, async () => {
    const first = await fit(config);
    assert.deepEqual(await fit(config), first);
    const other = await fit(config, {}, { random: Random.from(2) });
    assert.notDeepEqual(other.parameters, first.parameters);
  });

  test(`${name}: stopped after any epoch and taken up again, it ends with the same bits`, async () => {
    const states: TrainingState[] = [];
    const whole = await fit(config, {}, { onState: (state) => states.push(state) });
    for (const from of states) assert.deepEqual(await fit(config, {}, { from }), whole);
  });
}

test("the number of tensors is the same after every epoch from the second on, and none stay behind", async () => {
  const before = liveTensors();
  const counts: number[] = [];
  await fit(dense, {}, { onState: () => counts.push(liveTensors()) });
  assert.equal(new Set(counts.slice(1)).size, 1, `counts ${counts}`);
  // three constants of the image door stay for the next training
  assert.ok(liveTensors() - before <= 3, `${liveTensors() - before} tensors left`);
  const afterwards = liveTensors();
  await fit(dense);
  assert.equal(liveTensors(), afterwards);
});

test("an interrupted training keeps its finished epochs and stops within the next steps", async () => {
  const stop = new AbortController();
  const states: TrainingState[] = [];
  const onState = (state: TrainingState) => {
    states.push(state);
    if (states.length === 2) stop.abort();
  };
  const training = fit(dense, {}, { signal: stop.signal, onState });
  await assert.rejects(training, { name: "InterruptedError" });
  assert.equal(states.length, 2);
  const whole = await fit(dense);
  assert.deepEqual(await fit(dense, {}, { from: states[1]! }), whole);
});

test("a loss that is not finite stops with epoch, step and advice", async () => {
  await assert.rejects(
    fit(dense, { learningRate: 1e30 }),
    /vae.fit: the loss is not finite in epoch \d+, step \d+ .*lower the learning rate/,
  );
});

test("misfits are refused at the door", async () => {
  await assert.rejects(fit(reportVae), /built for 28 x 28 pixels, bars 1 has 8 x 8/);
  await assert.rejects(fit(dense, { epochs: 0 }), /epochs must be an integer of at least 1/);
  await assert.rejects(fit(dense, { learningRate: -1 }), /learningRate/);
  const odd = { ...convolutional, rows: 9 };
  await assert.rejects(fit(odd), /multiples of 4/);
  await assert.rejects(vae.fit(data, { network: dense, ...options }), /wants `random`/);
  const states: TrainingState[] = [];
  await fit(dense, {}, { onState: (state) => states.push(state) });
  const from = states[0]!;
  await assert.rejects(fit(convolutional, {}, { from }), /another configuration/);
  await assert.rejects(fit(dense, { epochs: 2 }, { from: states[3]! }), /has 4 epochs/);
});

test("the start is drawn as PyTorch draws it: uniform within 1 / sqrt(fan-in), outputs counted for transposed layers", async () => {
  const bounds = (config: AutoencoderConfig) => {
    const values = vae.initialParameters(vae.buildAutoencoder(config), Random.from(1));
    return Object.entries(values).map(
      ([name, array]) => [name, array.reduce((most, v) => Math.max(most, Math.abs(v)), 0)] as const,
    );
  };
  const fanIns: Record<string, number> = {
    "encoder.convolution1": 9,
    "encoder.convolution2": 144,
    "encoder.mean": 1568,
    "encoder.logVariance": 1568,
    "decoder.dense": 2,
    "decoder.transposed1": 144,
    "decoder.transposed2": 9,
  };
  for (const [name, most] of bounds(reportConvolutionalVae)) {
    const bound = 1 / Math.sqrt(fanIns[name.replace(/\.(weight|bias)$/, "")]!);
    assert.ok(most <= bound * (1 + 1e-6), `${name}: ${most} beyond ${bound}`);
    if (name.endsWith("weight") && name !== "encoder.mean.weight")
      assert.ok(most > 0.9 * bound, `${name}: ${most} far below ${bound}`);
  }
});
