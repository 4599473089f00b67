import assert from "node:assert/strict";
import { test } from "node:test";
import { PlanePosterior } from "pml/densities";
import { sigmoid } from "pml/math";

/** Nine pixels whose logits are linear in the code. */
const logits = ([x, y]: readonly [number, number]) =>
  Float64Array.from({ length: 9 }, (_, j) => 3 * x * Math.cos(j) + 2 * y * Math.sin(j) + 0.2 * j - 1);
const rule = { from: -8, to: 8, spacing: 0.1, blockSide: 5, margin: 30, kept: 300 };

/** The same sum over every point of the grid, in doubles. */
function plainSum(bits: readonly number[], { from, to, spacing }: typeof rule) {
  let [sum, x, y] = [0, 0, 0];
  const image = new Float64Array(9);
  const steps = Math.round((to - from) / spacing);
  for (let i = 0; i <= steps; i++)
    for (let j = 0; j <= steps; j++) {
      const code = [from + spacing * i, from + spacing * j] as const;
      const p = logits(code).map((logit, pixel) => sigmoid(bits[pixel] === 1 ? logit : -logit));
      const share =
        p.reduce((product, each) => product * each, 1) * Math.exp(-(code[0] ** 2 + code[1] ** 2) / 2);
      sum += share;
      x += share * code[0];
      y += share * code[1];
      logits(code).forEach((logit, pixel) => {
        image[pixel]! += share * sigmoid(logit);
      });
    }
  const logMarginal = Math.log(sum * spacing ** 2) - Math.log(2 * Math.PI);
  return { logMarginal, code: [x / sum, y / sum], image: image.map((each) => each / sum) };
}

test("marginal, code and image are those of the whole grid, however the blocks fall on it", () => {
  const images = [[1, 0, 0, 1, 1, 0, 1, 0, 1], new Array(9).fill(0), new Array(9).fill(1)];
  for (const each of [rule, { ...rule, to: 8.2, blockSide: 3 }]) {
    const plane = new PlanePosterior(logits, each);
    for (const bits of images) {
      const expected = plainSum(bits, each);
      const { logMarginal, code, image } = plane.evaluate(bits);
      assert.ok(
        Math.abs(logMarginal - expected.logMarginal) < 1e-5,
        `${logMarginal} ${expected.logMarginal}`,
      );
      for (const axis of [0, 1]) assert.ok(Math.abs(code[axis]! - expected.code[axis]!) < 1e-5);
      image.forEach((value, pixel) => {
        assert.ok(Math.abs(value - expected.image[pixel]!) < 1e-5);
      });
    }
  }
});

test("probabilities of all images sum to 1", () => {
  const plane = new PlanePosterior((code) => logits(code).slice(0, 4), rule);
  let sum = 0;
  for (let image = 0; image < 16; image++)
    sum += Math.exp(plane.evaluate([0, 1, 2, 3].map((bit) => (image >> bit) & 1)).logMarginal);
  assert.ok(Math.abs(sum - 1) < 1e-6, `${sum}`);
});

test("what has been forgotten is decoded again to the same", () => {
  const bits = [1, 0, 0, 1, 1, 0, 1, 0, 1];
  const forgetful = new PlanePosterior(logits, { ...rule, kept: 1 });
  const first = forgetful.evaluate(bits);
  forgetful.evaluate(new Array(9).fill(0));
  assert.deepEqual(forgetful.evaluate(bits), first);
});

test("rules without a grid or without a middle are refused, and images of another size", () => {
  assert.throws(() => new PlanePosterior(logits, { ...rule, to: -9 }), /must go upwards, got -8 to -9/);
  assert.throws(() => new PlanePosterior(logits, { ...rule, blockSide: 4 }), /blockSide must be odd, got 4/);
  assert.throws(() => new PlanePosterior(logits, { ...rule, spacing: 0 }), /spacing/);
  assert.throws(() => new PlanePosterior(logits, rule).evaluate([1]), /bits/);
});
