import assert from "node:assert/strict";
import { test } from "node:test";
import { buildAutoencoder } from "pml/models/vae";
import { Random } from "pml/random";
import { readFloat32, scope, type Tensor, tensor } from "pml/tensorflow";
import { elboWithGradients } from "#internal/models/vae/elbo";

type Values = Readonly<Record<string, Float32Array>>;
const random = Random.from(9).split("layers");
const size = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);
const normals = (name: string, shape: readonly number[]) =>
  random.split(name).fillNormal(new Float32Array(size(shape)));
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

const models = [
  { kind: "vae", rows: 4, columns: 4, hidden: [6], latent: 2 },
  { kind: "convolutional-vae", rows: 8, columns: 8, channels: [2, 3], hidden: 4, latent: 2 },
] as const;

for (const config of models)
  test(`${config.kind}: the gradient of the bound along a random direction of each parameter`, () => {
    const model = buildAutoencoder(config);
    const batch = 3;
    const pixels = normals("pixels", [batch, model.pixels]).map((value) => 1 / (1 + Math.exp(-value)));
    const noise = normals("noise", [batch, config.latent]);
    const start = Object.fromEntries(
      model.parameters.map(({ name, shape, fanIn }) => [
        name,
        normals(name, shape).map((value) => value / Math.sqrt(fanIn)),
      ]),
    );
    const evaluate = (values: Values) =>
      scope(() => {
        const parameters: Record<string, Tensor> = {};
        for (const { name, shape } of model.parameters) parameters[name] = tensor(values[name]!, shape);
        const images = tensor(pixels, [batch, model.pixels]);
        const found = elboWithGradients(model, parameters, images, tensor(noise, [batch, config.latent]));
        const parts = [...readFloat32(found.crossEntropy), ...readFloat32(found.divergence)];
        const gradients = Object.fromEntries(
          Object.entries(found.gradients).map(([name, gradient]) => [name, readFloat32(gradient)] as const),
        );
        return { loss: parts.reduce((sum, value) => sum + value, 0), gradients };
      });
    const { gradients } = evaluate(start);
    // short, so that no rectifier switches on the way (with seed 8 one does); rounding in single precision leaves three digits
    const step = 1e-3;
    for (const { name, shape } of model.parameters) {
      const direction = normals(`direction of ${name}`, shape);
      const length = Math.sqrt(dot(direction, direction));
      const unit = direction.map((value) => value / length);
      const along = (by: number) =>
        evaluate({ ...start, [name]: start[name]!.map((value, i) => value + by * unit[i]!) }).loss;
      const difference = (along(step) - along(-step)) / (2 * step);
      const expected = dot(gradients[name]!, unit);
      assert.ok(
        Math.abs(expected - difference) < 0.02 * Math.max(1, Math.abs(difference)),
        `${name}: ${expected} against ${difference}`,
      );
    }
  });
