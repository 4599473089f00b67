import assert from "node:assert/strict";
import { test } from "node:test";
import { formatSummary, summarise, summariseByMedian, summaryTable } from "pml/inference";
import { fixture } from "../../support/fixture.js";

// biome-ignore lint/suspicious/noExplicitAny: fixture entries are data of many shapes
const cases: any[] = fixture("diagnostics").cases;
const named = (name: string) =>
  cases.find((entry) => entry.name === name).draws.map((chain: number[]) => Float64Array.from(chain));
const quantities = { "iid normal": named("iid_normal"), constant: named("constant") };

test("columns are ArviZ's, in its order", () => {
  for (const focus of ["mean", "median"] as const) {
    assert.deepEqual(
      summaryTable(quantities, { focus }).columns,
      Object.keys(cases[0][`summary_${focus}_focus`]),
    );
  }
  const { columns } = summaryTable(quantities, { probability: 0.95 });
  assert.deepEqual(columns.slice(2, 4), ["hdi_2.5%", "hdi_97.5%"]);
});

test("text as az.summary prints it, rounded to its decimals", () => {
  // values of arviz.summary 0.23.4 for these draws, see diagnostics.json
  assert.equal(
    formatSummary(summaryTable(quantities)),
    [
      "             mean     sd  hdi_3%  hdi_97%  mcse_mean  mcse_sd  ess_bulk  ess_tail  r_hat",
      "iid normal  0.008  1.022  -1.890    1.940      0.023    0.016      1977      1880   1.00",
      "constant    2.500  0.000   2.500    2.500      0.000      NaN       400       400    NaN",
    ].join("\n"),
  );
});

test("NaN among the draws makes every figure NaN", () => {
  const row = summarise([Float64Array.of(1, 2, Number.NaN, 4), Float64Array.of(1, 2, 3, 4)]);
  assert.ok(Object.values(row).flat().every(Number.isNaN), JSON.stringify(row));
});

test("three draws have a median but no diagnostics", () => {
  const row = summariseByMedian([Float64Array.of(1, 2, 4), Float64Array.of(1, 2, 9)]);
  assert.deepEqual([row.median, row.mad], [2, 1]);
  assert.ok(
    [row.mcse_median, row.ess_median, row.ess_tail, row.r_hat].every(Number.isNaN),
    JSON.stringify(row),
  );
});
