import { test } from "node:test";
import fc from "fast-check";
import {
  brownian,
  gramMatrix,
  inputPoints,
  matern12,
  matern32,
  matern52,
  periodic,
  rationalQuadratic,
  rbf,
} from "pml/gp";
import { assertClose } from "../../support/close.js";
import { randomPoints } from "../../support/kernel-properties.js";

const seed = fc.integer();
const factor = fc.double({ min: 0.1, max: 10, noNaN: true });
const makes = { rbf, matern12, matern32, matern52, rationalQuadratic };

test("a move or a reflection of all points changes nothing", () => {
  fc.assert(
    fc.property(seed, fc.double({ min: -5, max: 5, noNaN: true }), (pointSeed, shift) => {
      const x = randomPoints(pointSeed, 6).values;
      for (const make of [rbf, matern12, matern32, matern52, rationalQuadratic, periodic]) {
        const still = gramMatrix(make(), x);
        assertClose(
          gramMatrix(
            make(),
            x.map((value) => value + shift),
          ),
          still,
          1e-13,
        );
        assertClose(
          gramMatrix(
            make(),
            x.map((value) => -value),
          ),
          still,
          0,
        );
      }
    }),
  );
});

test("stretching points and lengthscale together changes nothing; the variance is a factor", () => {
  fc.assert(
    fc.property(seed, factor, factor, (pointSeed, stretch, variance) => {
      const { values } = randomPoints(pointSeed, 8);
      const stretched = inputPoints(
        values.map((value) => value * stretch),
        2,
      );
      for (const make of Object.values(makes)) {
        const plain = gramMatrix(make({ lengthscale: 0.7 }), inputPoints(values, 2));
        assertClose(gramMatrix(make({ lengthscale: 0.7 * stretch }), stretched), plain, 1e-13);
        const scaled = plain.map((value) => value * variance);
        assertClose(gramMatrix(make({ lengthscale: 0.7, variance }), inputPoints(values, 2)), scaled, 1e-14);
      }
    }),
  );
});

test("Brownian motion is self-similar: stretching time scales the variance", () => {
  fc.assert(
    fc.property(seed, factor, (pointSeed, stretch) => {
      const { values } = randomPoints(pointSeed, 8);
      const scaled = gramMatrix(brownian(), values).map((value) => value * stretch);
      assertClose(
        gramMatrix(
          brownian(),
          values.map((value) => value * stretch),
        ),
        scaled,
        1e-14,
      );
    }),
  );
});
