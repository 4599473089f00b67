import assert from "node:assert/strict";
import { test } from "node:test";
import { ardMatern52, ardRbf, gramMatrix, inputPoints, kernelValue, matern52, rbf } from "pml/gp";
import { assertClose } from "../../support/close.js";
import {
  assertGradient,
  assertGradientIsFinite,
  assertPositiveSemiDefinite,
  randomPoints,
} from "../../support/kernel-properties.js";

const forms = { ardRbf, ardMatern52 };

test("ard: with equal lengthscales they are the kernels of one", () => {
  const points = randomPoints(1, 12, 3);
  const pairs = [
    [ardRbf({ lengthscales: [0.7, 0.7, 0.7], variance: 2 }), rbf({ lengthscale: 0.7, variance: 2 })],
    [
      ardMatern52({ lengthscales: [0.7, 0.7, 0.7], variance: 2 }),
      matern52({ lengthscale: 0.7, variance: 2 }),
    ],
  ] as const;
  for (const [own, plain] of pairs) {
    const expected = gramMatrix(plain, points);
    gramMatrix(own, points).forEach((value, i) => {
      assertClose(value, expected[i]!, 1e-14);
    });
  }
});

test("ard: closed-form values", () => {
  const squared = (1 / 0.5) ** 2 + (2 / 4) ** 2;
  assertClose(
    kernelValue(ardRbf({ lengthscales: [0.5, 4], variance: 3 }), [1, 2], [0, 0]),
    3 * Math.exp(-0.5 * squared),
    1e-15,
  );
  const s = Math.sqrt(5 * squared);
  const expected = 3 * (1 + s + (s * s) / 3) * Math.exp(-s);
  assertClose(
    kernelValue(ardMatern52({ lengthscales: [0.5, 4], variance: 3 }), [1, 2], [0, 0]),
    expected,
    1e-15,
  );
});

for (const [name, make] of Object.entries(forms)) {
  test(`${name}: gradient by the logarithms of the parameters matches finite differences`, () => {
    assertGradient(make({ lengthscales: [0.4, 1.5, 3], variance: 2.5 }), randomPoints(3, 9, 3));
    assertGradient(make({ lengthscales: [0.4] }), randomPoints(4, 9, 1));
  });

  test(`${name}: Gram matrices are positive semi-definite`, () => {
    assertPositiveSemiDefinite(make({ lengthscales: [0.4, 1.5, 3] }), randomPoints(13, 25, 3));
  });

  test(`${name}: huge and tiny lengthscales neither overflow nor lose the diagonal`, () => {
    const far = make({ lengthscales: [1e-300], variance: 2 });
    assert.equal(kernelValue(far, 0.5, 0.5), 2);
    assert.equal(kernelValue(far, 0.5, -0.5), 0);
    assertGradientIsFinite(far);
    assertGradientIsFinite(make({ lengthscales: [1e300], variance: 2 }));
  });

  test(`${name}: what does not fit is refused`, () => {
    assert.throws(() => make({ lengthscales: [] }), /wants a lengthscale for each coordinate/);
    assert.throws(() => make({ lengthscales: [1, -1] }), /lengthscale2/);
    assert.throws(
      () => gramMatrix(make({ lengthscales: [1, 1] }), inputPoints([0, 1, 2], 1)),
      /has 2 lengthscales, but the points have 1 coordinates/,
    );
  });
}
