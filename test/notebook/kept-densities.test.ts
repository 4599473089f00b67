import assert from "node:assert/strict";
import { test } from "node:test";
import type { AutoencoderConfig } from "pml/models";
import * as vae from "pml/models/vae";
import { keptBounds, keptMarginal } from "pml/notebook";
import { Random } from "pml/random";
import { tightenedBounds } from "pml/studies";
import { smallDataSet } from "../support/small-images.js";

// In a quick run nothing is on a shelf; what is kept is a checkpoint, which comes back to the bit.
process.env.PML_QUICK = "1";

const network: AutoencoderConfig = { kind: "vae", rows: 8, columns: 8, hidden: [6], latent: 2 };
const data = smallDataSet(100, 20);
const training = { network, epochs: 1, batchSize: 50, learningRate: 1e-3 };
const trained = (seed: number) => vae.fit(data, training, { random: Random.from(seed) });

test("what is kept is what the library computes, for this model and these images", async () => {
  const rule = { from: -4, to: 4, spacing: 0.5 };
  const [one, other] = [await trained(1), await trained(2)];
  for (const model of [one, other]) {
    const expected = await vae.logMarginalByQuadrature(model, data.test, rule);
    for (let time = 0; time < 2; time++)
      assert.deepEqual(await keptMarginal(model, data.test, rule), expected);
  }
  const onTraining = await keptMarginal(one, data.train, rule);
  assert.equal(onTraining.length, 100);
});

test("bounds and integrals are kept with their plan", async () => {
  const model = await trained(1);
  const plan = { sampleCounts: [1, 3], spacings: [0.5] };
  const expected = await tightenedBounds([model], data.test, plan);
  for (let time = 0; time < 2; time++) assert.deepEqual(await keptBounds([model], data.test, plan), expected);
  const more = await keptBounds([model], data.test, { ...plan, sampleCounts: [1] });
  assert.equal(more.bounds.length, 1);
});
