import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConvolutionalVaeConfig, TrainedAutoencoder } from "pml/models";
import * as vae from "pml/models/vae";
import { Random } from "pml/random";
import { reportVae } from "pml/report";
import { InputError } from "pml/support";
import { initialAdamState } from "pml/tensorflow";
import { halfTurnImages, halfTurnParameter, halfTurnState } from "#internal/models/vae/half-turn";
import { pixelLogVariance } from "#internal/models/vae/likelihood";
import { initialParameters } from "#internal/models/vae/model";
import { smallDataSet } from "../../support/small-images.js";

const upright = { pixels: 4, isHalfTurned: false };
const turned = { pixels: 4, isHalfTurned: true };

test("images of a convolutional model are turned one by one, and back; those of another are left alone", () => {
  const two = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  assert.deepEqual(halfTurnImages(turned, two), Uint8Array.of(4, 3, 2, 1, 8, 7, 6, 5));
  assert.deepEqual(halfTurnImages(turned, halfTurnImages(turned, two)), two);
  assert.equal(halfTurnImages(upright, two), two);
  assert.deepEqual(two, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
  assert.throws(() => halfTurnImages(turned, new Float32Array(6)), InputError);
});

test("a parameter is turned about the places of its axis and nowhere else", () => {
  const shape = { name: "weight", shape: [2, 6], fanIn: 2, halfTurn: { axis: 1, places: 3 } };
  const values = Float32Array.from({ length: 12 }, (_, i) => i);
  assert.deepEqual([...halfTurnParameter(shape, values)], [4, 5, 2, 3, 0, 1, 10, 11, 8, 9, 6, 7]);
  const { halfTurn: _, ...plain } = shape;
  assert.equal(halfTurnParameter(plain, values), values);
});

test("a state is itself again after two turns, and what a dense model trains is never turned", () => {
  const wanted = { hidden: 5, likelihood: { kind: "gaussian", varianceFloor: 1e-3 } } as const;
  const model = vae.buildAutoencoder({ ...config, ...wanted });
  const state = initialAdamState(initialParameters(model, Random.from(4)));
  assert.deepEqual(halfTurnState(model, halfTurnState(model, state)), state);
  assert.deepEqual(
    model.parameters.filter((each) => each.halfTurn).map(({ name }) => name),
    [
      "encoder.convolution1.weight",
      "encoder.convolution2.weight",
      "encoder.hidden.weight",
      "decoder.dense.weight",
      "decoder.dense.bias",
      "decoder.transposed1.weight",
      "decoder.transposed2.weight",
      pixelLogVariance,
    ],
  );
  assert.ok(vae.buildAutoencoder(reportVae).parameters.every((each) => each.halfTurn === undefined));
});

const config: ConvolutionalVaeConfig = {
  kind: "convolutional-vae",
  rows: 8,
  columns: 12,
  channels: [2, 3],
  hidden: null,
  latent: 2,
};

type Values = Readonly<Record<string, Float32Array>>;
interface Map3 {
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  readonly values: Float64Array;
}

const emptyMap = (rows: number, columns: number, channels: number): Map3 => ({
  rows,
  columns,
  channels,
  values: new Float64Array(rows * columns * channels),
});

interface Filter {
  readonly kernel: number;
  readonly stride: number;
}

/** Meets every pair of places that a filter of padding (k - 1)/2 joins, upright: large (s i - p + a, s j - p + b) and small (i, j). */
function joined(
  large: Map3,
  small: Map3,
  { kernel, stride }: Filter,
  meet: (large: number, small: number, tap: number) => void,
) {
  const padding = (kernel - 1) / 2;
  for (let i = 0; i < small.rows; i++)
    for (let j = 0; j < small.columns; j++)
      for (let tap = 0; tap < kernel ** 2; tap++) {
        const row = stride * i - padding + Math.floor(tap / kernel);
        const column = stride * j - padding + (tap % kernel);
        if (row < 0 || column < 0 || row >= large.rows || column >= large.columns) continue;
        meet(row * large.columns + column, i * small.columns + j, tap);
      }
}

const finished = (map: Map3, bias: Float32Array, relu: boolean): Map3 => ({
  ...map,
  values: map.values.map((value, i) => {
    const shifted = value + bias[i % map.channels]!;
    return relu ? Math.max(0, shifted) : shifted;
  }),
});

function convolved(input: Map3, values: Values, name: string, outputs: number, filter: Filter): Map3 {
  const output = emptyMap(input.rows / filter.stride, input.columns / filter.stride, outputs);
  const weight = values[`${name}.weight`]!;
  joined(input, output, filter, (large, small, tap) => {
    for (let c = 0; c < input.channels; c++)
      for (let o = 0; o < outputs; o++)
        output.values[small * outputs + o]! +=
          input.values[large * input.channels + c]! * weight[(tap * input.channels + c) * outputs + o]!;
  });
  return finished(output, values[`${name}.bias`]!, true);
}

function transposed(
  input: Map3,
  values: Values,
  name: string,
  { outputs, relu, ...filter }: Filter & { readonly outputs: number; readonly relu: boolean },
): Map3 {
  const output = emptyMap(filter.stride * input.rows, filter.stride * input.columns, outputs);
  const weight = values[`${name}.weight`]!;
  joined(output, input, filter, (large, small, tap) => {
    for (let c = 0; c < input.channels; c++)
      for (let o = 0; o < outputs; o++)
        output.values[large * outputs + o]! +=
          input.values[small * input.channels + c]! * weight[(tap * outputs + o) * input.channels + c]!;
  });
  return finished(output, values[`${name}.bias`]!, relu);
}

function dense(input: Float64Array, values: Values, name: string, relu = false): Float64Array {
  const bias = values[`${name}.bias`]!;
  return Float64Array.from(bias, (start, o) => {
    const total = input.reduce(
      (sum, value, i) => sum + value * values[`${name}.weight`]![i * bias.length + o]!,
      start,
    );
    return relu ? Math.max(0, total) : total;
  });
}

const changes: readonly (readonly [string, Partial<ConvolutionalVaeConfig>])[] = [
  ["no hidden units", {}],
  ["5 hidden units", { hidden: 5 }],
  ["filters of 5 x 5", { kernel: 5 }],
  ["stride 1 first", { strides: [1, 2] }],
  ["four convolutions", { channels: [2, 2, 3, 3], strides: [2, 1, 2, 1] }],
];
for (const [name, change] of changes)
  test(`encoder and decoder are those of padding (k - 1)/2 computed place by place on upright images, ${name}`, () => {
    const ours = { ...config, ...change };
    const { hidden, channels, kernel = 3, strides = channels.map(() => 2) } = ours;
    const values = initialParameters(vae.buildAutoencoder(ours), Random.from(8));
    const model = trainedWith(ours, values);
    const pixels = Uint8Array.from({ length: 96 }, (_, i) => (i * 37) % 256);
    const one = { ...smallDataSet(1, 1).test, rows: 8, columns: 12, count: 1, pixels };

    let seen: Map3 = { ...emptyMap(8, 12, 1), values: Float64Array.from(pixels, (byte) => byte / 255) };
    channels.forEach((outputs, i) => {
      const filter = { kernel, stride: strides[i]! };
      seen = convolved(seen, values, `encoder.convolution${i + 1}`, outputs, filter);
    });
    const features = hidden === null ? seen.values : dense(seen.values, values, "encoder.hidden", true);
    const codes = vae.encode(model, one);
    near(codes.mean, dense(features, values, "encoder.mean"));
    near(codes.logVariance, dense(features, values, "encoder.logVariance"));

    const code = Float64Array.of(7, -13); // far out, so that the rectifier leaves something
    const wide = hidden === null ? code : dense(code, values, "decoder.hidden", true);
    let map: Map3 = { ...seen, values: dense(wide, values, "decoder.dense", true) };
    assert.ok(map.values.filter((value) => value > 0).length > 4 && map.values.includes(0));
    const from = [1, ...channels];
    channels.forEach((_, k) => {
      const i = channels.length - 1 - k;
      const layer = { outputs: from[i]!, relu: i > 0, kernel, stride: strides[i]! };
      map = transposed(map, values, `decoder.transposed${k + 1}`, layer);
    });
    near(
      vae.decode(model, code),
      map.values.map((logit) => 1 / (1 + Math.exp(-logit))),
    );
  });

test("convolutions that do not fit together are refused, with what was given", () => {
  const refused = (change: Partial<ConvolutionalVaeConfig>, message: RegExp) =>
    assert.throws(() => vae.buildAutoencoder({ ...config, ...change }), message);
  refused({ channels: [] }, /at least one convolution.*got 0 and 0/);
  refused({ strides: [2] }, /got 2 and 1/);
  refused({ kernel: 4 }, /kernel must be odd, got 4/);
  refused({ channels: [2, 2, 2], strides: [2, 2, 2] }, /multiples of 8.*got 8 x 12/);
});

test("samples of a convolutional decoder are upright: means as decoded from their codes, noise by each pixel's own variance", () => {
  const dim = { ...config, likelihood: { kind: "gaussian", varianceFloor: 1e-12 } } as const;
  const built = vae.buildAutoencoder(dim);
  const start = initialParameters(built, Random.from(2));
  // variances that fall from the first pixel to the last
  const parameters = { ...start, [pixelLogVariance]: Float32Array.from({ length: 96 }, (_, i) => -i / 8) };
  const trained = trainedWith(dim, parameters);
  const { codes, means, values } = vae.sample(trained, 400, Random.from(5));
  near(means, Float64Array.from(vae.decode(trained, codes)));
  for (const pixel of [0, 40, 95]) {
    let squares = 0;
    for (let i = pixel; i < values.length; i += 96) squares += (values[i]! - means[i]!) ** 2;
    const ratio = squares / 400 / Math.exp(-pixel / 8);
    assert.ok(ratio > 0.7 && ratio < 1.4, `pixel ${pixel}: ${ratio}`);
  }
});

/** A model with given parameters, as if it had been trained. */
function trainedWith(
  network: ConvolutionalVaeConfig,
  values: Readonly<Record<string, Float32Array>>,
): TrainedAutoencoder {
  return {
    kind: "vae",
    config: { network, epochs: 1, batchSize: 1, learningRate: 1 },
    parameters: vae.shapedParameters(vae.buildAutoencoder(network), values),
    history: [],
  };
}

function near(actual: ArrayLike<number>, expected: Float64Array) {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    assert.ok(Math.abs(actual[i]! - value) < 1e-5, `${i}: ${actual[i]} against ${value}`);
  });
}
