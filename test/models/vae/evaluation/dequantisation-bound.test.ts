import assert from "node:assert/strict";
import { test } from "node:test";
import { dequantisationStream, dequantise } from "pml/data";
import { levelScore } from "pml/metrics";
import * as factorMixture from "pml/models/factor-mixture";
import { Random } from "pml/random";
import { assertClose } from "../../../support/close.js";

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Images of two pixels and two kinds that spread over a few grey levels, so that the density changes much within a cell. */
function toyPixels(count: number): Uint8Array {
  const random = Random.from(3);
  return Uint8Array.from({ length: 2 * count }, (_, i) => {
    const kind = (i >> 1) % 3 === 0 ? 118 : 111;
    return Math.round(kind + (i % 2 === 0 ? 1.2 : 0.8) * random.normal());
  });
}

const pixels = toyPixels(600);
const model = factorMixture.fit(
  { values: dequantise(pixels, Random.from(4)), columns: 2 },
  { components: 2, factors: 1, maxIterations: 60 },
  { random: Random.from(1) },
);

/** ln P(image) of the discrete model behind the density, its integral over the image's cell, and the bound; by the midpoint rule. */
async function cellsOf(images: Uint8Array) {
  const perAxis = 16;
  const perCell = perAxis ** 2;
  const points = Float64Array.from({ length: images.length * perCell }, (_, i) => {
    const point = i >> 1;
    const place = point % perCell;
    const step = i % 2 === 0 ? place % perAxis : Math.floor(place / perAxis);
    return (images[2 * Math.floor(point / perCell) + (i % 2)]! + (step + 0.5) / perAxis) / 256;
  });
  const logLikelihood = await factorMixture.logDensity(await model, { values: points, columns: 2 });
  const cells = Array.from({ length: images.length / 2 }, (_, n) =>
    logLikelihood.subarray(n * perCell, (n + 1) * perCell),
  );
  return {
    exact: Float64Array.from(cells, (cell) => Math.log(mean(cell.map(Math.exp)) / 256 ** 2)),
    bound: Float64Array.from(cells, (cell) => mean(cell) - 2 * Math.log(256)),
  };
}

test("the probabilities of all cells sum to 1: the density is one of 256-level images", async () => {
  const [low, width] = [100, 32];
  const all = Uint8Array.from({ length: 2 * width ** 2 }, (_, i) =>
    i % 2 === 0 ? low + ((i >> 1) % width) : low + Math.floor((i >> 1) / width),
  );
  const { exact } = await cellsOf(all);
  assertClose(
    exact.map(Math.exp).reduce((a, b) => a + b, 0),
    1,
    1e-4,
    "sum",
  );
});

test("the mean log-density of a cell bounds the image's log-probability, and the score over draws is that bound", async () => {
  const images = pixels.slice(0, 400);
  const { exact, bound } = await cellsOf(images);
  exact.forEach((logProbability, image) => {
    const gap = logProbability - bound[image]!;
    assert.ok(gap > 0 && gap < 1, `image ${image}: ${gap}`);
  });
  const fitted = await model;
  const perDraw = await Promise.all(
    Array.from({ length: 200 }, (_, draw) => {
      const values = dequantise(images, dequantisationStream(draw));
      return factorMixture.logDensity(fitted, { values, columns: 2 });
    }),
  );
  const { bitsPerDimension } = levelScore(perDraw, 2);
  assertClose(bitsPerDimension, -mean(bound) / (2 * Math.LN2), 3e-3, "bits per dimension");
  assert.ok(bitsPerDimension > -mean(exact) / (2 * Math.LN2) + 0.01, "looser than the exact bits");
});
