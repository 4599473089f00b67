import assert from "node:assert/strict";
import { test } from "node:test";
import { firstImages, loadMnist } from "pml/data";
import * as vae from "pml/models/vae";
import { Random } from "pml/random";
import { tightenedBounds } from "pml/studies";

test("bounds and integrals of every model, in order, as the functions themselves give them; progress counts all", async () => {
  const { train, test: held } = loadMnist();
  const images = firstImages(held, 5);
  const config = { kind: "vae", rows: 28, columns: 28, hidden: [4], latent: 2 } as const;
  const options = { epochs: 1, batchSize: 25, learningRate: 1e-3 };
  const few = { name: "few", train: firstImages(train, 50), test: images, digest: "few" };
  const models = [
    await vae.fit(few, { network: config, ...options }, { random: Random.from(1) }),
    await vae.fit(few, { network: config, ...options }, { random: Random.from(2) }),
  ];
  const counted: number[] = [];
  const { bounds, marginals } = await tightenedBounds(models, images, {
    sampleCounts: [2],
    spacings: [1],
    progress: (_, total) => ({ update: (done) => counted.push(done / total), finish: () => {} }),
  });
  assert.deepEqual(counted, [0.25, 0.5, 0.75, 1]);
  for (const [m, model] of models.entries()) {
    assert.deepEqual(
      bounds[0]![m],
      await vae.importanceWeightedBound(model, images, { samples: 2 }, { random: Random.from(2) }),
    );
    const grid = { from: -10, to: 10, spacing: 1 };
    assert.deepEqual(marginals[0]![m], await vae.logMarginalByQuadrature(model, images, grid));
  }
});
