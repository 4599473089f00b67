import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleNuts } from "pml/inference";
import { Random } from "pml/random";
import {
  distanceToReportDraws,
  examHyperPosterior,
  HyperRun,
  reportFigureDraws,
  reportNuts,
} from "pml/report";

test("the report's draws: 19 rising quantiles of each quantity", () => {
  for (const values of Object.values(reportFigureDraws))
    assert.deepEqual(
      [...values].sort((a, b) => a - b),
      values,
    );
  assert.equal(reportFigureDraws.lengthscale.length, 19);
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
