import assert from "node:assert/strict";
import { test } from "node:test";
import { reportConvolutionalVae, reportVae, shownSeeds, shownTraining } from "pml/report";
import { nearestRun, readStudy, vaeSeeds } from "pml/studies";

const runs = readStudy(vaeSeeds).result;

for (const { kind } of [reportVae, reportConvolutionalVae])
  test(`${kind}: twenty runs by the report's protocol, of which the notebooks show the nearest`, () => {
    const own = runs.filter(({ config }) => config.kind === kind);
    assert.deepEqual(
      own.map(({ seed }) => seed),
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
    assert.equal(shownSeeds[kind], nearestRun(own).seed);
    assert.equal(shownTraining(kind).seed, shownSeeds[kind]);
    assert.equal(new Set(own.map(({ elbo }) => elbo)).size, 20, "no run is another's copy");
  });
