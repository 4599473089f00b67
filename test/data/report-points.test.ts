import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { loadMnist, readReportCodes, readReportDraws } from "pml/data";
import { median } from "pml/math";
import { nearestNeighbourAccuracy } from "pml/metrics";
import { reportNeighbours } from "pml/report";

test("the report's codes are of MNIST's test images in their order, and separate digits as its figure does", () => {
  const { digits, vae, cvae } = readReportCodes();
  assert.deepEqual(Array.from(digits), Array.from(loadMnist().test.labels));
  for (const [codes, of] of [
    [vae, "VAE"],
    [cvae, "CVAE"],
  ] as const) {
    const { overall, perClass } = nearestNeighbourAccuracy(codes, digits);
    const printed = reportNeighbours[of];
    // the shares are given to three digits
    const pairs = [overall, ...perClass].map((share, i) => [
      share,
      [printed.overall, ...printed.perClass][i]!,
    ]);
    assert.ok(
      pairs.every(([share, wanted]) => Math.abs(share! - wanted!) <= 1e-3),
      JSON.stringify(pairs),
    );
  }
});

test("the report's draws are four chains of 500 positive pairs, around its printed centre", () => {
  const { lengthscale, variance } = readReportDraws();
  assert.deepEqual(
    [lengthscale, variance].map((chains) => chains.map(({ length }) => length)),
    [Array(4).fill(500), Array(4).fill(500)],
  );
  assert.ok([...lengthscale, ...variance].every((chain) => chain.every((value) => value > 0)));
  assert.ok(lengthscale.every((chain) => Math.abs(median(chain) - 0.31) < 0.02));
});

test("a missing file, a missing column and a cell that is no number are refused by name", () => {
  const folder = mkdtempSync(join(tmpdir(), "report-points-"));
  const write = (text: string) => {
    writeFileSync(join(folder, "points.csv"), text);
    return join(folder, "points.csv");
  };
  try {
    assert.throws(() => readReportDraws(join(folder, "none.csv")), /readReportDraws: .*none\.csv is missing/);
    assert.throws(() => readReportDraws(write("chain,draw\n0,1\n")), /has no column lengthscale/);
    const wrong = "chain,draw,lengthscale,variance\n0,0,.5,1\n0,1,x,1\n";
    assert.throws(() => readReportDraws(write(wrong)), /line 3: wanted 4 numbers, got "0,1,x,1"/);
    assert.throws(() => readReportDraws(write(wrong.replace("x", ""))), /line 3/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
