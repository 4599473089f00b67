import assert from "node:assert/strict";
import { test } from "node:test";
import { plainPca } from "pml/densities";
import * as probabilisticPca from "pml/models/probabilistic-pca";
import { Random } from "pml/random";

const random = Random.from(2);
const columns = 9;
const values = random.fillNormal(new Float64Array(60 * columns)).map((each, p) => each * (1 + (p % columns)));

test("density, code and image are those of the model on TensorFlow, averaged over noise too", async () => {
  for (const components of [1, 3]) {
    const model = await probabilisticPca.fit({ values, columns }, { components });
    const rows = { values: values.subarray(0, 5 * columns), columns };
    const codes = probabilisticPca.encode(model, rows).mean;
    const images = probabilisticPca.reconstruct(model, rows);
    for (const addedVariance of [0, 0.3]) {
      const plain = plainPca({
        mean: model.parameters.mean.data,
        loadings: model.parameters.loadings.data,
        noiseVariance: model.parameters.noiseVariance.data[0]!,
        addedVariance,
      });
      const expected = await probabilisticPca.logDensity(model, rows, { addedVariance });
      for (let r = 0; r < 5; r++) {
        const { logDensity, code, image } = plain(values.subarray(r * columns, (r + 1) * columns));
        assert.ok(Math.abs(logDensity - expected[r]!) < 1e-12 * Math.abs(expected[r]!));
        code.forEach((z, a) => {
          assert.ok(Math.abs(z - codes[r * components + a]!) < 1e-12);
        });
        image.forEach((x, d) => {
          assert.ok(Math.abs(x - images[r * columns + d]!) < 1e-11);
        });
      }
    }
  }
});

test("what does not fit together is refused", () => {
  const parameters = { mean: [0, 0], loadings: [1, 1], noiseVariance: 1 };
  assert.throws(() => plainPca({ ...parameters, loadings: [1, 1, 1] }), /as many loadings for each of 2/);
  assert.throws(() => plainPca({ ...parameters, noiseVariance: 0 }), /must be above 0, got 0/);
  assert.throws(() => plainPca(parameters)([1]), /row/);
});
