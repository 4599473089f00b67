import assert from "node:assert/strict";
import { test } from "node:test";
import { hyperScatter, planeGrid, reportHyperScatter } from "pml/figures";
import { render } from "pml/node";
import { quantities, tables, texts } from "./chains.js";

const positive = quantities[1]!.draws;
const draws = { lengthscale: positive, variance: positive.map((chain) => chain.map((x) => 1 / x)) };

test("as in the report: every draw, chains in order, its labels and decades", async () => {
  const figure = reportHyperScatter(draws, { description: "d" });
  const [points] = tables(figure);
  assert.equal(points!.length, 1600);
  assert.deepEqual(
    [...new Set(points!.map(({ chain }) => chain))],
    ["chain 0", "chain 1", "chain 2", "chain 3"],
  );
  for (const { l, v } of points!) assert.ok(Math.abs(Number(l) * Number(v) - 1) < 2e-3);
  const { svg } = await render(figure);
  for (const text of ["σₗ²", "σᵥ", "chain 0", "10⁰"]) assert.ok(texts(svg).includes(text), text);
});

test("corrected: a bound for each mass, round in the logarithms, named below", async () => {
  const axis = Float64Array.from({ length: 121 }, (_, i) => Math.exp((i - 60) / 10));
  const exact = planeGrid(axis, axis, (l, v) => Math.exp(-0.5 * (Math.log(l) ** 2 + Math.log(v) ** 2)));
  const figure = hyperScatter(draws, { description: "d", exact, masses: [0.5, 0.9] });
  const bounds = tables(figure).filter((rows) => rows[0]!.l2 !== undefined);
  [0.5, 0.9].forEach((mass, k) => {
    for (const { l, v } of bounds[k]!) {
      const radius = Math.hypot(Math.log(Number(l)), Math.log(Number(v)));
      assert.ok(Math.abs(radius - Math.sqrt(-2 * Math.log(1 - mass))) < 0.03, String(radius));
    }
  });
  const { svg } = await render(figure);
  for (const text of ["50 %", "90 %", "lengthscale l", "variance v"])
    assert.ok(texts(svg).includes(text), text);
});

test("a draw of 0 has no place on logarithmic axes", () => {
  const zero = { lengthscale: [Float64Array.of(1, 2, 0, 1)], variance: [Float64Array.of(1, 1, 1, 1)] };
  assert.throws(() => reportHyperScatter(zero, { description: "d" }), /0 or below/);
});
