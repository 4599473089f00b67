import assert from "node:assert/strict";
import { test } from "node:test";
import { readReportDraws } from "pml/data";
import { sampleNuts } from "pml/inference";
import { quantiles } from "pml/math";
import { Random } from "pml/random";
import {
  distanceToReportDraws,
  examHyperPosterior,
  HyperRun,
  reportFigureDraws,
  reportNuts,
} from "pml/report";

test("the quantiles are those of the logarithms of the report's draws", () => {
  const draws = readReportDraws();
  const shares = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);
  for (const name of ["lengthscale", "variance"] as const) {
    const logs = draws[name].flatMap((chain) => Array.from(chain, Math.log));
    const rounded = quantiles(logs, shares).map((value) => Math.round(1e4 * value) / 1e4);
    assert.deepEqual(rounded, [...reportFigureDraws[name]]);
  }
});

test("a run by the report's protocol is near its draws; the same run stretched is farther", async () => {
  const run = new HyperRun(await sampleNuts(examHyperPosterior(), reportNuts, { random: Random.from(1) }));
  const sds = { lengthscale: 0.81, variance: 0.7 };
  const near = distanceToReportDraws(run, sds);
  assert.ok(near < 0.3, String(near));
  const shifted = {
    lengthscale: run.lengthscale.map((chain) => chain.map((l) => 3 * l)),
    variance: run.variance,
  };
  const far = distanceToReportDraws(shifted as unknown as HyperRun, sds);
  assert.ok(far > 0.5, String(far));
});
