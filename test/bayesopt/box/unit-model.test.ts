import assert from "node:assert/strict";
import { test } from "node:test";
import { ardMatern52, ardRbf, conditionOn, inputPoints, predict } from "pml/gp";
import { Random } from "pml/random";
import { type BoxKernel, boxNugget, UnitModel } from "#internal/bayesopt/box/unit-model";
import { assertClose } from "../../support/close.js";

const kernels = { ardRbf, ardMatern52 };
const random = Random.from(3);
const points = Array.from({ length: 9 }, () =>
  Float64Array.of(random.uniform(), random.uniform(), random.uniform()),
);
const y = Float64Array.from(points, ([a, b]) => Math.sin(4 * a!) + b! * b!);
const draws = [
  { lengthscales: [0.3, 0.8, 2], variance: 1.5, noise: 0.01 },
  { lengthscales: [1, 0.4, 0.6], variance: 0.7, noise: 0 },
];
const at = Float64Array.of(0.31, 0.72, 0.5);

for (const kernel of Object.keys(kernels) as BoxKernel[]) {
  test(`${kernel}: moments are those of exact regression`, () => {
    const model = new UnitModel(kernel, points, y, draws);
    draws.forEach(({ lengthscales, variance, noise }, s) => {
      const regression = conditionOn({
        kernel: kernels[kernel]({ lengthscales, variance }),
        noise,
        nugget: boxNugget,
        x: inputPoints(
          points.flatMap((point) => [...point]),
          3,
        ),
        y,
      });
      const expected = predict(regression, inputPoints(at, 3), "f");
      const found = model.at(at, s, false);
      assertClose(found.mean, expected.mean[0]!, 1e-9);
      assertClose(found.variance, expected.variance[0]!, 1e-9);
    });
  });

  test(`${kernel}: gradients by the point match central differences`, () => {
    const model = new UnitModel(kernel, points, y, draws);
    const step = 1e-5;
    for (const s of [0, 1]) {
      const { meanGradient, varianceGradient } = structuredClone(model.at(at, s, true));
      for (let d = 0; d < 3; d++) {
        const [above, below] = [step, -step].map((shift) => {
          const { mean, variance } = model.at(
            at.map((value, i) => value + (i === d ? shift : 0)),
            s,
            false,
          );
          return { mean, variance };
        });
        assertClose(meanGradient[d]!, (above!.mean - below!.mean) / (2 * step), 1e-6);
        assertClose(varianceGradient[d]!, (above!.variance - below!.variance) / (2 * step), 1e-6);
      }
    }
  });
}

test("points believed in leave the means and shrink the variance around them", () => {
  const model = new UnitModel("ardMatern52", points, y, draws);
  const pending = Float64Array.of(0.3, 0.7, 0.5);
  const believing = model.believing([pending]);
  for (const s of [0, 1]) {
    const before = { ...model.at(at, s, false) };
    const after = { ...believing.at(at, s, false) };
    assertClose(after.mean, before.mean, 1e-6);
    assert.ok(after.variance < 0.5 * before.variance, `${after.variance} of ${before.variance}`);
  }
  assert.equal(model.believing([]), model);
});
