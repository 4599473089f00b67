import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { numberText, parseNumber } from "#internal/inference/exchange/cmdstan-numbers";

test("every number is read back to the bit", () => {
  fc.assert(
    fc.property(fc.double(), (value) => {
      assert.ok(Object.is(parseNumber(numberText(value)), value));
    }),
    { seed: 1, numRuns: 500 },
  );
});

test("infinities and NaN in the spellings of the C++ libraries", () => {
  for (const text of ["inf", "+inf", "Inf", "INF", "infinity", "1.#INF", "1.#INF00", "+1.#inf"])
    assert.equal(parseNumber(text), Infinity, text);
  for (const text of ["-inf", "-Infinity", "-1.#INF", "-1.#INF00"])
    assert.equal(parseNumber(text), -Infinity, text);
  for (const text of [
    "nan",
    "-nan",
    "NaN",
    "nan(ind)",
    "-nan(ind)",
    "nan(0x7ff8)",
    "1.#QNAN",
    "-1.#IND",
    "1.#IND00",
    "1.#SNAN",
  ])
    assert.ok(Number.isNaN(parseNumber(text)), text);
  for (const [text, value] of [
    ["1.", 1],
    [".5", 0.5],
    ["+2e3", 2000],
    [" -1.5E-3 ", -0.0015],
  ] as const)
    assert.equal(parseNumber(text), value, text);
});

test("any other text is no number, whatever JavaScript makes of it", () => {
  const others = [
    "",
    " ",
    "NA",
    "null",
    "true",
    "0x10",
    "0b1",
    "1e",
    "1.2.3",
    "1,5",
    "--1",
    "1.#",
    "1.#INFO",
    "infer",
    "nano",
    "e5",
    ".",
  ];
  for (const text of others) assert.equal(parseNumber(text), undefined, JSON.stringify(text));
  fc.assert(
    fc.property(fc.string(), (text) => {
      const value = parseNumber(text);
      // what is read is what was written, or one of the words for what is not finite
      if (value !== undefined && Number.isFinite(value)) assert.equal(Number(text), value);
      if (value !== undefined && !Number.isFinite(value)) assert.match(text.trim(), /nan|inf|#|e\+?\d{3,}/i);
    }),
    { seed: 1, numRuns: 1000 },
  );
});
