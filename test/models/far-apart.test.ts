import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { euclideanDistance } from "pml/math";
import { nearestRows, type Observations, parameterArray } from "pml/models";
import * as factorMixture from "pml/models/factor-mixture";
import * as kMeans from "pml/models/k-means";
import { Random } from "pml/random";
import { exact } from "../support/exact-double.js";

const rowsOf = ({ values, columns }: Observations) =>
  Array.from({ length: values.length / columns }, (_, i) => [
    ...values.subarray(i * columns, (i + 1) * columns),
  ]);

const smallest = (values: readonly bigint[]) => [...values].sort((a, b) => (a < b ? -1 : 1))[0]!;

const exactSquare = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, j) => sum + (exact(value) - exact(b[j]!)) ** 2n, 0n);

/** How often a found row is farther than the nearest, beyond the last digit of the distance. */
function wrong(queries: readonly number[][], rows: readonly number[][], found: ArrayLike<number>): number {
  return queries.filter((query, i) => {
    const least = smallest(rows.map((row) => exactSquare(query, row)));
    return exactSquare(query, rows[found[i]!]!) * 10n ** 15n > least * (10n ** 15n + 4n);
  }).length;
}

/** Two groups far from each other. */
function twoGroups(count: number, distance: number, seed: number): Observations {
  const random = Random.from(seed);
  const values = Float64Array.from({ length: 2 * count }, (_, i) => {
    const group = Math.floor(i / 2) % 2 === 0 ? -distance : distance;
    return group + random.normal();
  });
  return { values, columns: 2 };
}

test("two groups at +-1e8: every row has its nearest centre", async () => {
  const rows = twoGroups(200, 1e8, 1);
  const centres = [-1, -0.3, 0.4, 1].flatMap((shift) => [
    [-1e8 + shift, -1e8 - shift],
    [1e8 + shift, 1e8 - shift],
  ]);
  const labels = await kMeans.nearestCentres(rows, Float64Array.from(centres.flat()));
  assert.equal(wrong(rowsOf(rows), centres, labels), 0);
});

test("one value of 2e10 spoils none of 101", async () => {
  const random = Random.from(2);
  const values = Float64Array.from({ length: 101 }, (_, i) => (i === 50 ? 2e10 : random.uniform()));
  const centres = [0.1, 0.3, 0.5, 0.7, 0.9];
  const labels = await kMeans.nearestCentres({ values, columns: 1 }, Float64Array.from(centres));
  assert.equal(
    wrong(
      [...values].map((value) => [value]),
      centres.map((value) => [value]),
      labels,
    ),
    0,
  );
});

const spread = fc.record({
  seed: fc.nat(),
  columns: fc.integer({ min: 1, max: 4 }),
  count: fc.integer({ min: 1, max: 60 }),
  centres: fc.integer({ min: 1, max: 6 }),
  unit: fc.integer({ min: -300, max: 290 }),
  offset: fc.integer({ min: -2, max: 16 }),
  outlier: fc.integer({ min: 0, max: 16 }),
});

/** Rows about an offset, the first an outlier, in a unit; and centres among them. */
function drawn({
  seed,
  columns,
  count,
  centres,
  unit,
  offset,
  outlier,
}: typeof spread extends fc.Arbitrary<infer T> ? T : never) {
  const random = Random.from(seed);
  const row = (factor: number) =>
    Array.from({ length: columns }, () => (10 ** offset + random.normal() * factor) * 10 ** unit);
  const rows = Array.from({ length: count }, (_, i) => row(i === 0 ? 10 ** outlier : 1));
  return { rows, centres: Array.from({ length: centres }, () => row(1)) };
}

test("nearest centres and nearest rows at any offset, with outliers, from 1e-300 to 1e300", async () => {
  await fc.assert(
    fc.asyncProperty(spread, async (how) => {
      const { rows, centres } = drawn(how);
      const { columns } = how;
      const all = { values: Float64Array.from(rows.flat()), columns };
      const some = { values: Float64Array.from(centres.flat()), columns };
      assert.equal(wrong(rows, centres, await kMeans.nearestCentres(all, some.values)), 0);
      const { indices, distances } = await nearestRows(all, some);
      assert.equal(wrong(rows, centres, indices), 0);
      distances.forEach((distance, i) => {
        assert.equal(distance, euclideanDistance(rows[i]!, 0, centres[indices[i]!]!, 0, columns));
      });
    }),
    { numRuns: 300 },
  );
});

test("equally near centres and rows: the first", async () => {
  const rows = { values: Float64Array.from([0.1, 0.3, 0.7, 1e8 + 0.25]), columns: 1 };
  const centres = Float64Array.from([0.3, 0.1, 0.3, 0.1, 1e8, 1e8 + 0.5]);
  assert.deepEqual([...(await kMeans.nearestCentres(rows, centres))], [1, 0, 0, 4]);
  assert.deepEqual([...(await nearestRows(rows, { values: centres, columns: 1 })).indices], [1, 0, 0, 4]);
});

test("k-means of groups far apart: centres and inertia as if each group were fitted about its own middle", async () => {
  const rows = twoGroups(200, 1e8, 3);
  const start = Float64Array.of(-1e8, -1e8, 1e8, 1e8);
  const config = { clusters: 2, start: { centres: start }, tolerance: 0 };
  const { parameters, inertia, history } = await kMeans.fit(rows, config);
  const centres = parameters.centres.data;
  const points = rowsOf(rows);
  let sum = 0;
  for (const side of [0, 1]) {
    const own = points.filter((_, i) => i % 2 === side);
    const middle = start.subarray(2 * side, 2 * side + 2);
    const mean = [0, 1].map(
      (j) => own.reduce((total, row) => total + (row[j]! - middle[j]!), 0) / own.length,
    );
    for (const j of [0, 1]) assert.ok(Math.abs(centres[2 * side + j]! - middle[j]! - mean[j]!) < 4e-8);
    for (const row of own) for (const j of [0, 1]) sum += (row[j]! - middle[j]! - mean[j]!) ** 2;
  }
  assert.ok(Math.abs(inertia / sum - 1) < 1e-7, `${inertia}, ${sum}`);
  assert.ok(Math.abs(history.at(-1)!.inertia / sum - 1) < 1e-7, `${history.at(-1)!.inertia}, ${sum}`);
});

