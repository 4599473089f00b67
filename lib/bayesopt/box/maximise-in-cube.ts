import { maximise } from "../../math/index.js";
import type { Random } from "../../random/index.js";
import type { BoxAcquisition } from "./box-acquisition.js";

/** How the unit cube is searched. */
export interface CubeSearch {
  /** Points that are looked at first, at random all over the cube. */
  readonly candidates: number;
  /** The best of them from which L-BFGS climbs. */
  readonly restarts: number;
}

/** How far from good points half as many more candidates lie, as a standard deviation. */
const nearby = 0.05;
/** So near to a face of the cube a start is moved away from it: on a face the map onto the line is level. */
const margin = 1e-4;

const inside = (value: number) => Math.min(1 - margin, Math.max(margin, value));

/** The cube as an image of all of space: `x = (1 - cos(pi u)) / 2`. */
const ofLine = (u: number) => 0.5 - 0.5 * Math.cos(Math.PI * u);
const toLine = (x: number) => Math.acos(1 - 2 * x) / Math.PI;

/**
 * Local maxima of an acquisition on the unit cube, the highest first: the best of random candidates, some of them near good points, are improved by
 * L-BFGS. Faces are reached, since the cube is seen as `x = (1 - cos(pi u)) / 2` of an unbounded u.
 */
export function maximaInCube(
  acquisition: BoxAcquisition,
  dimension: number,
  good: readonly Float64Array[],
  { candidates, restarts }: CubeSearch,
  random: Random,
): Float64Array[] {
  const anywhere = Array.from({ length: candidates }, () =>
    Float64Array.from({ length: dimension }, () => random.uniform()),
  );
  const near = good.flatMap((point) =>
    Array.from({ length: Math.ceil(candidates / (2 * good.length)) }, () =>
      point.map((value) => value + nearby * random.normal()),
    ),
  );
  const scored = [...anywhere, ...near]
    .map((point) => point.map(inside))
    .map((point) => ({ point, value: acquisition.evaluate(point) }))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => b.value - a.value);
  const onLine = {
    dimension,
    logDensityAndGradient(position: Float64Array, gradient: Float64Array): number {
      const value = acquisition.evaluate(position.map(ofLine), gradient);
      for (let d = 0; d < dimension; d++) gradient[d]! *= 0.5 * Math.PI * Math.sin(Math.PI * position[d]!);
      return value;
    },
  };
  return scored
    .slice(0, restarts)
    .map(({ point }) => maximise(onLine, point.map(toLine), { gradientTolerance: 1e-6, maxIterations: 100 }))
    .sort((a, b) => b.logDensity - a.logDensity)
    .map(({ position }) => position.map(ofLine));
}
