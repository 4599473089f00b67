import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import * as latentTree from "pml/models/latent-tree";
import { Random } from "pml/random";
import { compareSmoothing, type SmoothingPlan } from "pml/studies";
import { assertClose } from "../../support/close.js";
import { smallDataSet } from "../../support/small-images.js";

const checkpoints = mkdtempSync(join(tmpdir(), "latent-tree-smoothing-"));
after(() => rmSync(checkpoints, { recursive: true }));

const plan: SmoothingPlan = {
  recipe: { states: 3, stepwisePasses: 2, fullPasses: 1, batchRows: 50 },
  validationImages: 100,
  pseudoCounts: [
    { transition: 1, emission: 5 },
    { transition: 1, emission: 5000 },
    { transition: 0.1, emission: 5 },
  ],
};
const data = smallDataSet(400, 60);
const context = { data, checkpoints, progress: () => ({ update: () => {}, finish: () => {} }) };

test("each tree is fitted to the first images with its pseudo-counts, and scored on the others in pairs with the default's", async () => {
  const { split, states, trees } = await compareSmoothing(data, plan, context);
  assert.deepEqual([split, states], [{ fit: 300, validation: 100 }, 3]);
  assert.deepEqual(
    trees.map(({ pseudoCounts }) => pseudoCounts),
    plan.pseudoCounts,
  );
  const [byDefault, heavy] = trees;
  assert.deepEqual(byDefault!.gain, { ...byDefault!.gain, mean: 0, standardError: 0 });
  for (const { gain, validation } of trees)
    assertClose(validation.mean - byDefault!.validation.mean, gain.mean, 1e-9, "gain");
  // five thousand images of every pixel's own histogram drown what three hundred tell of the states
  assert.ok(heavy!.training < byDefault!.training - 1, `${heavy!.training} for ${byDefault!.training}`);

  const columns = data.train.rows * data.train.columns;
  const rows = { values: data.train.pixels.subarray(0, 300 * columns), columns };
  const random = Random.from(1).split("latent tree");
  const config = { ...plan.recipe, pseudoCounts: plan.pseudoCounts[1]!, width: data.train.columns };
  const own = await latentTree.fit(rows, config, { random });
  assert.equal(own.history.at(-1)!.meanLogLikelihood, heavy!.training);
});
