import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { inlineData } from "pml/figures";
import { decimalsFor, rounderFor, roundTo, textWithin } from "#internal/figures/marks/rounding";

/** A column as Vega reads it from the inline data. */
function readBack(values: readonly number[], digits?: number, logarithmic: readonly string[] = []): number[] {
  const data = inlineData({ y: values }, digits, logarithmic);
  assert.equal(data.format.parse.y, "number");
  return data.values.split("\n").slice(1).map(Number);
}

test("y = [.0001, .0004, .0009] is drawn as it is, and so are a line of 1e-8 and differences of 1e-5", () => {
  assert.deepEqual(readBack([0.0001, 0.0004, 0.0009]), [0.0001, 0.0004, 0.0009]);
  assert.deepEqual(readBack([1e-8, 2e-8, 5e-8]), [1e-8, 2e-8, 5e-8]);
  assert.deepEqual(readBack([-1.25e-5, 0, 2.5e-5]), [-1.25e-5, 0, 2.5e-5]);
  assert.deepEqual(readBack([1000.0001, 1000.0002]), [1000.0001, 1000.0002]);
  assert.deepEqual(readBack([3e-9]), [3e-9]);
  assert.deepEqual(readBack([5e-324, 1e-323]), [5e-324, 1e-323]);
});

test("values of the order of 1 keep three decimals and no more", () => {
  assert.deepEqual(readBack([0.12345, 1.23456]), [0.123, 1.235]);
  assert.deepEqual(readBack([0.12345, 1.23456], 1), [0.123, 1.235]);
  assert.deepEqual(readBack([-123.456, 456.789], 1), [-123.5, 456.8]);
});

const sizes = fc.integer({ min: -300, max: 300 }).map((exponent) => 10 ** exponent);
const column = fc
  .tuple(
    fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }),
    sizes,
    fc.integer({ min: 0, max: 9 }),
  )
  .map(([values, size, far]) => values.map((value) => (value + (far > 6 ? 10 ** (far - 4) : 0)) * size));

test("every column keeps a thousandth of its spread, in any unit and wherever it lies", () => {
  fc.assert(
    fc.property(column, (values) => {
      const spread = Math.max(...values) - Math.min(...values) || Math.abs(values[0]!);
      // what the doubles themselves lack
      const allowed = spread / 1000 + 2 * Number.EPSILON * Math.abs(values[0]!);
      readBack(values).forEach((value, i) => {
        assert.ok(Math.abs(value - values[i]!) <= allowed * (1 + 1e-9), `${values[i]} became ${value}`);
      });
      const round = rounderFor(values);
      for (const value of values) assert.ok(Math.abs(round(value) - value) <= allowed * (1 + 1e-9));
    }),
    { seed: 1, numRuns: 500 },
  );
});

test("on a logarithmic axis every value keeps four digits, beside any other", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -3050, max: 3050 }), { minLength: 1, maxLength: 20 }),
      (exponents) => {
        const values = exponents.map((exponent) => 10 ** (exponent / 10));
        readBack(values, 3, ["y"]).forEach((value, i) => {
          assert.ok(Math.abs(value / values[i]! - 1) <= 5.1e-4, `${values[i]} became ${value}`);
        });
      },
    ),
    { seed: 1 },
  );
});

test("rounding of one number", () => {
  assert.equal(roundTo(1.23456e-150, 152), 1.23e-150);
  assert.equal(roundTo(1e-200, 150), 0);
  assert.equal(decimalsFor([0, 0, 0], 3), 3);
  assert.equal(decimalsFor([], 3), 3);
  assert.equal(textWithin(1.23e-5, [0, 1e-5], 2), "0.0000123");
  assert.equal(textWithin(12.345, [-100, 100], 2), "12.35");
  assert.equal(textWithin(1.234e-20, [0, 1e-20], 2), "1.23e-20");
});

test("what is not finite, columns of different lengths and no column are refused", () => {
  for (const bad of [Number.NaN, Infinity, -Infinity])
    assert.throws(
      () => inlineData({ x: [1, 2], y: [1, bad] }),
      new RegExp(`inlineData: column y\\[1\\] must be finite, got ${bad}`),
    );
  assert.throws(() => inlineData({ x: [1, 2], y: [1] }), /column y must have length 2, got 1/);
  assert.throws(() => inlineData({}), /at least one column/);
});

test("texts stay one cell and one row, whatever is in them", async () => {
  const { read } = (await import("vega")) as unknown as {
    read: (text: string, format: object) => Record<string, unknown>[];
  };
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", " ", "ü") }), { minLength: 1 }),
      (texts) => {
        const numbered: Parameters<typeof inlineData>[0] = { text: texts, n: texts.map((_, i) => i) };
        for (const columns of [{ text: texts }, numbered]) {
          const { values, format } = inlineData(columns);
          const rows = read(values, format);
          // Vega reads an empty text as none
          assert.deepEqual(
            rows.map(({ text }) => text ?? ""),
            texts,
          );
        }
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});
