import assert from "node:assert/strict";
import { test } from "node:test";
import type { Observations } from "pml/models";
import { Random } from "pml/random";
import { Breather } from "pml/support";
import { Assignment } from "#internal/models/k-means/assignment";
import { assertClose } from "../../support/close.js";
import { clusteredRows } from "../../support/mixture-data.js";
import { smallImages } from "../../support/small-images.js";

const images = smallImages(400, 4, 8, 8);
const plain = clusteredRows(400, 6, 5, 3);
/** With ties: whole numbers, each row several times. */
const coarse = { values: plain.values.map((value) => Math.round(value)), columns: 6 };
const cases: Readonly<Record<string, Observations>> = {
  bytes: { values: images.pixels, columns: 64 },
  "scaled bytes": { values: images.pixels, columns: 64, offset: 0.5, divisor: 256 },
  doubles: plain,
  "scaled doubles": { ...plain, offset: -3, divisor: 7 },
  "coarse doubles": coarse,
};

/** Rows about the origin. */
function centred({ values, columns, offset = 0, divisor = 1 }: Observations, origin: Float64Array) {
  return Array.from({ length: values.length / columns }, (_, row) =>
    Float64Array.from(
      { length: columns },
      (_, j) => (values[row * columns + j]! + offset) / divisor - origin[j]!,
    ),
  );
}

/** Squared distances of a row from all centres. */
const squaredDistances = (row: Float64Array, centres: Float64Array) =>
  Array.from({ length: centres.length / row.length }, (_, k) =>
    row.reduce((sum, x, j) => sum + (x - centres[k * row.length + j]!) ** 2, 0),
  );

test("while centres wander, labels, sums and inertia stay those of a look at all rows", async () => {
  for (const [name, rows] of Object.entries(cases)) {
    const { columns } = rows;
    const random = Random.from(4);
    const origin = centred(rows, new Float64Array(columns))[0]!;
    const points = centred(rows, origin);
    const clusters = 7;
    const centres = Float64Array.from(
      { length: clusters * columns },
      (_, i) => points[Math.floor(i / columns) * 31]![i % columns]!,
    );
    const assignment = new Assignment(rows, clusters, origin);
    let looked = 0;
    for (let step = 0; step < 25; step++) {
      await assignment.update(centres, new Breather());
      looked += assignment.changed;
      const distances = points.map((row) => squaredDistances(row, centres));
      const sums = new Float64Array(clusters * columns);
      const sizes = new Float64Array(clusters);
      assignment.labels.forEach((label, row) => {
        const [own, least] = [distances[row]![label]!, Math.min(...distances[row]!)];
        assert.ok(
          own <= least * (1 + 1e-12) + 1e-12,
          `${name}, step ${step}, row ${row}: ${own} is not ${least}`,
        );
        sizes[label]! += 1;
        points[row]!.forEach((x, j) => {
          sums[label * columns + j]! += x;
        });
      });
      assert.deepEqual(assignment.sizes, sizes, name);
      assertClose(assignment.sums(), sums, 1e-9, name);
      const own = Float64Array.from(assignment.labels, (label, row) => distances[row]![label]!);
      assertClose(await assignment.distances(new Breather()), own, 1e-12, name);
      const total = own.reduce((sum, distance) => sum + distance, 0);
      assertClose(await assignment.inertia(new Breather()), total, 1e-11, name);
      // from large steps to small ones, some centres standing still
      const scale = 0.6 ** step * Math.sqrt(total / (400 * columns));
      for (let i = 0; i < centres.length; i++)
        if ((Math.floor(i / columns) + step) % 3 > 0) centres[i]! += scale * random.normal();
    }
    assert.ok(looked > 500, `${name}: ${looked} labels changed`);
  }
});

test("rows whose cluster cannot have changed are not looked at", async () => {
  const rows = {
    values: Float64Array.from({ length: 1000 }, (_, i) => (i < 500 ? 0 : 100) + (i % 10)),
    columns: 1,
  };
  let reads = 0;
  const counted = new Proxy(rows, {
    get(target, key: keyof typeof rows) {
      if (key === "values") reads++;
      return target[key];
    },
  });
  const assignment = new Assignment(counted, 2, Float64Array.of(0));
  await assignment.update(Float64Array.of(0, 100), new Breather());
  const before = reads;
  await assignment.update(Float64Array.of(4, 104), new Breather());
  assert.equal(reads, before);
  await assignment.update(Float64Array.of(4, 52), new Breather());
  assert.ok(reads > before);
});

test("of two equal centres the first has the row, and one cluster has them all", async () => {
  const two = new Assignment(coarse, 2, new Float64Array(6));
  await two.update(new Float64Array(12).fill(1), new Breather());
  assert.ok(two.labels.every((label) => label === 0));
  const one = new Assignment(coarse, 1, new Float64Array(6));
  for (const centre of [0, 5]) await one.update(new Float64Array(6).fill(centre), new Breather());
  assert.deepEqual([...one.sizes], [400]);
});
