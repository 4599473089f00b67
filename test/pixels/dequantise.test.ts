import assert from "node:assert/strict";
import { test } from "node:test";
import { dequantisationStream, dequantise } from "pml/data";
import { Random } from "pml/random";

test("a dequantised value stays in the cell of its pixel, even for the largest uniform number", () => {
  const almostOne = { uniform: () => 1 - 2 ** -53 } as Random;
  const pixels = Uint8Array.from({ length: 256 }, (_, k) => k);
  for (const random of [almostOne, Random.from(1)]) {
    dequantise(pixels, random).forEach((value, k) => {
      assert.equal(Math.floor(value * 256), k);
      assert.ok(value < 1);
    });
  }
});

test("within a cell the values are uniform: mean (k + 1/2)/256, variance 1/(12 256^2)", () => {
  const n = 50_000;
  for (const k of [0, 93, 255]) {
    const values = dequantise(new Uint8Array(n).fill(k), Random.from(`cell ${k}`)).map((y) => 256 * y - k);
    const mean = values.reduce((sum, u) => sum + u, 0) / n;
    const variance = values.reduce((sum, u) => sum + (u - 0.5) ** 2, 0) / n;
    // sd of u is 1/sqrt(12), of (u - 1/2)^2 it is 1/sqrt(180); 4.5 standard errors
    assert.ok(Math.abs(mean - 0.5) < 4.5 / Math.sqrt(12 * n), `mean ${mean}`);
    assert.ok(Math.abs(variance - 1 / 12) < 4.5 / Math.sqrt(180 * n), `variance ${variance}`);
  }
});

test("same seed, same values; another seed, others", () => {
  const pixels = Uint8Array.of(0, 1, 2, 200);
  assert.deepEqual(dequantise(pixels, Random.from(5)), dequantise(pixels, Random.from(5)));
  assert.notDeepEqual(dequantise(pixels, Random.from(5)), dequantise(pixels, Random.from(6)));
});

test("the streams of two dequantisations differ, and each is the same every time", () => {
  const values = (draw: number) => dequantise(new Uint8Array(8), dequantisationStream(draw));
  assert.deepEqual(values(0), values(0));
  assert.notDeepEqual(values(0), values(1));
});
