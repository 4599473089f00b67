import assert from "node:assert/strict";
import { test } from "node:test";
import { comparePaired, densityPaired, readStudy } from "pml/studies";
import { smallDataSet } from "../../support/small-images.js";

const context = {
  data: smallDataSet(60, 4),
  checkpoints: "none",
  progress: () => ({ update() {}, finish() {} }),
};
const source = (name: string, scale: "grey levels" | "bits", ...perDraw: readonly number[][]) => ({
  name,
  scale,
  densities: async () => perDraw.map((values) => Float64Array.from(values)),
});

test("differences are image by image, in the order of the means; the guard is one for all of grey levels and mixed within a draw", async () => {
  const wide = source("wide", "grey levels", [0, 0, 0, 0], [1, 1, 1, 1]);
  const sources = [
    source("spiky", "grey levels", [20, 20, 20, -1000], [22, 22, 22, -1000]),
    source("even", "grey levels", [4, 5, 6, 5], [4, 5, 6, 5]),
    source("bits", "bits", [-3, -4, -5, -6]),
    source("better bits", "bits", [-2, -3, -4, -7]),
  ];
  const { rows, neighbours, guard } = await comparePaired(context, { sources, guard: wide, draws: 2 });
  assert.equal(guard, "wide");
  assert.deepEqual(
    neighbours.map(({ scale, isGuarded, better, worse }) => [scale, isGuarded, better, worse]),
    [
      ["grey levels", false, "even", "spiky"],
      ["grey levels", true, "spiky", "even"],
      ["bits", false, "better bits", "bits"],
    ],
  );
  const spiky = rows.find(({ model }) => model === "spiky")!;
  assert.equal(spiky.least, -1000);
  // ln (p + g)/2: 20 and 22 lose ln 2 (and next to nothing is added), the last image has the guard's 0 and 1, less ln 2
  const [first, second] = [20 + Math.log1p(Math.exp(-20)), 22 + Math.log1p(Math.exp(-21))];
  const expected = (3 * ((first + second) / 2) + 0.5) / 4 - Math.LN2;
  assert.ok(Math.abs(spiky.guarded.mean - expected) < 1e-12);
  const bits = neighbours[2]!.difference;
  // 1, 1, 1, -1: mean 1/2 and standard deviation 1
  assert.ok(Math.abs(bits.mean - 0.5) < 1e-12 && Math.abs(bits.standardError - 0.5) < 1e-12);
});

test("every kind is in the study, and the guard leaves no image below it by more than ln 2", () => {
  const { rows, guard } = readStudy(densityPaired).result;
  assert.equal(rows.filter(({ scale }) => scale === "grey levels").length, 6);
  assert.ok(rows.some(({ model }) => model === "50 factor analysers, 10 factors"));
  const net = rows.find(({ model }) => model === guard)!;
  assert.ok(Math.abs(net.guarded.mean - net.alone.mean) < 1e-9, "mixed with itself it is itself");
  for (const { scale, alone, guarded } of rows) {
    assert.ok(guarded.mean >= alone.mean - Math.LN2 - 1e-9);
    if (scale === "bits") assert.deepEqual(guarded, alone);
  }
});
