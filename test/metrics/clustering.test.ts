import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { adjustedRandIndex, contingencyTable, normalisedMutualInformation, purity } from "pml/metrics";
import { InputError } from "pml/support";
import { assertClose } from "../support/close.js";

const classes = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2];
const clusters = [0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3];

test("golden values", () => {
  // scikit-learn 1.9.1: adjusted_rand_score(classes, clusters), normalized_mutual_info_score(classes, clusters)
  const table = contingencyTable(classes, clusters, 3, 4);
  assertClose(adjustedRandIndex(table), 0.3132947976878613, 1e-14);
  assertClose(normalisedMutualInformation(table), 0.5513740383830094, 1e-14);
  assert.equal(purity(table), 9 / 12);
});

test("unrelated partitions score about 0, below it included", () => {
  // scikit-learn 1.9.1, u = arange(200)*7919 % 10 and v = arange(200)*104729//3 % 7
  const u = Array.from({ length: 200 }, (_, i) => (i * 7919) % 10);
  const v = Array.from({ length: 200 }, (_, i) => Math.floor((i * 104729) / 3) % 7);
  const table = contingencyTable(u, v, 10, 7);
  assertClose(adjustedRandIndex(table), -0.035497690168803775, 1e-14);
  assertClose(normalisedMutualInformation(table), 0.003810140285835944, 1e-13);
});

test("equal partitions score 1 under any names; trivial ones too", () => {
  const renamed = contingencyTable(
    classes,
    classes.map((label) => [2, 0, 1][label]!),
    3,
    3,
  );
  const single = [[5]];
  const apart = [
    [1, 0],
    [0, 1],
  ];
  for (const table of [renamed, single, apart]) {
    assertClose(
      [purity(table), adjustedRandIndex(table), normalisedMutualInformation(table)],
      [1, 1, 1],
      1e-15,
    );
  }
});

test("one cluster for everything: purity is the largest class, the other two are 0", () => {
  const table = [[3], [1]];
  assert.deepEqual(
    [purity(table), adjustedRandIndex(table), normalisedMutualInformation(table)],
    [0.75, 0, 0],
  );
});

test("adjusted Rand index and mutual information do not care which partition is which; a table of independence has none", () => {
  const row = fc.array(fc.nat(20), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(row, { minLength: 2, maxLength: 5 }), (table) => {
      fc.pre(table.flat().some((count) => count > 0));
      const turned = [0, 1, 2].map((c) => table.map((counts) => counts[c]!));
      assertClose(adjustedRandIndex(turned), adjustedRandIndex(table), 1e-12);
      assertClose(normalisedMutualInformation(turned), normalisedMutualInformation(table), 1e-12);
      const information = normalisedMutualInformation(table);
      assert.ok(information >= 0 && information <= 1 + 1e-12 && adjustedRandIndex(table) <= 1);
    }),
  );
  assertClose(
    normalisedMutualInformation([
      [2, 4],
      [3, 6],
    ]),
    0,
    1e-15,
  );
});

test("what is no table of counts is refused", () => {
  for (const table of [[], [[0, 0]], [[1, 2], [3]], [[1, -1]], [[0.5]]]) {
    for (const measure of [purity, adjustedRandIndex, normalisedMutualInformation])
      assert.throws(() => measure(table), InputError);
  }
});
