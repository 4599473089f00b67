import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { kde } from "pml/inference";
import { normalCdf, normalLogDensity } from "pml/math";
import { Random } from "pml/random";
import { examPriors } from "pml/report";
import { assertClose } from "../../support/close.js";

const random = Random.from(1);
const normal = random.fillNormal(new Float64Array(20_000));
const integral = ({ x, density }: { x: Float64Array; density: Float64Array }) =>
  density.reduce((sum, value) => sum + value, 0) * (x[1]! - x[0]!);

test("is near the density the draws come from, and integrates to 1", () => {
  for (const bandwidth of ["experimental", "isj", "silverman", "scott"] as const) {
    const estimate = kde(normal, { bandwidth });
    assert.ok(Math.abs(integral(estimate) - 1) < 0.01, `${bandwidth}: integral ${integral(estimate)}`);
    estimate.x.forEach((x, i) => {
      const error = estimate.density[i]! - Math.exp(normalLogDensity(x));
      assert.ok(Math.abs(error) < 0.03, `${bandwidth}: off by ${error} at ${x}`);
    });
  }
});

test("reflection keeps the height at a sharp bound", () => {
  const uniform = Float64Array.from({ length: 20_000 }, () => random.uniform());
  const { density } = kde(uniform);
  for (const value of [density[0]!, density[density.length - 1]!]) {
    assert.ok(Math.abs(value - 1) < 0.15, `height ${value} at the bound`);
  }
});

test("draws that are not finite are left out; without two different ones there is no density", () => {
  const holed = [...normal, Number.NaN, Infinity];
  assert.deepEqual(kde(holed), kde(normal));
  for (const draws of [[], [1, 1, 1], [Number.NaN]]) assert.equal(kde(draws).x.length, 0);
  assert.throws(() => kde(normal, { bins: 50 }), /bins must be an integer of at least 100/);
  assert.throws(() => kde(normal, { bandwidth: 0 }), /bandwidth must be a finite number above 0/);
  // more than half of the draws equal: Silverman's rule knows no width
  assert.throws(
    () => kde([1, 1, 1, 1, 1, 1, 2], { bandwidth: "silverman" }),
    /bandwidth of these draws is 0/,
  );
});

test("integrates to 1: an outlier, log-normal draws, the exam's prior of the variance, few draws, most of them equal", () => {
  const { variance } = examPriors();
  const hard: Readonly<Record<string, ArrayLike<number>>> = {
    "one outlier": [...normal.subarray(0, 1000), 1000],
    "an outlier farther out": [...normal.subarray(0, 1000), -1e9],
    "log-normal of sd 2": normal.subarray(0, 4000).map((x) => Math.exp(2 * x)),
    "prior of the variance": Float64Array.from({ length: 4000 }, () => variance.sample(random)),
    "ratios of normals": normal.subarray(0, 4000).map((x, i) => x / normal[i + 5000]!),
    "four draws": [1, 2, 4, 8],
    "two draws": [0, 1e-9],
    "most draws equal": [...new Float64Array(80).fill(1), ...normal.subarray(0, 20)],
    "a skewed sample": normal.subarray(0, 300).map((x) => x * x),
  };
  for (const [name, draws] of Object.entries(hard))
    for (const bins of [100, 200, 512]) {
      const found = integral(kde(draws, { bins }));
      assert.ok(Math.abs(found - 1) <= 0.0051, `${name} in ${bins} bins: integral ${found}`);
    }
});

test("integrates to 1 and is nowhere negative, whatever the tails, the unit, the origin, the number of draws and the bandwidth", () => {
  const tails = fc.constantFrom(
    (x: number) => x,
    (x: number) => x ** 3,
    (x: number) => Math.exp(3 * x),
    (x: number) => 1 / x,
    (x: number) => Math.sign(x) * Math.exp(x * x),
    (x: number) => Math.round(x),
  );
  const bandwidth = fc.oneof(
    fc.constantFrom(undefined, "experimental", "isj", "silverman", "scott"),
    fc.double({ min: -6, max: 6, noNaN: true }).map((exponent) => 10 ** exponent),
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 300 }),
      tails,
      fc.constantFrom(1, 1e-9, 1e-200, 1e12, 1e250),
      fc.constantFrom(0, 1, -1e9),
      bandwidth,
      fc.constantFrom(100, 200, 512),
      fc.nat({ max: 15_000 }),
      (count, tail, unit, origin, wanted, bins, from) => {
        const draws = normal.subarray(from, from + count).map((x) => unit * (tail(x) + origin));
        const width = typeof wanted === "number" ? wanted * unit : wanted;
        let found: ReturnType<typeof kde>;
        try {
          found = kde(draws, { bins, ...(width !== undefined && { bandwidth: width }) });
        } catch (error) {
          // a rule asked for by name may know no width
          assert.match(String(error), /bandwidth of these draws is 0/);
          return;
        }
        if (new Set(draws).size < 2) return assert.equal(found.x.length, 0);
        assert.ok(found.density.every((value) => value >= 0));
        const step = (Math.max(...draws) - Math.min(...draws)) / bins;
        const mass = found.density.reduce((sum, value) => sum + value * step, 0);
        assert.ok(Math.abs(mass - 1) <= 0.0051, `mass ${mass} of ${bins} bins`);
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});

test("the mass of every bin is that of the draws' kernels, reflected at both ends", () => {
  // 1001 draws at the middles of two bins, so that binning moves none
  const [bins, low, high] = [100, 0.5, 60.5];
  const draws = [0, ...new Array<number>(400).fill(low), ...new Array<number>(600).fill(high), 100];
  for (const width of [0.2, 0.5, 40, 300]) {
    const { density } = kde(draws, { bins, bandwidth: width });
    const centres = [
      [0.5, 1],
      [low, 400],
      [high, 600],
      [99.5, 1],
    ] as const;
    density.forEach((value, bin) => {
      let mass = 0;
      for (const [centre, count] of centres)
        for (let turn = -20; turn <= 20; turn++)
          for (const mirrored of [centre, -centre])
            mass +=
              count *
              (normalCdf(bin + 1, mirrored + 200 * turn, width) -
                normalCdf(bin, mirrored + 200 * turn, width));
      assertClose(value, mass / draws.length, 1e-12, `bin ${bin}, bandwidth ${width}`);
    });
  }
});

test("asked for ArviZ's estimate, it is that, whatever it integrates to", () => {
  const draws = [...normal.subarray(0, 1000), 1000];
  assert.ok(integral(kde(draws, { integralTolerance: Infinity })) > 2);
});

test("unit and origin change the density by the unit alone", () => {
  const draws = normal.subarray(0, 500).map((x) => Math.round(x * 2 ** 20) / 2 ** 20);
  const plain = kde(draws);
  for (const unit of [2 ** -700, 2 ** -30, 2 ** 500]) {
    const scaled = kde(draws.map((x) => x * unit));
    assertClose(
      scaled.density.map((value) => value * unit),
      plain.density,
      1e-12,
      `unit ${unit}`,
    );
    assertClose(scaled.bandwidth / unit, plain.bandwidth, 1e-12);
  }
  const moved = kde(draws.map((x) => x + 2 ** 31));
  assertClose(moved.density, plain.density, 1e-9);
});
