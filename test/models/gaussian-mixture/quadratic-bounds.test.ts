import assert from "node:assert/strict";
import { test } from "node:test";
import { imageRows } from "pml/models";
import * as gaussianMixture from "pml/models/gaussian-mixture";
import { Random } from "pml/random";
import { float64Scope, liveTensors, matrix } from "pml/tensorflow";
import { prepareMixture } from "#internal/models/gaussian-mixture/component-density";
import { plainParameters } from "#internal/models/gaussian-mixture/model";
import { exactlyZero, negligible, negligibleBelow } from "#internal/models/gaussian-mixture/negligible";
import { quadraticBounds } from "#internal/models/gaussian-mixture/quadratic-bounds";
import { smallImages } from "../../support/small-images.js";

for (const [name, least] of [
  ["0 in doubles", exactlyZero],
  ["negligible", negligible],
] as const)
  test(`the bounds never exceed the quadratic forms, and exclude most components that are ${name}`, async () => {
    const images = smallImages(600, 5, 14, 14);
    const rows = imageRows(images);
    const model = await gaussianMixture.fit(
      rows,
      { components: 4, maxIterations: 3 },
      { random: Random.from(1) },
    );
    const before = liveTensors();
    const prepared = prepareMixture("test", plainParameters(model.parameters), "full");
    const bound = quadraticBounds(rows, prepared.components, 600, least);
    let [excluded, outOfReach] = [0, 0];
    float64Scope(() => {
      const all = matrix(images.pixels, 600, 196);
      const bounds = bound.lowerBounds(all);
      const quadratics = prepared.components.map((component) => {
        const sums = new Float64Array(600);
        for (let block = 0; block < component.blocks; block++) {
          component
            .squares(all, block)
            .rowSums()
            .toArray()
            .forEach((sum, i) => {
              sums[i]! += sum;
            });
        }
        return sums;
      });
      const density = (k: number, quadratic: number) => prepared.components[k]!.constant - 0.5 * quadratic;
      for (let i = 0; i < 600; i++) {
        const best = Math.max(...quadratics.map((of, k) => density(k, of[i]!)));
        quadratics.forEach((of, k) => {
          assert.ok(bounds[k]![i]! <= of[i]!, `row ${i}, component ${k}: ${bounds[k]![i]} > ${of[i]}`);
          const limit = negligibleBelow(best, prepared.components[k]!.constant, least);
          if (density(k, of[i]!) < limit) outOfReach++;
          if (density(k, bounds[k]![i]!) < limit) excluded++;
        });
      }
    });
    assert.ok(outOfReach > 600 && excluded > 0.7 * outOfReach, `${excluded} of ${outOfReach}`);
    bound.dispose();
    prepared.dispose();
    assert.equal(liveTensors(), before);
  });
