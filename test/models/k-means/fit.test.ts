import assert from "node:assert/strict";
import { test } from "node:test";
import type { Observations } from "pml/models";
import type { KMeansOptions } from "pml/models/k-means";
import * as kMeans from "pml/models/k-means";
import { Random } from "pml/random";
import { InputError, InterruptedError } from "pml/support";
import { assertClose } from "../../support/close.js";
import { clusteredRows } from "../../support/mixture-data.js";

const data = clusteredRows(300, 4, 3, 2);

test("every row is with its nearest centre, every centre is the mean of its rows", async () => {
  const { parameters, labels, inertia, converged } = await kMeans.fit(
    data,
    { clusters: 5, tolerance: 0 },
    { random: Random.from(1) },
  );
  const centres = parameters.centres.data;
  assert.ok(converged);
  let sum = 0;
  const means = new Float64Array(20);
  const sizes = new Float64Array(5);
  for (let i = 0; i < 300; i++) {
    const x = data.values.subarray(4 * i, 4 * i + 4);
    const distances = [0, 1, 2, 3, 4].map((k) =>
      x.reduce((s, v, j) => s + (v - centres[4 * k + j]!) ** 2, 0),
    );
    assert.equal(labels[i], distances.indexOf(Math.min(...distances)));
    sum += Math.min(...distances);
    sizes[labels[i]!]! += 1;
    for (let j = 0; j < 4; j++) means[4 * labels[i]! + j]! += x[j]!;
  }
  assertClose(inertia, sum, 1e-12);
  assertClose(
    centres,
    means.map((total, i) => total / sizes[i >> 2]!),
    1e-12,
  );
  assert.deepEqual(await kMeans.nearestCentres(data, centres), labels);
});

test("inertia never rises", async () => {
  const { history, inertia } = await kMeans.fit(
    data,
    { clusters: 6, tolerance: 0 },
    { random: Random.from(3) },
  );
  const path = [...history.map((each) => each.inertia), inertia];
  for (let i = 1; i < path.length; i++) assert.ok(path[i]! <= path[i - 1]! * (1 + 1e-14));
});

test("a shift of the data shifts the centres and nothing else, however far", async () => {
  const centres = data.values.slice(0, 12);
  const near = await kMeans.fit(data, { clusters: 3, start: { centres } });
  const far = await kMeans.fit(
    { values: data.values.map((v) => v + 2 ** 24), columns: 4 },
    { clusters: 3, start: { centres: centres.map((v) => v + 2 ** 24) } },
  );
  assert.deepEqual(far.labels, near.labels);
  assertClose(far.inertia, near.inertia, 1e-6);
});

test("an empty cluster takes the row farthest from its centre, which leaves its own cluster", async () => {
  const rows = { values: Float64Array.of(0, 0.1, 0.2, 9), columns: 1 };
  const start = { centres: Float64Array.of(0.1, 100) };
  for (const maxIterations of [1, 300]) {
    const { parameters, labels } = await kMeans.fit(rows, {
      clusters: 2,
      start,
      tolerance: 0,
      maxIterations,
    });
    assert.deepEqual([...labels], [0, 0, 0, 1]);
    assertClose(parameters.centres.data, [0.1, 9], 1e-14);
  }
});

test("k-means++ spreads its centres: far clusters are always found", async () => {
  const apart = clusteredRows(200, 2, 4, 5, 100);
  for (let seed = 0; seed < 10; seed++) {
    const { labels } = await kMeans.fit(apart, { clusters: 4 }, { random: Random.from(seed) });
    const pairs = new Set([...labels].map((label, i) => `${label} ${apart.labels[i]}`));
    assert.equal(pairs.size, 4, `seed ${seed}`);
  }
});

test("a seed repeats its result", async () => {
  const fit = (seed: number) =>
    kMeans.fit(data, { clusters: 7, maxIterations: 2 }, { random: Random.from(seed) });
  assert.deepEqual(await fit(1), await fit(1));
  assert.notDeepEqual((await fit(1)).parameters, (await fit(2)).parameters);
  assert.equal((await fit(1)).converged, false);
});

test("an abort stops it", async () => {
  const controller = new AbortController();
  const onState = () => controller.abort();
  const fit = kMeans.fit(
    data,
    { clusters: 7, tolerance: 0 },
    { random: Random.from(1), signal: controller.signal, onState },
  );
  await assert.rejects(fit, InterruptedError);
});

test("what cannot work is refused", async () => {
  const random = Random.from(1);
  const refused: readonly [Observations, KMeansOptions, RegExp][] = [
    [data, { clusters: 301 }, /301 clusters are more than the 300 rows/],
    [data, { clusters: 2, start: { centres: new Float64Array(7) } }, /centres must have length 8, got 7/],
    [data, { clusters: 2, tolerance: -1 }, /tolerance must be at least 0/],
    [{ values: new Float64Array(0), columns: 2 }, { clusters: 1 }, /at least one row/],
    [{ values: Float64Array.of(1, 1, 2, 2, 1), columns: 1 }, { clusters: 3 }, /fewer than 3 distinct rows/],
  ];
  for (const [observations, options, message] of refused) {
    await assert.rejects(
      kMeans.fit(observations, options, { random }),
      (error) => error instanceof InputError && message.test(error.message),
      `${message}`,
    );
  }
  await assert.rejects(kMeans.fit(data, { clusters: 2 }), /wants `random` to draw the first centres with/);
});

test("as many clusters as rows: every row is a centre; one more is refused", async () => {
  const rows = { values: Float64Array.of(1, 5, 2), columns: 1 };
  const { parameters, inertia } = await kMeans.fit(rows, { clusters: 3 }, { random: Random.from(1) });
  assert.deepEqual([...parameters.centres.data].sort(), [1, 2, 5]);
  assert.equal(inertia, 0);
  await assert.rejects(
    kMeans.fit(rows, { clusters: 4 }, { random: Random.from(1) }),
    /4 clusters are more than the 3 rows/,
  );
});

test("a tolerance ends the search as soon as the centres move less", async () => {
  const fit = (tolerance: number) => kMeans.fit(data, { clusters: 6, tolerance }, { random: Random.from(3) });
  const [exact, loose] = [await fit(0), await fit(1e6)];
  assert.ok(exact.history.length > 2);
  assert.equal(loose.history.length, 1);
  assert.ok(loose.converged);
});
