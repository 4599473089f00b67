import assert from "node:assert/strict";
import { test } from "node:test";
import { importCost, importsMarkdown, rooms, withKernelCost } from "#bench/harness/imports.mjs";
import { readPart } from "#bench/harness/report.mjs";
import { type Curve, fittedExponent, measureCurves, scalingMarkdown } from "#bench/harness/scaling.mjs";
import { curves as wanted } from "#bench/ours/scaling.mjs";

test("the fitted exponent of a power law is its exponent, whatever its factor", () => {
  const sizes = [3, 10, 40, 100];
  for (const exponent of [0, 1, 2.5, -1]) {
    const times = sizes.map((size) => 7 * size ** exponent);
    assert.ok(Math.abs(fittedExponent(sizes, times) - exponent) < 1e-12);
  }
});

test("the exponent is that of least squares on logarithms", () => {
  // ln y = 0, 0, 3 at ln x = 0, 1, 2: slope 1.5
  assert.ok(Math.abs(fittedExponent([1, Math.E, Math.E ** 2], [1, 1, Math.E ** 3]) - 1.5) < 1e-12);
});

test("a curve is measured in processes of its own", async () => {
  const [curve] = await measureCurves({ size: "tiny", runs: 1, only: ["process-N"] });
  assert.deepEqual(
    curve!.points.map(({ size }) => size),
    [8, 16],
  );
  assert.ok(curve!.points.every(({ ms, memoryMiB }) => ms > 0 && memoryMiB > 10));
  assert.match(scalingMarkdown([curve!]).join("\n"), /Gaussian process of N points/);
  await assert.rejects(() => measureCurves({ only: ["no-such"] }), /no curve no-such/);
});

test("the committed curves hold every size, and exponents that follow from their times", () => {
  const curves: readonly Curve[] = readPart("scaling");
  assert.deepEqual(
    curves.map(({ curve }) => curve),
    Object.keys(wanted),
  );
  for (const { curve, exponent, points } of curves) {
    const times = points.map(({ ms }) => ms);
    const sizes = points.map(({ size }) => size);
    assert.deepEqual(sizes, wanted[curve]!.sizes);
    assert.ok(Math.abs(fittedExponent(sizes, times) - exponent) < 1e-9);
  }
});

test("more images of bytes take less than half of their own bytes beside them: nothing copies all rows to doubles", () => {
  const curves: readonly Curve[] = readPart("scaling");
  for (const name of ["pca-images-N", "mixture-images-N"]) {
    const { points } = curves.find(({ curve }) => curve === name)!;
    const [first, last] = [points[0]!, points.at(-1)!];
    const added = last.imagesMiB! - first.imagesMiB!;
    const beside = last.memoryMiB - last.imagesMiB! - (first.memoryMiB - first.imagesMiB!);
    assert.ok(added > 300 && beside < added / 2, `${name}: ${beside} MiB for ${added} MiB of images`);
  }
});

test("no room loads a heavy package when it is imported", () => {
  assert.ok(rooms.includes("models") && rooms.includes("tensorflow"));
  for (const room of ["models", "tensorflow", "node", "notebook"]) {
    const cost = importCost(room, 1);
    assert.deepEqual(cost.heavy, [], room);
    assert.match(importsMarkdown([cost]).join("\n"), new RegExp(`pml/${room}`));
  }
});

test("a heavy package that is loaded is named", () => {
  assert.deepEqual(importCost("a package", 1, "@resvg/resvg-js").heavy, ["@resvg/resvg-js"]);
});

test("in a kernel an import is a cell of its own, timed beside one without an import", () => {
  const [cost] = withKernelCost([{ room: "random", ms: 1, memoryMiB: 2, heavy: [] }], 1);
  assert.ok(cost!.kernelMs! > 0 && cost!.kernelEmptyMs! > 0);
  const row = `| \`pml/random\` | 1 | 2 | ${cost!.kernelMs!.toFixed(0)} | ${cost!.kernelEmptyMs!.toFixed(0)} | none |`;
  assert.ok(importsMarkdown([cost!]).join("\n").includes(row));
  assert.throws(
    () => withKernelCost([{ room: "nothing", ms: 1, memoryMiB: 2, heavy: [] }], 1),
    /pml\/nothing/,
  );
});
