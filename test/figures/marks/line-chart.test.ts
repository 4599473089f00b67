import assert from "node:assert/strict";
import { test } from "node:test";
import { lineChart } from "pml/figures";

const valuesOf = (figure: unknown) =>
  (figure as { data: { values: string } }).data.values
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").slice(1).map(Number));

test("points come in order; small numbers keep three digits on a logarithmic axis, and are rounded on a linear one", () => {
  const line = { name: "a", x: [1e-7, 1.234e-6, 0.01], y: [1, 2, 1e-9] };
  const options = { description: "Lines.", titles: ["x", "y"] } as const;
  assert.deepEqual(valuesOf(lineChart([line], options)), [
    [0, 1],
    [0.000001, 2],
    [0.01, 0],
  ]);
  const logarithmic = valuesOf(lineChart([line], { ...options, logarithmic: { x: true } }));
  assert.deepEqual(
    logarithmic.map(([x]) => x),
    [1e-7, 1.234e-6, 0.01],
  );
  assert.throws(() => lineChart([], options), /no point/);
  assert.throws(() => lineChart([{ name: "b", x: [1], y: [] }], options), /y of b/);
});
