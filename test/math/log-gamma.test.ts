import assert from "node:assert/strict";
import { test } from "node:test";
import { logGamma } from "#internal/math/log-gamma";
import { assertClose } from "../support/close.js";

test("logGamma matches mpmath.loggamma (30 digits)", () => {
  const reference = [
    [0.001, 6.907178885383853],
    [0.5, 0.5723649429247001],
    [1, 0],
    [1.5, -0.12078223763524522],
    [2, 0],
    [2.5, 0.2846828704729192],
    [7.25, 7.0521854507385395],
    [9.75, 12.242204940050762],
    [10, 12.801827480081469],
    [33.3, 82.60372358165495],
    [1000, 5905.220423209181],
    [1e10, 220258509288.81058],
  ] as const;
  for (const [x, expected] of reference) assertClose(logGamma(x), expected, 4e-15, `logGamma(${x})`);
});

test("the ends: Infinity at 0 and Infinity, a clear error below 0 (from -1e300 the recurrence would not end)", () => {
  assert.equal(logGamma(0), Number.POSITIVE_INFINITY);
  assert.equal(logGamma(Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY);
  for (const x of [-1e300, -1, -5e-324, Number.NaN, Number.NEGATIVE_INFINITY])
    assert.throws(() => logGamma(x), { name: "InputError" });
});
