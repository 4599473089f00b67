import { join } from "node:path";
import type { LogDensity } from "pml/math";
import { fixtures } from "../support/fixture.js";
import { pairs } from "./hand-written.js";
import { readPosteriors } from "./scoreboard.js";

/** Nanoseconds of a call, over at least `milliseconds`, at positions that move. */
function time({ dimension, logDensityAndGradient }: LogDensity, milliseconds: number): number {
  const position = new Float64Array(dimension);
  const gradient = new Float64Array(dimension);
  let calls = 0;
  let sum = 0;
  const begin = performance.now();
  while (performance.now() - begin < milliseconds) {
    for (let i = 0; i < 500; i++) {
      position[calls % dimension] = 0.1 * Math.sin(calls);
      sum += logDensityAndGradient(position, gradient);
      calls++;
    }
  }
  if (Number.isNaN(sum)) throw new Error("the density is not a number");
  return ((performance.now() - begin) * 1e6) / calls;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Prints for each pair the time of a gradient, traced and by hand, in turns; and the time that tracing takes. */
export function compareGradients(print = console.log): number {
  const files = readPosteriors(join(fixtures, "posteriordb"));
  print("density, ns a gradient     traced  by hand  ratio   built in ms (first, second, third)");
  for (const [name, { traced, byHand, file }] of Object.entries(pairs)) {
    const { data } = files.find(({ posterior }) => posterior === file)!;
    const built = [0, 1, 2].map(() => {
      const begin = performance.now();
      const density = traced(data);
      return { milliseconds: performance.now() - begin, density };
    });
    const hand = byHand(data);
    // the third of the same model: engines share what they learn between equal sources
    const third = built[2]!.density;
    for (const density of [built[0]!.density, third, hand]) time(density, 150);
    const rounds = Array.from({ length: 9 }, () => [time(third, 40), time(hand, 40)] as const);
    const [ours, theirs] = [median(rounds.map(([t]) => t)), median(rounds.map(([, t]) => t))];
    const ratio = median(rounds.map(([one, other]) => one / other));
    const times = built.map(({ milliseconds }) => milliseconds.toFixed(1)).join(", ");
    print(
      `${name.padEnd(24)} ${ours.toFixed(0).padStart(8)} ${theirs.toFixed(0).padStart(8)} ${ratio.toFixed(2).padStart(6)}   ${times}`,
    );
  }
  return 0;
}
