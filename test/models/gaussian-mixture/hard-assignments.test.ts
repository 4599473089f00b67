import assert from "node:assert/strict";
import { test } from "node:test";
import { computeMoments, imageRows, type Observations } from "pml/models";
import { Random } from "pml/random";
import { HardAssignments } from "#internal/models/gaussian-mixture/hard-assignments";
import { assertClose } from "../../support/close.js";
import { smallImages } from "../../support/small-images.js";

const count = 400;
const components = 3;
const rows = imageRows(smallImages(count, 7, 12, 12), { offset: 0.5, divisor: 256 });

/** Each row belongs to one component, one row in ten to two of them. */
function someResponsibilities(seed: number): Float64Array {
  const random = Random.from(seed);
  const shares = new Float64Array(count * components);
  for (let row = 0; row < count; row++) {
    const first = random.integer(components);
    const isShared = random.integer(10) === 0;
    shares[row * components + first] = isShared ? 0.75 : 1;
    if (isShared) shares[row * components + ((first + 1) % components)] = 0.25;
  }
  return shares;
}

function certainOf(responsibilities: Float64Array, k: number): Observations {
  const { values, columns } = rows;
  const chosen = [...Array(count).keys()].filter((row) => responsibilities[row * components + k] === 1);
  const bytes = Uint8Array.from(
    chosen.flatMap((row) => [...values.subarray(row * columns, (row + 1) * columns)]),
  );
  return { ...rows, values: bytes };
}

test("the moments are those of the rows that belong to the component alone", () => {
  const certain = HardAssignments.of(rows, components)!;
  const shares = someResponsibilities(1);
  for (let k = 0; k < components; k++) {
    const expected = computeMoments(certainOf(shares, k));
    const found = certain.moments(shares, k)!;
    assert.equal(found.count, expected.count);
    assertClose(
      found.totals.map((total) => total / found.count),
      expected.mean,
      1e-14,
    );
    assertClose(
      found.scatter.map((entry) => entry / found.count),
      expected.covariance,
      1e-14,
    );
  }
});

test("what was summed up before changes no bit, few rows moved or all of them", () => {
  const certain = HardAssignments.of(rows, components)!;
  const first = someResponsibilities(1);
  const few = first.slice();
  few.copyWithin(0, 30 * components, 60 * components);
  for (const shares of [first, few, someResponsibilities(2), first, few]) {
    // components of their own turn, each time another one first
    for (const k of [2, 0, 1]) {
      assert.deepEqual(
        certain.moments(shares, k),
        HardAssignments.of(rows, components)!.moments(shares, k),
        `component ${k}`,
      );
    }
  }
});

test("no certain row, no moments; numbers that are no bytes are not summed up", () => {
  const shares = new Float64Array(count * components).fill(1 / 3);
  assert.equal(HardAssignments.of(rows, components)!.moments(shares, 0), undefined);
  assert.equal(
    HardAssignments.of({ ...rows, values: Float64Array.from(rows.values) }, components),
    undefined,
  );
});
