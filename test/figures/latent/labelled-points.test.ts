import assert from "node:assert/strict";
import { test } from "node:test";
import { paddedRange } from "pml/figures";
import { byClass, equalScales, interleaved } from "#internal/figures/latent/labelled-points";
import { reportTicks } from "#internal/figures/latent/latent-scatter";
import { assertClose } from "../../support/close.js";

const labels = [2, 0, 0, 1, 0, 2, 0];
const codes = labels.flatMap((_, i) => [i, -i]);

test("the report's order: class after class, within a class as given, x and y together", () => {
  const { x, y, label } = byClass({ codes, labels });
  assert.deepEqual(x, [1, 2, 4, 6, 3, 0, 5]);
  assert.deepEqual(
    y.map((value) => value + 0),
    x.map((value) => 0 - value),
  );
  assert.deepEqual(label, [0, 0, 0, 0, 1, 2, 2]);
});

test("interleaved: every round has its share of every class, and every point stands once", () => {
  const { x, label } = interleaved({ codes, labels }, 2);
  assert.deepEqual(label, [0, 0, 1, 2, 0, 0, 2]);
  assert.deepEqual([...x].sort(), [0, 1, 2, 3, 4, 5, 6]);
});

test("ranges: data and 5 % on each side, and the report's Figure 3a from its outermost codes", () => {
  assert.deepEqual(paddedRange([0, 10, 5]), [-0.5, 10.5]);
  assert.deepEqual(paddedRange([3]), [2.95, 3.05]);
  // from the report's ranges back to its data: a range is 1.1 times the data's
  const [low, high] = [-8.02, 3.88];
  const margin = (0.05 * (high - low)) / 1.1;
  assertClose(paddedRange([low + margin, high - margin]), [low, high], 1e-12);
});

test("ticks at the report's own places for its eight axes", () => {
  const steps = (from: number, to: number, step: number) =>
    Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);
  assert.deepEqual(reportTicks([-8.02, 3.88]), steps(-8, 2, 2));
  assert.deepEqual(reportTicks([-4.535, 4.272]), steps(-4, 4, 1));
  assert.deepEqual(reportTicks([-3.672, 3.78]), steps(-3, 3, 1));
  assert.deepEqual(reportTicks([-3.203, 3.353]), steps(-3, 3, 1));
  assert.deepEqual(reportTicks([-4.411, 2.157]), steps(-4, 2, 1));
  assert.deepEqual(reportTicks([-3.15, 2.875]), steps(-3, 2, 1));
  assert.deepEqual(reportTicks([-4.904, 9.953]), steps(-4, 8, 2));
  assert.deepEqual(reportTicks([-5.456, 6.104]), steps(-4, 6, 2));
  assert.deepEqual(reportTicks([0.01, 0.2]), [0.025, 0.05, 0.075, 0.1, 0.125, 0.15, 0.175, 0.2]);
});

test("equal scales: the same pixels for a unit both ways, also in a square frame", () => {
  const fitted = equalScales([-4, 4], [-1, 3], 400, false);
  assert.deepEqual([fitted.width, fitted.height], [400, 200]);
  const square = equalScales([-4, 4], [-1, 3], 400, true);
  assert.deepEqual([square.width, square.height], [400, 400]);
  assert.deepEqual(square.y, [-3, 5]);
});
