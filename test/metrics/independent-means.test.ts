import assert from "node:assert/strict";
import { test } from "node:test";
import { compareMeans } from "pml/metrics";
import { assertClose } from "../support/close.js";

test("two small samples by hand", () => {
  // means 4 and 1, variances 4 and 1/3, of three and four values
  const { difference, standardError, degreesOfFreedom, interval } = compareMeans(
    [2, 4, 6],
    [0.5, 0.5, 1.5, 1.5],
  );
  const [a, b] = [4 / 3, 1 / 3 / 4];
  assertClose(difference, 3, 1e-14);
  assertClose(standardError, Math.sqrt(a + b), 1e-14);
  assertClose(degreesOfFreedom, (a + b) ** 2 / (a ** 2 / 2 + b ** 2 / 3), 1e-13);
  assertClose(interval[0]! + interval[1]!, 6, 1e-12);
});

test("sides of equal size and spread are the pooled test: 2 (n - 1) degrees of freedom", () => {
  const { degreesOfFreedom, interval, standardError } = compareMeans([0, 1, 2, 3], [10, 11, 12, 13]);
  assertClose(degreesOfFreedom, 6, 1e-12);
  // t of 6 degrees of freedom at 97.5 %: 2.446912
  assertClose((interval[1]! - interval[0]!) / 2 / standardError, 2.446912, 1e-6);
});

test("the sides exchange with the sign, a shift of one side shifts the difference", () => {
  const [one, other] = [
    [1, 4, 2.5],
    [0, 0.5, 3, 7],
  ];
  const forth = compareMeans(one, other);
  const back = compareMeans(other, one);
  assertClose(back.difference, -forth.difference, 1e-14);
  assertClose(back.interval[0]!, -forth.interval[1]!, 1e-12);
  const shifted = compareMeans(
    one.map((value) => value + 5),
    other,
  );
  assertClose(shifted.difference, forth.difference + 5, 1e-12);
  assertClose(shifted.degreesOfFreedom, forth.degreesOfFreedom, 1e-12);
});

test("single values and constants are refused", () => {
  assert.throws(() => compareMeans([1], [1, 2]), /compareMeans.*two values or more, got 1/s);
  assert.throws(() => compareMeans([1, 1], [2, 2]), /two constants/);
});
