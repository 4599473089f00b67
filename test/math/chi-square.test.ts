import assert from "node:assert/strict";
import { test } from "node:test";
import { chiSquareUpperTail, testUniformity } from "pml/math";
import { assertClose } from "../support/close.js";

test("the upper tail, against scipy 1.17.1's stats.chi2.sf", () => {
  const golden: [number, number, number][] = [
    [0.5, 1, 0.47950012218695337],
    [3, 2, 0.22313016014842982],
    [43.82, 19, 0.0010000623145601166],
    [19, 19, 0.45683612559196224],
    [120, 100, 0.08440668109369177],
  ];
  for (const [x, degrees, tail] of golden)
    assertClose(chiSquareUpperTail(x, degrees), tail, 1e-12, `${x}, ${degrees}`);
  for (const degrees of [1, 2, 7, 20]) assert.equal(chiSquareUpperTail(0, degrees), 1);
});

test("uniform counts give 0, one-sided ones a small p", () => {
  const even = Array.from({ length: 200 }, (_, i) => i % 20);
  assert.deepEqual(testUniformity(even, 20, 10), {
    counts: new Array(10).fill(20),
    chiSquare: 0,
    degrees: 9,
    pValue: 1,
  });
  const low = even.map((rank) => Math.floor(rank / 2));
  assert.ok(testUniformity(low, 20, 10).pValue < 1e-20);
  assert.throws(() => testUniformity([20], 20, 10), /ranks\[0\] is 20 of 20/);
});

test("no chi-square variable has 0 or half a degree of freedom, none is negative", () => {
  for (const degrees of [0, -1, 1.5, Number.NaN])
    assert.throws(() => chiSquareUpperTail(1, degrees), /degrees must be an integer of at least 1/);
  for (const x of [-1e-9, Number.NaN]) assert.throws(() => chiSquareUpperTail(x, 3), /x must be at least 0/);
});
