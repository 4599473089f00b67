import assert from "node:assert/strict";
import { test } from "node:test";
import { tracePlot } from "pml/figures";
import { render } from "pml/node";
import { quantities, tables, texts } from "./chains.js";

test("every chain's draws in order, thinned evenly; densities that hold one in area", () => {
  const [density, trace] = tables(
    tracePlot(quantities.slice(0, 1), { description: "d", pointsPerChain: 100 }),
  );
  assert.equal(trace!.length, 400);
  const second = trace!.filter(({ chain }) => chain === "chain 1");
  assert.deepEqual(
    second.map(({ draw }) => Number(draw)),
    Array.from({ length: 100 }, (_, k) => 4 * k + 1),
  );
  second.forEach(({ value }, k) => {
    assert.ok(Math.abs(Number(value) - quantities[0]!.draws[1]![4 * k]!) < 6e-3);
  });
  const curve = density!.filter(({ chain }) => chain === "chain 3");
  const step = Number(curve[1]!.x) - Number(curve[0]!.x);
  const area = curve.reduce((sum, row) => sum + Number(row.density), 0) * step;
  assert.ok(Math.abs(area - 1) < 0.02, String(area));
});

test("drawn with names, axes and legend", async () => {
  const { svg } = await render(tracePlot(quantities, { description: "d", title: "seen" }));
  for (const text of ["seen", "a", "b", "density of ln b", "draw", "chain 0", "chain 3"])
    assert.ok(texts(svg).includes(text), text);
});

test("what cannot be drawn is refused", () => {
  const draws = [Float64Array.of(1, 2, 3, -1)];
  assert.throws(() => tracePlot([], { description: "d" }), /at least one quantity/);
  assert.throws(() => tracePlot([{ name: "x", draws, scale: "log" }], { description: "d" }), /0 or below/);
  assert.throws(
    () => tracePlot([{ name: "x", draws: [Float64Array.of(1, 2, Number.NaN, 4)] }], { description: "d" }),
    /must be finite/,
  );
  assert.throws(
    () => tracePlot([{ name: "x", draws: [new Float64Array(4), new Float64Array(5)] }], { description: "d" }),
    /one length/,
  );
});
