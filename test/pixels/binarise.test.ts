import assert from "node:assert/strict";
import { test } from "node:test";
import { binariseByThreshold, binariseStochastically } from "pml/data";
import { Random } from "pml/random";

test("black stays 0 and white 1; between them the share of ones is pixel / 255", () => {
  const n = 40_000;
  for (const pixel of [0, 1, 100, 254, 255]) {
    const bits = binariseStochastically(new Uint8Array(n).fill(pixel), Random.from(`pixel ${pixel}`));
    assert.ok(bits.every((bit) => bit === 0 || bit === 1));
    const share = bits.reduce((sum, bit) => sum + bit, 0) / n;
    const p = pixel / 255;
    assert.ok(Math.abs(share - p) <= 4.5 * Math.sqrt((p * (1 - p)) / n), `pixel ${pixel}: ${share}`);
  }
});

test("pixels are drawn independently: neighbours agree with probability p^2 + (1 - p)^2", () => {
  const n = 40_000;
  const bits = binariseStochastically(new Uint8Array(n).fill(51), Random.from("pairs"));
  let agreeing = 0;
  for (let i = 0; i < n; i += 2) agreeing += Number(bits[i] === bits[i + 1]);
  const expected = 0.2 ** 2 + 0.8 ** 2;
  assert.ok(Math.abs(agreeing / (n / 2) - expected) < 4.5 * Math.sqrt((expected * (1 - expected)) / (n / 2)));
});

test("the same seed gives the same bits, another seed others", () => {
  const pixels = new Uint8Array(200).fill(128);
  const drawn = (seed: number) => binariseStochastically(pixels, Random.from(seed));
  assert.deepEqual(drawn(1), drawn(1));
  assert.notDeepEqual(drawn(1), drawn(2));
});

test("the threshold lies between 127 and 128", () => {
  assert.deepEqual(binariseByThreshold(Uint8Array.of(0, 1, 127, 128, 255)), Uint8Array.of(0, 0, 0, 1, 1));
});
