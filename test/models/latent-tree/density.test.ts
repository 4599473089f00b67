import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parameterArray } from "pml/models";
import type { LatentTree } from "pml/models/latent-tree";
import * as latentTree from "pml/models/latent-tree";
import { Random } from "pml/random";
import { assertClose } from "../../support/close.js";
import {
  allRows,
  latentTrees,
  likelihoodByEnumeration,
  randomLatentTree,
} from "../../support/latent-tree-by-enumeration.js";

const random = Random.from(1);
const ofSize = (dimension: number, states: number, levels: number, spread = 1) =>
  randomLatentTree({ dimension, states, levels }, () => random.uniform(), spread);

test("the probabilities of all images of 2 x 3 pixels with 3 levels sum to 1", async () => {
  for (const [states, spread] of [
    [1, 1],
    [2, 1],
    [4, 5],
    [16, 3],
  ] as const) {
    const model = ofSize(6, states, 3, spread);
    const values = Uint8Array.from([...allRows(6, 3)].flat());
    const nats = await latentTree.logDensity(model, { values, columns: 6 });
    assert.equal(nats.length, 3 ** 6);
    const total = nats.reduce((sum, value) => sum + Math.exp(value), 0);
    assertClose(total, 1, 1e-12, `${states} states`);
  }
});

test("every image has the probability that enumeration of all states gives, missing pixels summed over", async () => {
  await fc.assert(
    fc.asyncProperty(
      latentTrees,
      fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 5, maxLength: 5 }),
      async (model, draws) => {
        const { dimension, levels } = model.config;
        const pixels = Array.from({ length: dimension }, (_, i) =>
          draws[i]! < 0 ? null : draws[i]! % levels,
        );
        const [found] = await latentTree.logDensity(model, { values: pixels, columns: dimension });
        assertClose(found!, Math.log(likelihoodByEnumeration(model, pixels)), 1e-12, "nats");
      },
    ),
    { numRuns: 60 },
  );
});

test("many rows, worked on in batches as a graph, have the values they have one by one", async () => {
  const model = ofSize(7, 300, 4, 3); // batches of 64
  const values = Uint8Array.from({ length: 150 * 7 }, () => random.integer(4));
  const all = await latentTree.logDensity(model, { values, columns: 7 });
  for (const row of [0, 63, 64, 149]) {
    const one = await latentTree.logDensity(model, {
      values: values.subarray(row * 7, row * 7 + 7),
      columns: 7,
    });
    assertClose(all[row]!, one[0]!, 1e-12, `row ${row}`);
  }
});

test("without any pixel the probability is 1, and NaN is a missing pixel as null is", async () => {
  const model = ofSize(4, 3, 2);
  const none = await latentTree.logDensity(model, {
    values: new Float64Array(4).fill(Number.NaN),
    columns: 4,
  });
  assertClose(none[0]!, 0, 1e-15, "nothing seen");
  const values = Float64Array.of(0, Number.NaN, 255, 0);
  const found = await latentTree.logDensity(model, { values, columns: 4, divisor: 255 });
  const same = await latentTree.logDensity(model, { values: [0, null, 1, 0], columns: 4 });
  assert.deepEqual(found, same);
});

test("an image that the model makes impossible has -Infinity, not NaN", async () => {
  const model = ofSize(3, 2, 2);
  const emissions = model.parameters.emissions.data.slice();
  emissions.set([1, 1, 0, 0], 0); // the root is always black
  const certain: LatentTree = {
    ...model,
    parameters: { ...model.parameters, emissions: parameterArray(emissions, 3, 2, 2) },
  };
  const root = model.parents.indexOf(-1);
  const values = Uint8Array.from([0, 0, 0, 0, 0, 0]);
  values[3 + root] = 1;
  const [possible, impossible] = await latentTree.logDensity(certain, { values, columns: 3 });
  assert.ok(Number.isFinite(possible));
  assert.equal(impossible, Number.NEGATIVE_INFINITY);
});

test("an image of many pixels does not underflow", async () => {
  const size = { dimension: 4000, states: 2, levels: 2 };
  const model = randomLatentTree(size, () => random.uniform());
  const emissions = Float32Array.from({ length: 4000 * 4 }, (_, i) => (i % 4 < 2 ? 1 - 1e-4 : 1e-4));
  const dim = {
    ...model,
    parameters: { ...model.parameters, emissions: parameterArray(emissions, 4000, 2, 2) },
  };
  const [nats] = await latentTree.logDensity(dim, { values: new Uint8Array(4000).fill(1), columns: 4000 });
  assertClose(nats! / 4000, Math.log(1e-4), 1e-6, "nats per pixel");
});

test("rows and models that do not fit are refused", async () => {
  const model = ofSize(4, 2, 3);
  const refused = (rows: Parameters<typeof latentTree.logDensity>[1], message: RegExp) =>
    assert.rejects(latentTree.logDensity(model, rows), message);
  await refused({ values: [0, 1, 2, 3], columns: 4 }, /level in 0\.\.2.*got 3 in row 0, column 3/);
  await refused({ values: [0, 1, 0.5, 0], columns: 4 }, /got 0\.5 in row 0, column 2/);
  await refused({ values: [0, -1, 0, 0], columns: 4 }, /got -1/);
  await refused({ values: [0, 1, 2], columns: 3 }, /the model has 4 pixels, the data have 3 columns/);
  await refused({ values: [], columns: 4 }, /at least one row/);
  await refused({ values: [0, 1, 2, 1, 1], columns: 4 }, /no whole number of rows/);
  const circle = { ...model, parents: Int32Array.of(1, 0, -1, 2) };
  await assert.rejects(latentTree.logDensity(circle, { values: [0, 0, 0, 0], columns: 4 }), /circle/);
  const cut = {
    ...model,
    parameters: { ...model.parameters, transitions: parameterArray(new Float32Array(3), 3) },
  };
  await assert.rejects(
    latentTree.logDensity(cut, { values: [0, 0, 0, 0], columns: 4 }),
    /transitions must have length 12, got 3/,
  );
});
