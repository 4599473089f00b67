import assert from "node:assert/strict";
import { test } from "node:test";
import { exactlyZero, negligible, negligibleBelow } from "#internal/models/gaussian-mixture/negligible";

test("a responsibility of exactly 0 begins above the limit", () => {
  assert.equal(Math.exp(negligibleBelow(0, 0, exactlyZero)), 0);
  assert.ok(Math.exp(-744) > 0);
});

test("what is negligible cannot be seen in the least sum of responsibilities that EM accepts", () => {
  const least = 10 * Number.EPSILON;
  const rows = 1e5;
  assert.equal(least + rows * Math.exp(negligible), least);
});

test("the limit leaves room for the rounding of huge log-densities", () => {
  const gap = (best: number, constant: number) => best - negligibleBelow(best, constant, negligible);
  assert.ok(gap(0, 0) < 92.2 && gap(0, 0) > 92.1);
  assert.ok(gap(-1e12, 0) > 192 && gap(0, -1e12) > 192);
});
