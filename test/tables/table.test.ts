import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  exponent,
  fixed,
  integer,
  interval,
  list,
  markdown,
  percent,
  plusMinus,
  pValue,
  significant,
  summaryOf,
  table,
  tableMarkdown,
  tableOne,
  valueTable,
} from "pml/tables";

test("numbers are written in the format of their column", () => {
  assert.equal(fixed(2)(-0.125), "-0.13");
  assert.equal(fixed(2)(-0.001), "0.00", "no minus before nothing but zeros");
  assert.equal(fixed(0, { signed: true, unit: " points" })(12.4), "+12 points");
  assert.equal(significant(3)(-20012.3), "-20,000");
  assert.equal(significant(3)(0.0012345), "0.00123");
  assert.equal(significant(2)(9.96), "10");
  assert.equal(integer(-1234567.4), "-1,234,567");
  assert.equal(exponent(4)(-142.81344814), "-1.4281 × 10²");
  assert.equal(exponent(4)(-10664325.6), "-1.0664 × 10⁷");
  assert.equal(exponent(0)(1e-6), "10⁻⁶");
  assert.equal(exponent(1)(0), "0");
  assert.equal(pValue(3)(0.0164), "0.016");
  assert.equal(pValue(3)(0.001), "0.001");
  assert.equal(pValue(3)(4e-9), "<\u00a00.001");
  assert.equal(percent(1)(0.2571), "25.7 %");
  assert.equal(plusMinus(2)({ mean: 2700, standardError: 12.345 }), "2700.00 ± 12.35");
  assert.equal(plusMinus(2)({ mean: 8, standardError: 0 }), "8.00", "what is known exactly has no error");
  assert.equal(plusMinus(1, { of: percent })({ mean: 0.5, standardError: 0.01 }), "50.0 % ± 1.0 %");
  assert.equal(interval(1)({ lower: -0.02, upper: 3 }), "0.0 to 3.0");
  assert.equal(list(fixed(1))([1, 2.25]), "1.0, 2.3");
  assert.equal(fixed(2)(Number.NEGATIVE_INFINITY), "-∞");
  assert.throws(() => fixed(-1), /fixed: digits/);
});

test("property: a written number reads back as the number it was rounded to", () => {
  const numbers = fc.double({ min: -1e9, max: 1e9, noNaN: true }).filter((value) => Math.abs(value) > 1e-9);
  fc.assert(
    fc.property(numbers, fc.integer({ min: 0, max: 6 }), (value, digits) => {
      assert.equal(Number(fixed(digits)(value)), Number(value.toFixed(digits)) + 0);
      assert.equal(Number(integer(value).replaceAll(",", "")), Number(value.toFixed(0)) + 0);
      const read = Number(significant(digits + 1)(value).replaceAll(",", ""));
      assert.ok(Math.abs(read - value) <= Math.abs(value) * 10 ** -digits);
    }),
  );
});

const runs = [
  { name: "a|b *c* <i>", elbo: -141.273, error: 0.5 },
  { name: "two\nlines", elbo: undefined, error: 0 },
];

test("a table is Markdown of GitHub's kind: columns aligned by their format, texts made harmless, blanks for nothing", () => {
  const made = table(
    runs,
    [
      ["model", ({ name }) => name],
      ["voice", (_, i) => (i === 0 ? markdown("**R** | C") : undefined)],
      ["ELBO | nats", ({ elbo }) => elbo, fixed(1)],
    ],
    { caption: "What it shows." },
  );
  assert.equal(
    tableMarkdown(made),
    [
      "What it shows.",
      "",
      "| model | voice | ELBO \\| nats |",
      "|:--|:--|--:|",
      "| a\\|b \\*c\\* &lt;i> | **R** \\| C | -141.3 |",
      "| two<br>lines |  |  |",
    ].join("\n"),
  );
  assert.throws(() => table(runs, []), /table: wants at least one column/);
});

test("property: whatever a text holds, its row keeps its columns and stays on one line", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const row = tableMarkdown(valueTable([["a"], ["b"]], [[a, b]])).split("\n");
      assert.equal(row.length, 3);
      assert.equal(row[2]!.replace(/\\./g, "").match(/\|/g)!.length, 3, row[2]);
      assert.doesNotMatch(row[2]!, /</.test(a + b) ? /<(?!br>)/ : /<(?!br>)\w/);
    }),
  );
});

test("values at hand: numbers in their column's format, texts among them as they are", () => {
  const made = valueTable(
    [["what"], ["nats", fixed(2)]],
    [
      ["ceiling", -45.529],
      ["share", percent(0)(0.5)],
      ["none", undefined],
    ],
  );
  assert.deepEqual(tableMarkdown(made).split("\n").slice(2), [
    "| ceiling | -45.53 |",
    "| share | 50 % |",
    "| none |  |",
  ]);
  assert.throws(() => valueTable([["what"]], [["a", 1]]), /valueTable: wants 1 cells in a row, got 2/);
});

test("Table 1 has the report's form of a number, and its columns", () => {
  const report = { logLikelihood: -142.8134, mse: 0.037524 };
  const row = {
    model: "VAE" as const,
    scale: "",
    logLikelihood: -141.27,
    mse: 0.03691,
    report,
    corrected: {},
  };
  assert.equal(
    tableMarkdown(tableOne([row])).split("\n")[2],
    "| **VAE** | -1.4127 × 10² | -1.4281 × 10² | 0.0369 | 0.0375 |",
  );
});

test("a summary of draws is rounded as ArviZ rounds it", () => {
  const made = summaryOf({
    columns: ["mean", "ess_bulk", "r_hat"],
    rows: [{ name: "lengthscale", values: [0.30188, 1005.6, 1.0041] }],
  });
  assert.deepEqual(tableMarkdown(made).split("\n"), [
    "|  | mean | ess\\_bulk | r\\_hat |",
    "|:--|--:|--:|--:|",
    "| lengthscale | 0.302 | 1006 | 1.00 |",
  ]);
});
