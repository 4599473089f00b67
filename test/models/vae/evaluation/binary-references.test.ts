import assert from "node:assert/strict";
import { test } from "node:test";
import { imageSet, loadMnist } from "pml/data";
import * as vae from "pml/models/vae";
import { assertClose } from "../../../support/close.js";

const tiny = (pixels: number[], count: number) =>
  imageSet({
    name: "tiny",
    rows: 1,
    columns: 2,
    pixels: Uint8Array.from(pixels),
    labels: new Uint8Array(count),
  });

test("by hand: black and white cost nothing, 51 of 255 costs the entropy of 1/5", () => {
  const { perImage, mean } = vae.bernoulliCeiling(tiny([0, 255, 51, 0], 2));
  const entropy = 0.2 * Math.log(0.2) + 0.8 * Math.log(0.8);
  assertClose(perImage, [0, entropy], 1e-15);
  assertClose(mean, entropy / 2, 1e-15);
});

test("by hand: the mean image's Bernoulli, clipped where the training images never show ink", () => {
  const { perImage } = vae.meanImageFloor(tiny([255, 0, 0, 0], 2), tiny([255, 0, 255, 255], 2), 1e-3);
  assertClose(perImage, [Math.log(0.5) + Math.log(1 - 1e-3), Math.log(0.5) + Math.log(1e-3)], 1e-14);
});

// Figures computed once with NumPy 2.4.6 from the same files: entropy of the grey pixels, mean training image clipped at 1e-6.
test("MNIST: ceiling -45.534 (sd 10.79; training -45.757), floor -205.805", () => {
  const { train, test: held } = loadMnist();
  const ceiling = vae.bernoulliCeiling(held);
  assert.ok(Math.abs(ceiling.mean + 45.534) < 5e-4, `ceiling ${ceiling.mean}`);
  assert.ok(Math.abs(ceiling.sd - 10.79) < 5e-3, `sd ${ceiling.sd}`);
  assert.ok(Math.abs(vae.bernoulliCeiling(train).mean + 45.757) < 5e-4);
  const floor = vae.meanImageFloor(train, held).mean;
  assert.ok(Math.abs(floor + 205.805) < 5e-4, `floor ${floor}`);
});