test("k-means beside an outlier: the means of the others keep their digits", async () => {
  const values = Float64Array.from([0.1, 0.2, 0.3, 0.8, 0.9, 1, 2e10]);
  const start = Float64Array.of(0, 1, 2e10);
  const rows = { values, columns: 1 };
  const { parameters, inertia } = await kMeans.fit(rows, { clusters: 3, start: { centres: start } });
  const centres = parameters.centres.data;
  assert.ok(Math.abs(centres[0]! - 0.2) < 1e-15);
  assert.ok(Math.abs(centres[1]! - 0.9) < 1e-15);
  assert.equal(centres[2], 2e10);
  assert.ok(Math.abs(inertia - 0.04) < 1e-14, `${inertia}`);
});

test("k-means does not depend on the unit, from 1e-300 to 1e300", async () => {
  const random = Random.from(7);
  const values = Float64Array.from({ length: 80 }, (_, i) => random.normal() + 10 * (i % 4));
  const fit = (unit: number) =>
    kMeans.fit(
      { values: values.map((value) => value * unit), columns: 2 },
      { clusters: 3 },
      { random: Random.from(1) },
    );
  const known = await fit(1);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: -1010, max: 1000 }), async (power) => {
      const unit = 2 ** power;
      const { labels, parameters, inertia, history, converged } = await fit(unit);
      assert.deepEqual(labels, known.labels);
      assert.equal(converged, known.converged);
      const centres = known.parameters.centres.data;
      parameters.centres.data.forEach((value, i) => {
        assert.ok(Math.abs(value / unit - centres[i]!) < 1e-12 * Math.abs(centres[i]!));
      });
      // an inertia may leave the range of doubles where the rows do not
      if (Math.abs(power) > 480) return;
      assert.ok(Math.abs(inertia / unit ** 2 / known.inertia - 1) < 1e-12);
      history.forEach((each, i) => {
        assert.ok(Math.abs(each.inertia / unit ** 2 / known.history[i]!.inertia - 1) < 1e-12);
      });
    }),
    { numRuns: 40 },
  );
});

test("a mixture of factor analysers far from the origin: the same densities, the rows moved", async () => {
  const random = Random.from(5);
  // eighths, so that moving them rounds nothing
  const values = Float64Array.from(
    { length: 600 },
    (_, i) => Math.round(8 * (random.normal() * (1 + (i % 3)) + 4 * (Math.floor(i / 3) % 2))) / 8,
  );
  const fit = (offset: number) =>
    factorMixture.fit(
      { values: values.map((value) => value + offset), columns: 3 },
      { components: 2, factors: 1, maxIterations: 20, tolerance: 0 },
      { random: Random.from(1) },
    );
  const known = await fit(0);
  const densities = await factorMixture.logDensity(known, { values, columns: 3 });
  for (const offset of [2 ** 20, -(2 ** 27), 2 ** 40]) {
    const { means } = known.parameters;
    const moved = {
      ...known,
      parameters: { ...known.parameters, means: { ...means, data: means.data.map((m) => m + offset) } },
    };
    const rows = { values: values.map((value) => value + offset), columns: 3 };
    const rounding = 2 ** -52 * Math.abs(offset);
    (await factorMixture.logDensity(moved, rows)).forEach((value, i) => {
      // only the means are rounded
      assert.ok(
        Math.abs(value - densities[i]!) < 1e-9 + 100 * rounding,
        `${offset}: ${value}, ${densities[i]}`,
      );
    });
    const { history } = await fit(offset);
    assert.ok(
      Math.abs(history.at(-1)!.meanLogLikelihood - known.history.at(-1)!.meanLogLikelihood) <
        1e-6 + 1e3 * rounding,
      `${offset}`,
    );
  }
});

test("centres that are no rows, and rows whose density is no double, are named", async () => {
  const rows = { values: Float64Array.of(1, 2, 3, 4), columns: 2 };
  await assert.rejects(
    kMeans.nearestCentres(rows, Float64Array.of(1, 2, 3)),
    /whole rows of 2 columns, got 3 numbers/,
  );
  await assert.rejects(
    kMeans.nearestCentres(rows, new Float64Array(0)),
    /whole rows of 2 columns, got 0 numbers/,
  );
  await assert.rejects(
    kMeans.nearestCentres(rows, Float64Array.of(1, Number.NaN)),
    /centres\[1\] must be finite/,
  );
  const far = { values: Float64Array.of(0, 0, 1, 1, 0.5, 0.7, 1e200, 1e200), columns: 2 };
  await assert.rejects(
    factorMixture.fit(far, {
      components: 1,
      factors: 1,
      start: {
        parameters: {
          weights: parameterArray(Float64Array.of(1), 1),
          means: parameterArray(Float64Array.of(0, 0), 1, 2),
          loadings: parameterArray(Float64Array.of(1, 1), 1, 2, 1),
          noiseVariances: parameterArray(Float64Array.of(1, 1), 1, 2),
        },
      },
    }),
    /factorMixture.fit: the density of row 3 is not finite/,
  );
});
