import assert from "node:assert/strict";
import { test } from "node:test";
import { imageRows, type Observations } from "pml/models";
import { Random } from "pml/random";
import { maximisation } from "#internal/models/gaussian-mixture/m-step";
import { assertClose } from "../../support/close.js";
import { smallImages } from "../../support/small-images.js";

const count = 300;
const components = 3;
const images = smallImages(count, 11, 10, 10);

/** Responsibilities of which the given share is exactly 0 or 1. */
function responsibilities(certain: number): Float64Array {
  const random = Random.from(5);
  const shares = new Float64Array(count * components);
  for (let row = 0; row < count; row++) {
    const k = random.integer(components);
    const most = random.uniform() < certain ? 1 : 0.5 + 0.5 * random.uniform();
    shares[row * components + k] = most;
    shares[row * components + ((k + 1) % components)] = 1 - most;
  }
  return shares;
}

/** Bishop (2006), 9.24 to 9.26, written out. */
function direct({ values, columns, offset = 0, divisor = 1 }: Observations, shares: Float64Array, k: number) {
  const x = Float64Array.from(values, (value) => (value + offset) / divisor);
  let size = 0;
  const mean = new Float64Array(columns);
  for (let row = 0; row < count; row++) {
    const share = shares[row * components + k]!;
    size += share;
    for (let j = 0; j < columns; j++) mean[j]! += share * x[row * columns + j]!;
  }
  for (let j = 0; j < columns; j++) mean[j]! /= size;
  const covariance = new Float64Array(columns * columns);
  for (let row = 0; row < count; row++) {
    const share = shares[row * components + k]! / size;
    for (let i = 0; i < columns; i++) {
      const weighted = share * (x[row * columns + i]! - mean[i]!);
      for (let j = 0; j < columns; j++)
        covariance[i * columns + j]! += weighted * (x[row * columns + j]! - mean[j]!);
    }
  }
  return { size, mean, covariance };
}

const scales = [{}, { offset: 0.5, divisor: 256 }];
const regularisation = 1e-3;

test("weights, means and covariances are those written out: bytes and doubles, certain rows and shared ones", async () => {
  for (const scale of scales) {
    const bytes = imageRows(images, scale);
    const unit = 255 / (scale.divisor ?? 1);
    for (const certain of [0, 0.8, 1]) {
      const shares = responsibilities(certain);
      for (const rows of [bytes, { ...bytes, values: Float64Array.from(bytes.values) }]) {
        const options = { covarianceType: "full", regularisation, chunkRows: 64 } as const;
        const found = await maximisation(rows, shares, components, options);
        for (let k = 0; k < components; k++) {
          const expected = direct(bytes, shares, k);
          for (let j = 0; j < 100; j++) expected.covariance[j * 101]! += regularisation;
          const within = (from: Float64Array, size: number) =>
            from.subarray(k * size, (k + 1) * size).map((entry) => entry / unit ** (size === 100 ? 1 : 2));
          assertClose(found.weights[k]!, expected.size / count, 1e-14);
          assertClose(
            within(found.means, 100),
            expected.mean.map((entry) => entry / unit),
            1e-13,
          );
          assertClose(
            within(found.covariances, 10_000),
            expected.covariance.map((entry) => entry / unit ** 2),
            1e-13,
          );
        }
      }
    }
  }
});

test("a tied covariance of bytes is the weighted mean of the components' own", async () => {
  const rows = imageRows(images);
  const shares = responsibilities(0.7);
  const { covariances } = await maximisation(rows, shares, components, {
    covarianceType: "tied",
    regularisation,
  });
  const expected = new Float64Array(10_000);
  for (let k = 0; k < components; k++) {
    const { size, covariance } = direct(rows, shares, k);
    covariance.forEach((entry, i) => {
      expected[i]! += (entry * size) / count;
    });
  }
  for (let j = 0; j < 100; j++) expected[j * 101]! += regularisation;
  assertClose(
    covariances.map((entry) => entry / 255 ** 2),
    expected.map((entry) => entry / 255 ** 2),
    1e-13,
  );
});

test("a pixel that never varies within a component has the variance of the regularisation, and no covariance", async () => {
  const pixels = images.pixels.slice();
  for (let row = 0; row < count; row++) pixels[row * 100 + 40] = 137;
  for (const values of [pixels, Float64Array.from(pixels)]) {
    for (const certain of [0.5, 1]) {
      const { covariances } = await maximisation(
        { values, columns: 100 },
        responsibilities(certain),
        components,
        { covarianceType: "full", regularisation },
      );
      for (let k = 0; k < components; k++) {
        const row = covariances.subarray(k * 10_000 + 4000, k * 10_000 + 4100);
        assertClose(row[40]!, regularisation, 1e-13);
        assert.ok(row.every((entry, j) => j === 40 || Math.abs(entry) < 1e-10));
      }
    }
  }
});
