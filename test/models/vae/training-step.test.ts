import assert from "node:assert/strict";
import { test } from "node:test";
import type { AutoencoderConfig } from "pml/models";
import * as vae from "pml/models/vae";
import { Random } from "pml/random";
import { Adam, dispose, initialAdamState, keep, liveTensors, scope, tensor } from "pml/tensorflow";
import { elboWithGradients } from "#internal/models/vae/elbo";
import { halfTurnState } from "#internal/models/vae/half-turn";
import { initialParameters } from "#internal/models/vae/model";
import { dequantisationNoise, heldImages, pixelsAt } from "#internal/models/vae/pixels";
import { sumOf, TrainingSteps } from "#internal/models/vae/training-step";
import { smallImages } from "../../support/small-images.js";

const size = { rows: 8, columns: 8, latent: 2 };
const dense = { kind: "vae", hidden: [20, 10], ...size } as const;
const convolutional = { kind: "convolutional-vae", channels: [3, 4], hidden: null, ...size } as const;
const configs: readonly AutoencoderConfig[] = [
  dense,
  convolutional,
  { ...convolutional, hidden: 7 },
  { ...dense, likelihood: { kind: "continuous-bernoulli" } },
  { ...convolutional, likelihood: { kind: "gaussian", varianceFloor: 1e-3 } },
];
const images = smallImages(40, 3);

for (const config of configs)
  test(`${JSON.stringify(config)}: steps in a graph are those of the kernels one by one`, () => {
    const model = vae.buildAutoencoder(config);
    const start = halfTurnState(model, initialAdamState(initialParameters(model, Random.from(5))));
    const [alone, recorded] = [new Adam(model.parameters, start), new Adam(model.parameters, start)];
    const held = keep(heldImages(model, images));
    const steps = new TrainingSteps(model, recorded, held, [16, 8]);
    const [levels, sameLevels] = [Random.from(6), Random.from(6)];
    const noise = Random.from(7);
    const warm = liveTensors();
    [16, 16, 8, 16].forEach((count, step) => {
      const rows = Random.from(step).permutation(40).slice(0, count);
      const epsilon = noise.fillNormal(new Float32Array(count * 2));
      const found = steps.run(rows, epsilon, levels);
      const expected = scope(() => {
        const [u] = dequantisationNoise(model, count, sameLevels);
        const pixels = pixelsAt(model, held, tensor(rows, [count]), u);
        const parts = elboWithGradients(model, alone.parameters(), pixels, tensor(epsilon, [count, 2]));
        alone.apply(parts.gradients);
        return { reconstruction: sumOf(parts.crossEntropy), divergence: sumOf(parts.divergence) };
      });
      for (const part of ["reconstruction", "divergence"] as const) {
        const scale = Math.max(1, Math.abs(expected[part]));
        assert.ok(Math.abs(found[part] - expected[part]) < 1e-5 * scale, `${part} in step ${step}`);
      }
    });
    assert.ok(liveTensors() - warm <= 2, "only constants of the image door stay");
    steps.writeBack();
    const [ours, theirs] = [recorded.state(), alone.state()];
    assert.equal(ours.step, 4);
    for (const part of ["values", "firstMoments", "secondMoments"] as const)
      for (const [name, expected] of Object.entries(theirs[part])) {
        const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
        ours[part][name]!.forEach((value, i) => {
          assert.ok(
            Math.abs(value - expected[i]!) < 1e-3 * scale,
            `${part} of ${name}: ${value}, ${expected[i]}`,
          );
        });
      }
    steps.dispose();
    alone.dispose();
    recorded.dispose();
    dispose(held);
  });

test("a density is refused grey levels, a Bernoulli dequantised ones", () => {
  const images8 = heldImages(vae.buildAutoencoder(dense), images);
  const u = tensor(new Float32Array(64), [1, 64]);
  const row = tensor(Int32Array.of(0), [1]);
  const density = vae.buildAutoencoder({ ...dense, likelihood: { kind: "continuous-bernoulli" } });
  assert.throws(() => pixelsAt(density, images8, row, undefined), /takes dequantised pixels/);
  assert.throws(() => pixelsAt(vae.buildAutoencoder(dense), images8, row, u), /takes grey pixels/);
  dispose(images8, u, row);
});
