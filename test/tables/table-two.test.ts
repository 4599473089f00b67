import assert from "node:assert/strict";
import { test } from "node:test";
import { digitBars } from "pml/figures";
import { type DensityRow, rankedRows, tableMarkdown, tableTwo } from "pml/tables";

const rows: readonly DensityRow[] = [
  {
    scale: "grey levels",
    data: "dequantised",
    model: "uniform",
    logLikelihood: 0,
    standardError: 0,
    bitsPerDimension: 8,
    isReference: true,
  },
  {
    scale: "grey levels",
    data: "dequantised",
    model: "VAE",
    logLikelihood: 2700,
    standardError: 12.345,
    bitsPerDimension: 3.0316,
    bySeed: [2697, 2703],
    elbo: 2695.5,
  },
  {
    scale: "grey levels",
    data: "dequantised",
    model: "a tree",
    logLikelihood: 3695.4,
    standardError: 0,
    bitsPerDimension: 1.2,
    isReference: true,
    source: "a paper",
  },
  {
    scale: "bits",
    data: "threshold",
    model: "mixture",
    logLikelihood: -150,
    standardError: 0.4,
    bitsPerDimension: 0.276,
  },
];

test("each scale has a table of its own, the best row first, references in italics, errors where there are any", () => {
  const [levels, binary, ...none] = tableTwo(rows).map(tableMarkdown);
  assert.equal(none.length, 0);
  assert.deepEqual(levels!.split("\n").slice(2), [
    "| *a tree* (a paper) |  |  |  | 1.20 |",
    "| VAE | 2700.00 ± 12.35 | 2: ± 4.24 | 4.50 | 3.0316 |",
    "| *uniform* | 0.00 |  |  | 8.0000 |",
  ]);
  assert.match(levels!, /^\| 🟧 \*\*C\*\*, corrected: grey levels, dequantised \| ln p\(x\), nats/);
  assert.match(binary!, /ln p\(b\)[^\n]*\n[^\n]*\n\| mixture \| -150.00 ± 0.40 \| {2}\| {2}\| 0.2760 \|$/);
  assert.deepEqual(
    rankedRows(rows).map(({ model }) => model),
    ["a tree", "VAE", "uniform", "mixture"],
  );
  assert.throws(() => tableTwo([]), /tableTwo/);
});

test("bars by digit: a bar for every digit and source with its value, a reference only where asked", () => {
  const ten = (from: number) => Array.from({ length: 10 }, (_, digit) => from + digit / 2);
  const sources = [
    { name: "a", values: ten(0) },
    { name: "b", values: ten(7) },
  ];
  const figure = digitBars(sources, { description: "Bars.", title: "nats" }) as unknown as {
    layer: { data: { values: string } }[];
  };
  assert.equal(figure.layer.length, 1);
  const lines = figure.layer[0]!.data.values.split("\n");
  assert.equal(lines.length, 21);
  assert.deepEqual([lines[2], lines[20]], ["a,1,0.5", "b,9,11.5"]);
  const crossed = digitBars(sources, { description: "Bars.", title: "nats", reference: 3 });
  assert.equal((crossed as unknown as { layer: unknown[] }).layer.length, 2);
  assert.throws(
    () => digitBars([{ name: "c", values: [1] }], { description: "", title: "" }),
    /values of c must have length 10, got 1/,
  );
});
