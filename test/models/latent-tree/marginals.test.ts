import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import * as latentTree from "pml/models/latent-tree";
import { Random } from "pml/random";
import { liveTensors } from "pml/tensorflow";
import { assertClose } from "../../support/close.js";
import {
  allRows,
  jointProbability,
  latentTrees,
  likelihoodByEnumeration,
  randomLatentTree,
} from "../../support/latent-tree-by-enumeration.js";

const pixelDraws = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 5, maxLength: 5 });
const seenPixels = (draws: readonly number[], { dimension, levels }: { dimension: number; levels: number }) =>
  draws.slice(0, dimension).map((draw) => (draw < 0 ? null : draw % levels));

test("marginals of pixels and states are those of an enumeration", () => {
  fc.assert(
    fc.property(latentTrees, pixelDraws, (model, draws) => {
      const { dimension, states: H, levels: V } = model.config;
      const pixels = seenPixels(draws, model.config);
      const found = latentTree.marginals(model, { values: pixels, columns: dimension });
      const likelihood = likelihoodByEnumeration(model, pixels);
      const levels = pixels.flatMap((pixel, d) =>
        Array.from({ length: V }, (_, v) =>
          pixel === null
            ? likelihoodByEnumeration(
                model,
                pixels.map((other, i) => (i === d ? v : other)),
              ) / likelihood
            : pixel === v
              ? 1
              : 0,
        ),
      );
      assertClose(found.levels, levels, 1e-6, "levels");
      const states = Array(dimension * H).fill(0) as number[];
      for (const each of allRows(dimension, H))
        each.forEach((state, d) => {
          states[d * H + state]! += jointProbability(model, pixels, each) / likelihood;
        });
      assertClose(found.states, states, 1e-6, "states");
      const means = latentTree.meanLevels(found.levels, V);
      assertClose(
        means[0]!,
        levels.slice(0, V).reduce((sum, p, v) => sum + p * v, 0),
        1e-6,
        "mean",
      );
    }),
    { numRuns: 60 },
  );
});

test("the most probable states and missing pixels are those of an enumeration", () => {
  fc.assert(
    fc.property(latentTrees, pixelDraws, (model, draws) => {
      const { dimension, states: H, levels: V } = model.config;
      const seen = seenPixels(draws, model.config);
      const found = latentTree.mostProbableStates(model, { values: seen, columns: dimension });
      let best = 0;
      for (const pixels of allRows(dimension, V)) {
        if (seen.some((pixel, d) => pixel !== null && pixel !== pixels[d])) continue;
        for (const states of allRows(dimension, H))
          best = Math.max(best, jointProbability(model, pixels, states));
      }
      assertClose(found.logProbabilities[0]!, Math.log(best), 1e-12, "its logarithm");
      const own = jointProbability(model, Array.from(found.pixels), Array.from(found.states));
      assertClose(Math.log(own), Math.log(best), 1e-12, "the pixels and states found");
      for (const [d, pixel] of seen.entries()) if (pixel !== null) assert.equal(found.pixels[d], pixel);
    }),
    { numRuns: 30 },
  );
});

const random = Random.from(8);
const model = randomLatentTree({ dimension: 4, states: 3, levels: 2 }, () => random.uniform(), 3);

/** 5 standard errors of a share. */
const slack = (p: number, count: number) => 5 * Math.sqrt((p * (1 - p)) / count) + 1e-9;

test("samples have the probabilities of the model, and are the same for the same seed", async () => {
  const count = 20_000;
  const { values: pixels, states } = latentTree.sample(model, count, Random.from(1));
  const code = (row: number) => Array.from(pixels.subarray(row * 4, row * 4 + 4)).join("");
  const seen = new Map<string, number>();
  for (let row = 0; row < count; row++) seen.set(code(row), (seen.get(code(row)) ?? 0) + 1);
  const all = [...allRows(4, 2)];
  const nats = await latentTree.logDensity(model, { values: all.flat(), columns: 4 });
  all.forEach((image, i) => {
    const p = Math.exp(nats[i]!);
    const share = (seen.get(image.join("")) ?? 0) / count;
    assert.ok(Math.abs(share - p) < slack(p, count), `${image}: ${share} is not ${p}`);
  });
  assert.ok(states.every((state) => state < 3));
  assert.deepEqual(latentTree.sample(model, 5, Random.from(1)).values, pixels.subarray(0, 20));
});

test("samples given some pixels keep them, and have the marginals of the rest and of pairs", () => {
  const count = 20_000;
  const given = [null, 1, null, 0];
  const values = Array.from({ length: count }, () => given).flat();
  const { values: pixels } = latentTree.sampleGiven(model, { values, columns: 4 }, Random.from(2));
  const total = likelihoodByEnumeration(model, given);
  for (const [a, b] of allRows(2, 2)) {
    const p = likelihoodByEnumeration(model, [a!, 1, b!, 0]) / total;
    let both = 0;
    for (let row = 0; row < count; row++) {
      assert.equal(pixels[row * 4 + 1], 1);
      assert.equal(pixels[row * 4 + 3], 0);
      if (pixels[row * 4] === a && pixels[row * 4 + 2] === b) both++;
    }
    assert.ok(Math.abs(both / count - p) < slack(p, count), `${a} ${b}: ${both / count} is not ${p}`);
  }
});

test("nothing is left behind, and what does not fit is refused", () => {
  const before = liveTensors();
  latentTree.marginals(model, { values: [null, 1, 0, 1], columns: 4 });
  latentTree.sampleGiven(model, { values: [null, 1, 0, 1], columns: 4 }, Random.from(1));
  assert.equal(liveTensors(), before);
  for (const look of [
    () => latentTree.marginals(model, { values: [0, 1, 2, 0], columns: 4 }),
    () => latentTree.mostProbableStates(model, { values: [0, 1, 2, 0], columns: 4 }),
    () => latentTree.sampleGiven(model, { values: [0, 1, 2, 0], columns: 4 }, random),
  ])
    assert.throws(look, /level in 0\.\.1, or null where it is missing, got 2 in row 0, column 2/);
  assert.throws(() => latentTree.sample(model, 0, random), /count must be an integer of at least 1/);
});
