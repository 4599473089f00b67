import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { normalQuantile, studentTQuantile } from "pml/math";
import { betaCdf } from "#internal/math/incomplete-beta";
import { assertClose } from "../support/close.js";
import { fixture } from "../support/fixture.js";

test("quantiles of 50 digits: half to 10^12 degrees of freedom, probabilities to 1e-300", () => {
  for (const { p, degrees, value } of fixture("edges").t_quantiles) {
    if (value === 0) assert.equal(studentTQuantile(p, degrees), 0);
    else assertClose(studentTQuantile(p, degrees) / value, 1, 3e-12, `p ${p}, ${degrees} degrees`);
  }
});

test("closed forms of 1 and 2 degrees of freedom, wherever p lies", () => {
  fc.assert(
    fc.property(fc.double({ min: -300, max: -0.31, noNaN: true }), (exponent) => {
      const p = 10 ** exponent;
      assertClose(studentTQuantile(p, 1) * Math.tan(Math.PI * p), -1, 1e-11, `p ${p}`);
      const two = (2 * p - 1) / Math.sqrt(2 * p * (1 - p));
      assertClose(studentTQuantile(p, 2) / two, 1, 1e-11, `p ${p}`);
    }),
    { seed: 1 },
  );
});

test("antisymmetric, wider than the normal quantile and nearer to it with every degree, and its own inverse", () => {
  const degrees = fc.double({ min: -1, max: 9, noNaN: true }).map((exponent) => 10 ** exponent);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 499 }), degrees, (thousandths, freedom) => {
      const p = 0.5 + thousandths / 1024;
      const t = studentTQuantile(p, freedom);
      assert.equal(studentTQuantile(1 - p, freedom), -t);
      const z = normalQuantile(p);
      assert.ok(t >= z * (1 - 1e-12), `${t} is below the normal ${z}`);
      assert.ok(studentTQuantile(p, 2 * freedom) <= t * (1 + 1e-12));
      if (freedom < 1e4)
        assertClose(1 - betaCdf(freedom / (freedom + t * t), freedom / 2, 0.5) / 2, p, 1e-11);
    }),
    { seed: 2 },
  );
});

test("what is no probability and no number of degrees is refused", () => {
  for (const p of [0, 1, -0.1, Number.NaN])
    assert.throws(() => studentTQuantile(p, 3), /p must be in \(0, 1\)/);
  for (const degrees of [0, -1, Infinity, Number.NaN])
    assert.throws(() => studentTQuantile(0.9, degrees), /degrees must be a finite number above 0/);
});
