import assert from "node:assert/strict";
import { test } from "node:test";
import { prepareMixture } from "pml/internal/models/gaussian-mixture/component-density";
import { exactlyZero, hopelessBelow, negligible } from "pml/internal/models/gaussian-mixture/hopeless";
import { makeScreen } from "pml/internal/models/gaussian-mixture/screen";
import { fitGaussianMixture, imageRows, mixtureParameters } from "pml/models";
import { Random } from "pml/random";
import { float64Scope, liveTensors, matrix } from "pml/tensorflow";
import { smallImages } from "../../support/small-images.js";

for (const [name, least] of [
  ["0 in doubles", exactlyZero],
  ["negligible", negligible],
] as const)
  test(`the screen's bounds never exceed the quadratic forms, and exclude most components that are ${name}`, async () => {
    const images = smallImages(600, 5, 14, 14);
    const rows = imageRows(images);
    const model = await fitGaussianMixture(rows, { components: 4, maxIterations: 3, random: Random.from(1) });
    const before = liveTensors();
    const prepared = prepareMixture("test", mixtureParameters(model), "full");
    const screen = makeScreen(rows, prepared.components, 600, least);
    let [excluded, hopeless] = [0, 0];
    float64Scope(() => {
      const all = matrix(images.pixels, 600, 196);
      const bounds = screen.lowerBounds(all);
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
          const limit = hopelessBelow(best, prepared.components[k]!.constant, least);
          if (density(k, of[i]!) < limit) hopeless++;
          if (density(k, bounds[k]![i]!) < limit) excluded++;
        });
      }
    });
    assert.ok(hopeless > 600 && excluded > 0.7 * hopeless, `${excluded} of ${hopeless}`);
    screen.dispose();
    prepared.dispose();
    assert.equal(liveTensors(), before);
  });
