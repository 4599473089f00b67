import assert from "node:assert/strict";
import { test } from "node:test";
import * as latentTree from "pml/models/latent-tree";
import { Random } from "pml/random";
import { assertClose } from "../../support/close.js";
import { allRows, jointProbability, randomLatentTree } from "../../support/latent-tree-by-enumeration.js";

const random = Random.from(3);
const model = randomLatentTree({ dimension: 4, states: 3, levels: 3 }, () => random.uniform(), 3);

test("the mean image given a state is that of an enumeration", () => {
  for (let pixel = 0; pixel < 4; pixel++) {
    const sums = Array.from({ length: 3 }, () => ({ total: 0, image: [0, 0, 0, 0] }));
    for (const pixels of allRows(4, 3))
      for (const states of allRows(4, 3)) {
        const p = jointProbability(model, pixels, states);
        const sum = sums[states[pixel]!]!;
        sum.total += p;
        sum.image = sum.image.map((value, d) => value + p * pixels[d]!);
      }
    const expected = sums.flatMap(({ total, image }) => image.map((value) => value / total));
    assertClose(latentTree.stateImages(model, pixel), expected, 1e-6, `pixel ${pixel}`);
  }
});

test("a pixel that is not there, or more states than levels, are refused", () => {
  assert.throws(() => latentTree.stateImages(model, 4), /pixel must be in 0\.\.3, got 4/);
  const many = randomLatentTree({ dimension: 2, states: 3, levels: 2 }, () => random.uniform());
  assert.throws(() => latentTree.stateImages(many, 0), /no more states than levels, got 3 and 2/);
});
