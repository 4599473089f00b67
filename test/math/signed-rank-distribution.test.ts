import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { upperTailOfSignedRanks } from "#internal/math/signed-rank-distribution";

/** By all signs. */
function counted(ranks: readonly number[], sum: number): number {
  let beyond = 0;
  for (let signs = 0; signs < 2 ** ranks.length; signs++) {
    let positive = 0;
    ranks.forEach((rank, i) => {
      if ((signs >> i) & 1) positive += rank;
    });
    if (positive >= sum) beyond++;
  }
  return beyond / 2 ** ranks.length;
}

test("every tail is that of all signs, to the bit, with ranks in halves too", () => {
  const ranks = fc.array(
    fc.integer({ min: 1, max: 40 }).map((twice) => twice / 2),
    { maxLength: 11 },
  );
  fc.assert(
    fc.property(ranks, fc.nat({ max: 400 }), (each, twice) => {
      assert.equal(upperTailOfSignedRanks(each, twice / 2), counted(each, twice / 2));
    }),
    { seed: 1 },
  );
});

test("no rank: the sum is 0", () => {
  assert.equal(upperTailOfSignedRanks([], 0), 1);
  assert.equal(upperTailOfSignedRanks([], 1), 0);
});
