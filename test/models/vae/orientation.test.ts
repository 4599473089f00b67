import assert from "node:assert/strict";
import { test } from "node:test";
import { firstImages } from "pml/data";
import type { AutoencoderConfig } from "pml/models";
import * as vae from "pml/models/vae";
import { Random } from "pml/random";
import { assertClose } from "../../support/close.js";
import { smallDataSet } from "../../support/small-images.js";

const data = smallDataSet(100, 20);
const networks: readonly AutoencoderConfig[] = [
  { kind: "vae", rows: 8, columns: 8, hidden: [10], latent: 2 },
  { kind: "convolutional-vae", rows: 8, columns: 8, channels: [2, 3], hidden: null, latent: 2 },
  { kind: "convolutional-vae", rows: 8, columns: 8, channels: [2, 3], hidden: 5, latent: 2 },
];
const training = { epochs: 1, batchSize: 25, learningRate: 1e-2 };

// symmetric about 0, so that it turns into itself
const coarse = { from: -6, to: 6, spacing: 0.5, blockSteps: 4, refinement: 2, margin: 20 };

const largest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

test("the eight orientations are the symmetries of the square: all different, and closed under composition", () => {
  const corner = [1, 2, 3, 5];
  const images = vae.orientations.map((each) => Array.from(vae.orientCodes(corner, each)).join());
  assert.equal(new Set(images).size, 8);
  assert.equal(images[0], corner.join());
  for (const first of vae.orientations)
    for (const second of vae.orientations)
      assert.ok(images.includes(Array.from(vae.orientCodes(vae.orientCodes(corner, first), second)).join()));
  const swap = { swapped: true, signs: [-1, 1] } as const;
  assert.deepEqual(Array.from(vae.orientCodes(corner, swap)), [-2, 1, -5, 3]);
});

for (const network of networks)
  test(`an oriented ${network.kind} encodes to oriented codes, decodes them to the same images, and is the same density`, async () => {
    const model = await vae.fit(data, { network, ...training }, { random: Random.from(3) });
    const codes = vae.encode(model, data.test);
    const some = firstImages(data.test, 4);
    const density = await vae.logDensity(model, some, { rule: coarse });
    for (const orientation of vae.orientations) {
      const oriented = vae.orient(model, orientation);
      const seen = vae.encode(oriented, data.test);
      assert.ok(largest(seen.mean, vae.orientCodes(codes.mean, orientation)) < 1e-6, "means");
      const unsigned = { ...orientation, signs: [1, 1] as const };
      assert.ok(largest(seen.logVariance, vae.orientCodes(codes.logVariance, unsigned)) < 1e-6, "variances");
      assert.ok(largest(vae.decode(oriented, seen.mean), vae.decode(model, codes.mean)) < 1e-6, "images");
      (await vae.logDensity(oriented, some, { rule: coarse })).forEach((value, i) => {
        assertClose(value, density[i]!, 1e-5, "density");
      });
    }
  });

test("codes that are no pairs, and models with another code, are refused", async () => {
  const [first] = vae.orientations;
  assert.throws(() => vae.orientCodes([1, 2, 3], first!), /vae\.orientCodes: codes must be pairs/);
  const network = { ...networks[0]!, latent: 3 } as AutoencoderConfig;
  const model = await vae.fit(data, { network, ...training }, { random: Random.from(1) });
  assert.throws(
    () => vae.orient(model, first!),
    /vae\.orient: the code must have 2 dimensions, this one has 3/,
  );
});
