import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "pml/random";
import { aggregateParts } from "#internal/studies/vae/codes";

/** Codes whose means are normal with variance `spread`, all posteriors of variance 1 - `spread`: their mean is the prior. */
function codesOf(count: number, latent: number, spread: number) {
  const random = Random.from(5);
  const mean = Float32Array.from({ length: count * latent }, () => Math.sqrt(spread) * random.normal());
  const logVariance = new Float32Array(count * latent).fill(Math.log(1 - spread));
  const drawn = mean.map((value) => value + Math.sqrt(1 - spread) * random.normal());
  return { codes: { count, latent, mean, logVariance }, drawn };
}

const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

test("an aggregate posterior that is the prior has divergence 0, and the information of a Gaussian channel", () => {
  const { codes, drawn } = codesOf(4000, 2, 0.9);
  const { information, divergence } = aggregateParts(codes, drawn, 2000);
  assert.ok(Math.abs(meanOf(divergence)) < 0.03, `${meanOf(divergence)}`);
  // I(x; z) = -1/2 ln(1 - spread) a dimension
  assert.ok(Math.abs(meanOf(information) - -Math.log(1 - 0.9)) < 0.06, `${meanOf(information)}`);
});

test("posteriors that do not look at the image carry nothing; a moved prior is seen as divergence", () => {
  const { codes, drawn } = codesOf(500, 3, 0);
  const same = aggregateParts(codes, drawn, 500);
  assert.ok(same.information.every((value) => Math.abs(value) < 1e-12));
  assert.ok(same.divergence.every((value) => Math.abs(value) < 1e-12));
  const moved = { ...codes, mean: codes.mean.map(() => 1) };
  const found = aggregateParts(
    moved,
    drawn.map((value) => value + 1),
    500,
  );
  // KL(N(1, 1) || N(0, 1)) = 1/2 a dimension
  assert.ok(Math.abs(meanOf(found.divergence) - 1.5) < 0.25, `${meanOf(found.divergence)}`);
});

test("no code can tell more than which of the images it is of", () => {
  const { codes, drawn } = codesOf(50, 8, 1 - 1e-6);
  const { information } = aggregateParts(codes, drawn, 50);
  assert.ok(information.every((value) => value <= Math.log(50) + 1e-9));
  assert.ok(meanOf(information) > Math.log(50) - 1e-6);
});
