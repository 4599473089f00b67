import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { loadCheckpoint, type ProbabilisticPca } from "pml/models";
import * as probabilisticPca from "pml/models/probabilistic-pca";
import { programVersion, repositoryRoot } from "pml/node";
import { fittedIncompletePca } from "pml/notebook";
import { Random } from "pml/random";
import { keyOf } from "#scripts/report/kept-models.mjs";
import { correlatedRows } from "../support/gaussian.js";

// What is kept in a quick run is a checkpoint, which comes back to the bit.
process.env.PML_QUICK = "1";

test("probabilistic PCA of rows with gaps is kept for these rows, these gaps, this configuration and this stream", async () => {
  const values = correlatedRows(60, 6, 1);
  const gaps = (every: number) => Uint8Array.from(values, (_, i) => (i % every === 0 ? 0 : 1));
  const config = { components: 2, tolerance: 1e-3 };
  for (const every of [7, 11])
    for (const seed of [1, 2]) {
      const rows = { values, columns: 6, observed: gaps(every) };
      const expected = await probabilisticPca.fitIncomplete(rows, config, { random: Random.from(seed) });
      for (let time = 0; time < 2; time++)
        assert.deepEqual(await fittedIncompletePca(rows, config, { random: Random.from(seed) }), expected);
    }
});

test("the committed fits are whole, of the present program, and have converged", () => {
  const folder = join(repositoryRoot, "data", "models");
  const module = pathToFileURL(join(repositoryRoot, "lib", "dist", "notebook", "kept-fits.js")).href;
  const code = programVersion(module, "probabilisticPca.fitIncomplete");
  const names = readdirSync(folder).filter((name) => name.startsWith("pca-with-gaps-"));
  assert.equal(names.length, 4);
  for (const name of names) {
    const path = join(folder, name);
    const { recipe, data } = keyOf(path);
    const found = loadCheckpoint(path, { recipe, data, code }) as {
      model: { numbers: ProbabilisticPca };
    };
    const { converged, history, config } = found.model.numbers;
    assert.ok(converged, name);
    assert.equal(config.dimension, 784);
    const [before, last] = history.slice(-2).map(({ meanLogLikelihood }) => meanLogLikelihood);
    assert.ok(Math.abs(last! - before!) < recipe.config.tolerance, name);
  }
});
