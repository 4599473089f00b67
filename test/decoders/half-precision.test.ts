import assert from "node:assert/strict";
import { test } from "node:test";
import { fromHalf, toHalf } from "pml/decoders";

test("bits of known numbers (IEEE 754-2008, binary16)", () => {
  const known: [number, number][] = [
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65519.99, 0x7bff],
    [65520, 0x7c00],
    [Number.NEGATIVE_INFINITY, 0xfc00],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [1.5 * 2 ** -25, 0x0001],
    [1 / 3, 0x3555],
    // halfway between two halves: to the even one
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
  ];
  assert.deepEqual(
    [...toHalf(known.map(([value]) => value))],
    known.map(([, half]) => half),
  );
});

test("all 65,536 halves come back from their numbers", () => {
  const all = Uint16Array.from({ length: 65536 }, (_, i) => i);
  const back = toHalf(fromHalf(all));
  for (const half of all) {
    const isNone = (half & 0x7c00) === 0x7c00 && (half & 0x3ff) !== 0;
    if (isNone) assert.ok((back[half]! & 0x7c00) === 0x7c00 && (back[half]! & 0x3ff) !== 0);
    else assert.equal(back[half], half);
  }
});

test("rounding errs by half a step at most", () => {
  for (let i = 1; i < 2000; i++) {
    const value = Math.sin(i) * 2 ** (i % 12);
    const [rounded] = fromHalf(toHalf([value]));
    const step = 2 ** (Math.max(-14, Math.floor(Math.log2(Math.abs(value)))) - 10);
    assert.ok(Math.abs(rounded! - value) <= step / 2 + 1e-7 * Math.abs(value), `${value} ${rounded}`);
  }
});
