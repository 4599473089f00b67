import { join } from "node:path";
import { test } from "node:test";
import { checkGradient } from "pml/inference";
import { Random } from "pml/random";
import { assertClose } from "../support/close.js";
import { fixtures } from "../support/fixture.js";
import { pairs } from "./hand-written.js";
import { posteriors } from "./posteriors.js";
import { readPosteriors } from "./scoreboard.js";

const files = readPosteriors(join(fixtures, "posteriordb"));
const dataOf = (name: string) => files.find(({ posterior }) => posterior === name)!.data;

/** A moderate position. */
const positionOf = (random: Random, dimension: number): Float64Array =>
  random.fillNormal(new Float64Array(dimension)).map((x) => 0.4 * x);

for (const [name, { traced, byHand, order, file, constant }] of Object.entries(pairs)) {
  test(`${name}: the traced density and gradient are those written by hand`, () => {
    const model = traced(dataOf(file));
    const hand = byHand(dataOf(file));
    const places = order?.(model.dimension) ?? Array.from({ length: model.dimension }, (_, i) => i);
    const random = Random.from(name);
    for (let round = 0; round < 20; round++) {
      const position = positionOf(random, model.dimension);
      const [gradient, expected] = [new Float64Array(model.dimension), new Float64Array(model.dimension)];
      const value = model.logDensityAndGradient(position, gradient);
      const theirs = hand.logDensityAndGradient(
        Float64Array.from(places, (place) => position[place]!),
        expected,
      );
      assertClose(value, theirs + constant, 1e-12, "log density");
      // on the scale of the largest entry: where one is near 0 by cancellation, so are its digits
      const scale = Math.max(1, ...expected.map(Math.abs));
      const ours = places.map((place) => gradient[place]! / scale);
      assertClose(
        ours,
        expected.map((x) => x / scale),
        1e-12,
        "gradient",
      );
    }
  });
}

/** Positions about the middle of the posteriors whose density elsewhere is too steep, or too far from 0, for differences. */
const middles: Readonly<Record<string, readonly number[]>> = {
  "earnings-earn_height": [-61285, 1262, Math.log(18887)],
  "earnings-logearn_interaction": [8.4, 0.017, -0.08, 0.0074, Math.log(0.88)],
  "hudson_lynx_hare-lotka_volterra": [0.55, 0.028, 0.8, 0.024, 34, 5.9, 0.25, 0.25].map(Math.log),
  "one_comp_mm_elim_abs-one_comp_mm_elim_abs": [0.76, 1, 0.8, 0.13].map(Math.log),
};

test("every posterior's gradient is that of finite differences", () => {
  for (const { posterior, data } of files) {
    const model = posteriors[posterior]!.model(data);
    const random = Random.from(posterior);
    const middle = middles[posterior] ?? new Array<number>(model.dimension).fill(0);
    for (let round = 0; round < 3; round++)
      checkGradient(
        model,
        positionOf(random, model.dimension).map((x, i) => middle[i]! + x / 4),
      );
  }
});
