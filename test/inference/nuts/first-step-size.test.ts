import assert from "node:assert/strict";
import { test } from "node:test";
import { DiagonalMetric } from "pml/inference";
import type { LogDensity } from "pml/math";
import { Random } from "pml/random";
import { findLeapfrogStepSize } from "#internal/inference/nuts/first-step-size";
import { normals } from "../targets/normals.js";

function find(density: LogDensity, stepSize: number, seed = 1): number {
  const position = new Float64Array(density.dimension);
  const gradient = new Float64Array(density.dimension);
  const logDensity = density.logDensityAndGradient(position, gradient);
  const metric = DiagonalMetric.identity(density.dimension);
  return findLeapfrogStepSize(
    density,
    Random.from(seed),
    { position, gradient, logDensity },
    { metric, stepSize },
  );
}

test("finds the order of magnitude of the scale, from above and from below", () => {
  for (const scale of [1e-4, 1, 1e4]) {
    for (const first of [1e-6, 1, 1e6]) {
      const found = find(normals([0, 0, 0], [scale, scale, scale]), first);
      assert.ok(found > 0.05 * scale && found < 50 * scale, `scale ${scale} from ${first}: ${found}`);
      assert.ok(
        Number.isInteger(Math.round(Math.log2(found / first) * 1e9) / 1e9),
        "doubled and halved only",
      );
    }
  }
});

test("an improper density and a gradient that is not its own are told apart", () => {
  const flat: LogDensity = {
    dimension: 1,
    logDensityAndGradient(_, gradient) {
      gradient[0] = 0;
      return 0;
    },
  };
  assert.throws(() => find(flat, 1), /improper \(flat in some direction\)/);
  // proper, but wider than any step that is tried: not to be called improper without a doubt
  assert.throws(
    () => find(normals([0], [1e9]), 1),
    /steps of up to 1e7 are accepted: the density is that wide .*, or it is improper/,
  );
  const cliff: LogDensity = {
    dimension: 1,
    logDensityAndGradient(position, gradient) {
      gradient[0] = 0;
      return position[0] === 0 ? 0 : -Infinity;
    },
  };
  assert.throws(() => find(cliff, 1), /no step is short enough/);
});
