import assert from "node:assert/strict";
import { test } from "node:test";
import {
  conditionalMeans,
  fitGaussianMixture,
  fitPrincipalComponents,
  type PrincipalComponents,
  projectOnComponents,
  sampleMixture,
  straightLine,
} from "pml/models";
import { Random } from "pml/random";
import { assertClose } from "../../support/close.js";
import { clusteredRows, mixtureOf } from "../../support/mixture-data.js";

const pair = mixtureOf("full", 2, {
  weights: Float64Array.of(0.25, 0.75),
  means: Float64Array.of(-1, 3, 2, -2),
  covariances: Float64Array.of(1, 0.5, 0.5, 2, 0.5, -0.3, -0.3, 1),
});

/** The first of two columns as a view about 0.5. */
const firstColumn: PrincipalComponents = {
  components: 1,
  columns: 2,
  mean: Float64Array.of(0.5, 7),
  axes: Float64Array.of(1, 0),
  variances: Float64Array.of(1),
  shares: Float64Array.of(1),
};

test("a straight line goes from mean to mean in equal steps", () => {
  assertClose(straightLine(pair, 0, 1, 4), [-1, 3, 0, 4 / 3, 1, -1 / 3, 2, -2], 1e-14);
  assertClose(straightLine(pair, 1, 0, 2), [2, -2, -1, 3], 0);
});

test("the conditional mean of one column given the other is the textbook's", () => {
  const normal = (x: number, mean: number, variance: number) =>
    Math.exp(-((x - mean) ** 2) / (2 * variance)) / Math.sqrt(variance);
  for (const x of [-3, 0, 0.7, 5]) {
    const first = 0.25 * normal(x, -1, 1);
    const second = 0.75 * normal(x, 2, 0.5);
    const share = first / (first + second);
    const expected = share * (3 + 0.5 * (x + 1)) + (1 - share) * (-2 - 0.6 * (x - 2));
    assertClose(conditionalMeans(pair, firstColumn, [x - 0.5]), [x, expected], 1e-13);
  }
});

test("far from all components the nearest one speaks, without underflow", () => {
  // the wider component, in standard deviations
  const x = -1000;
  assertClose(conditionalMeans(pair, firstColumn, [x - 0.5]), [x, 3 + 0.5 * (x + 1)], 1e-12);
});

test("the image of a place is seen at that place, for every type of covariance", async () => {
  const data = clusteredRows(300, 5, 3, 4);
  const view = fitPrincipalComponents(data, { components: 2 });
  const codes = [0, 0, 3, -1, -2, 4, 0.5, 0.25];
  for (const covarianceType of ["full", "diagonal", "tied", "spherical"] as const) {
    const random = Random.from(1);
    const model = await fitGaussianMixture(data, { components: 3, covarianceType, random });
    const values = conditionalMeans(model, view, codes);
    assertClose(projectOnComponents(view, { values, columns: 5 }), codes, 1e-11, covarianceType);
  }
});

test("the mean of many draws near a place is the conditional mean", () => {
  const { values } = sampleMixture(pair, 400_000, Random.from(3));
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i += 2) {
    if (Math.abs(values[i]! - 0.5) > 0.02) continue;
    sum += values[i + 1]!;
    count++;
  }
  const [, expected] = conditionalMeans(pair, firstColumn, [0]);
  assert.ok(Math.abs(sum / count - expected!) < 0.15, `${sum / count} of ${count} against ${expected}`);
});

test("what does not fit is refused at the door", () => {
  assert.throws(() => straightLine(pair, 0, 2, 3), /component must be in 0\.\.1, got 2/);
  assert.throws(() => straightLine(pair, 0, 1, 1), /steps must be an integer of at least 2/);
  assert.throws(() => conditionalMeans(pair, { ...firstColumn, components: 2 }, [1]), /no whole number/);
  assert.throws(() => conditionalMeans(pair, { ...firstColumn, columns: 3 }, [1]), /the view has 3 columns/);
});

test("a place whose density is no double is refused", () => {
  assert.throws(
    () => conditionalMeans(pair, firstColumn, [1e200]),
    /1e\+200 is so far out that its density is no double/,
  );
});
