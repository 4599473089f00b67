import assert from "node:assert/strict";
import { test } from "node:test";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import { assertClose } from "../../support/close.js";
import { mixtureOf } from "../../support/mixture-data.js";

// the first two columns change together, the third hardly at all
const model = mixtureOf("full", 3, {
  weights: Float64Array.of(1),
  means: Float64Array.of(1, 1, 1),
  covariances: Float64Array.of(2.01, 1.99, 0, 1.99, 2.01, 0, 0, 0, 0.04),
});

test("a difference of two columns that change together is as flat as a constant column", () => {
  // variances 4 (sum), 0.02 (difference), 0.04
  assert.equal(gaussianMixture.flatDirections(model, 0, 0.01).count, 0);
  assert.equal(gaussianMixture.flatDirections(model, 0, 0.03).count, 1);
  assert.equal(gaussianMixture.flatDirections(model, 0, 0.05).count, 2);
});

test("the share is that of the quadratic form", () => {
  const { shareOf } = gaussianMixture.flatDirections(model, 0, 0.03);
  // along the sum by root 2, along the difference by root 2 / 10, in the third by 0.2
  const [along, across, third] = [2 / 4, 0.02 / 0.02, 0.04 / 0.04];
  assertClose(shareOf([2.1, 1.9, 1.2]), across / (along + across + third), 1e-12);
  assertClose(shareOf([2, 2, 1]), 0, 1e-12);
});

test("a row of another length, and the mean itself, are refused", () => {
  const { shareOf } = gaussianMixture.flatDirections(model, 0, 0.03);
  assert.throws(() => shareOf([1, 2]), /row must have length 3/);
  assert.throws(() => shareOf([1, 1, 1]), /quadratic form is 0/);
});

test("another component is measured from its own mean by its own covariance", () => {
  const two = mixtureOf("full", 2, {
    weights: Float64Array.of(0.5, 0.5),
    means: Float64Array.of(9, 9, 1, 2),
    covariances: Float64Array.of(1, 0, 0, 1, 4, 0, 0, 0.25),
  });
  const { count, shareOf } = gaussianMixture.flatDirections(two, 1, 0.5);
  assert.equal(count, 1);
  // (3 - 1)^2 / 4 against (2.5 - 2)^2 / 0.25
  assertClose(shareOf([3, 2.5]), 0.5, 1e-14);
});

test("a covariance that is flat but for rounding has no shares", () => {
  const flat = mixtureOf("full", 2, {
    weights: Float64Array.of(1),
    means: Float64Array.of(0, 0),
    covariances: Float64Array.of(1, 1, 1, 1),
  });
  assert.throws(
    () => gaussianMixture.flatDirections(flat, 0, 0.1),
    /flatDirections: the flattest direction of component 0 has a variance of/,
  );
});
