import assert from "node:assert/strict";

/**
 * Asserts |actual - expected| <= tolerance * max(1, |expected|), entry by entry; NaN equals NaN and an infinity itself.
 *
 * The message names the worst entry, what it is and what it should be.
 */
export function assertClose(
  actual: number | ArrayLike<number>,
  expected: number | ArrayLike<number>,
  tolerance: number,
  what = "value",
): void {
  const got = typeof actual === "number" ? [actual] : actual;
  const want = typeof expected === "number" ? [expected] : expected;
  assert.equal(got.length, want.length, `${what}: ${got.length} entries instead of ${want.length}`);
  for (let i = 0; i < want.length; i++) {
    const a = got[i]!;
    const b = want[i]!;
    if (Object.is(a, b) || a === b) continue;
    const error = Math.abs(a - b) / Math.max(1, Math.abs(b));
    assert.ok(
      error <= tolerance,
      `${what}[${i}] is ${a}, should be ${b} (relative error ${error}, allowed ${tolerance})`,
    );
  }
}
