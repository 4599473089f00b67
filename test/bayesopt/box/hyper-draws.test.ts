import { test } from "node:test";
import { Random } from "pml/random";
import { hyperDraws } from "#internal/bayesopt/box/hyper-draws";
import { assertClose } from "../../support/close.js";

test("where the data say nothing, the most probable lengthscales are the mode of their prior's density", async () => {
  for (const dimension of [1, 2, 6]) {
    // one observation at the mean tells nothing of lengthscales
    const data = { points: [new Float64Array(dimension).fill(0.5)], y: new Float64Array(1), noise: 1e-6 };
    for (const kernel of ["ardMatern52", "ardRbf"] as const) {
      const [draw] = await hyperDraws(kernel, data, { kind: "map" }, Random.from(dimension));
      // of a log-normal density: mean of the logarithms less their variance
      const mode = Math.exp(Math.SQRT2 + 0.5 * Math.log(dimension) - 3);
      assertClose(draw!.lengthscales, new Float64Array(dimension).fill(mode), 1e-4);
    }
  }
});
