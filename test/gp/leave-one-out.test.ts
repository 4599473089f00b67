import { test } from "node:test";
import fc from "fast-check";
import { conditionOn, leaveOneOut, predict } from "pml/gp";
import { normalLogDensity } from "pml/math";
import { Random } from "pml/random";
import { assertClose } from "../support/close.js";
import { kernels, randomPoints } from "../support/kernel-properties.js";

test("the closed form is what leaving each point out gives", () => {
  fc.assert(
    fc.property(kernels(1), fc.integer(), (kernel, seed) => {
      const x = randomPoints(seed, 6).values;
      const y = Random.from(seed).split("y").fillNormal(new Float64Array(6));
      const noise = 0.1;
      const closed = leaveOneOut(conditionOn({ kernel, noise, x, y }));
      let total = 0;
      y.forEach((value, i) => {
        const others = { x: x.filter((_, k) => k !== i), y: y.filter((_, k) => k !== i) };
        const { mean, variance } = predict(conditionOn({ kernel, noise, ...others }), [x[i]!], "y");
        assertClose(closed.means[i]!, mean[0]!, 1e-9);
        assertClose(closed.variances[i]!, variance[0]!, 1e-9);
        const logDensity = normalLogDensity(value, mean[0]!, Math.sqrt(variance[0]!));
        assertClose(closed.logDensities[i]!, logDensity, 1e-9);
        total += logDensity;
      });
      assertClose(closed.total, total, 1e-9);
    }),
  );
});
