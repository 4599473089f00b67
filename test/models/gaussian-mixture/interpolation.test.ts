import assert from "node:assert/strict";
import { test } from "node:test";
import { type PrincipalComponents, parameterArray } from "pml/models";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import * as principalComponents from "pml/models/principal-components";
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
  kind: "principal-components",
  config: { components: 1, dimension: 2, ddof: 1, signs: "largest-positive" },
  parameters: {
    mean: parameterArray(Float64Array.of(0.5, 7), 2),
    axes: parameterArray(Float64Array.of(1, 0), 2, 1),
    axisVariances: parameterArray(Float64Array.of(1), 1),
  },
};

test("a straight line goes from mean to mean in equal steps", () => {
  assertClose(gaussianMixture.straightLine(pair, 0, 1, 4), [-1, 3, 0, 4 / 3, 1, -1 / 3, 2, -2], 1e-14);
  assertClose(gaussianMixture.straightLine(pair, 1, 0, 2), [2, -2, -1, 3], 0);
});

test("the conditional mean of one column given the other is the textbook's", () => {
  const normal = (x: number, mean: number, variance: number) =>
    Math.exp(-((x - mean) ** 2) / (2 * variance)) / Math.sqrt(variance);
  for (const x of [-3, 0, 0.7, 5]) {
    const first = 0.25 * normal(x, -1, 1);
    const second = 0.75 * normal(x, 2, 0.5);
    const share = first / (first + second);
    const expected = share * (3 + 0.5 * (x + 1)) + (1 - share) * (-2 - 0.6 * (x - 2));
    assertClose(gaussianMixture.conditionalMeans(pair, firstColumn, [x - 0.5]), [x, expected], 1e-13);
  }
});

test("far from all components the nearest one speaks, without underflow", () => {
  // the wider component, in standard deviations
  const x = -1000;
  assertClose(gaussianMixture.conditionalMeans(pair, firstColumn, [x - 0.5]), [x, 3 + 0.5 * (x + 1)], 1e-12);
});

test("the image of a place is seen at that place, for every type of covariance", async () => {
  const data = clusteredRows(300, 5, 3, 4);
  const view = await principalComponents.fit(data, { components: 2 });
  const codes = [0, 0, 3, -1, -2, 4, 0.5, 0.25];
  for (const covarianceType of ["full", "diagonal", "tied", "spherical"] as const) {
    const random = Random.from(1);
    const model = await gaussianMixture.fit(data, { components: 3, covarianceType }, { random });
    const values = gaussianMixture.conditionalMeans(model, view, codes);
    assertClose(principalComponents.encode(view, { values, columns: 5 }), codes, 1e-11, covarianceType);
  }
});

test("the mean of many draws near a place is the conditional mean", () => {
  const { values } = gaussianMixture.sample(pair, 400_000, Random.from(3));
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i += 2) {
    if (Math.abs(values[i]! - 0.5) > 0.02) continue;
    sum += values[i + 1]!;
    count++;
  }
  const [, expected] = gaussianMixture.conditionalMeans(pair, firstColumn, [0]);
  assert.ok(Math.abs(sum / count - expected!) < 0.15, `${sum / count} of ${count} against ${expected}`);
});

test("what does not fit is refused at the door", () => {
  const viewOf = (change: Partial<PrincipalComponents["config"]>) => ({
    ...firstColumn,
    config: { ...firstColumn.config, ...change },
  });
  assert.throws(() => gaussianMixture.straightLine(pair, 0, 2, 3), /component must be in 0\.\.1, got 2/);
  assert.throws(() => gaussianMixture.straightLine(pair, 0, 1, 1), /steps must be an integer of at least 2/);
  assert.throws(
    () => gaussianMixture.conditionalMeans(pair, viewOf({ components: 2 }), [1]),
    /no whole number/,
  );
  assert.throws(
    () => gaussianMixture.conditionalMeans(pair, viewOf({ dimension: 3 }), [1]),
    /the view has 3 columns/,
  );
});

test("a place whose density is no double is refused", () => {
  assert.throws(
    () => gaussianMixture.conditionalMeans(pair, firstColumn, [1e200]),
    /1e\+200 is so far out that its density is no double/,
  );
});
