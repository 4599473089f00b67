import assert from "node:assert/strict";
import { test } from "node:test";
import * as vae from "pml/models/vae";
import { reportVae } from "pml/report";
import { isCurrent, matchedConvolutionalVae, readStudy, type Study, studies } from "pml/studies";

for (const study of Object.values<Study<unknown>>(studies)) {
  test(`data/studies/${study.name}.json was made by the present code`, () => {
    const record = readStudy(study);
    assert.deepEqual(record.seeds, study.seeds);
    assert.ok(
      isCurrent(study, record),
      `the code has changed since: run \`npm run study -- ${study.name}\`, or with --adopt if no number should have changed`,
    );
    assert.match(record.canary!.digest, /^[0-9a-f]{64}$/);
  });
}

test("the matched convolutional VAE has the VAE's number of parameters to within half a unit's worth", () => {
  const wanted = vae.countParameters(vae.buildAutoencoder(reportVae)).all;
  const matched = vae.countParameters(vae.buildAutoencoder(matchedConvolutionalVae())).all;
  const perUnit = 2 * 1568 + 8;
  assert.ok(Math.abs(matched - wanted) <= perUnit / 2, `${matched} against ${wanted}`);
});
