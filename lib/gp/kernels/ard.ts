import { requireInput } from "../../support/index.js";
import type { PairView } from "../pairs.js";
import { elementaryKernel, type Kernel, type PairEvaluator } from "./kernel.js";

/** Lengthscales by coordinate, and the variance. */
export interface ArdParameters {
  /** One for each coordinate of the points. */
  readonly lengthscales: readonly number[];
  readonly variance?: number;
}

/** `k / variance` of the scaled squared distance r^2, and `-2 dk / d r^2 / variance`. */
interface Profile {
  correlation(squared: number): number;
  slope(squared: number): number;
}

const rbfProfile: Profile = {
  correlation: (squared) => Math.exp(-0.5 * squared),
  slope: (squared) => Math.exp(-0.5 * squared),
};

const matern52Profile: Profile = {
  correlation(squared) {
    const s = Math.sqrt(5 * squared);
    // from the point on where exp(-s) is 0, s may be too large to be squared
    return s > 800 ? 0 : (1 + s + (s * s) / 3) * Math.exp(-s);
  },
  slope(squared) {
    const s = Math.sqrt(5 * squared);
    return s > 800 ? 0 : (5 / 3) * (1 + s) * Math.exp(-s);
  },
};

/** The forms of kernels with a lengthscale of each coordinate. */
export const ardProfiles = { ardRbf: rbfProfile, ardMatern52: matern52Profile } as const;

/**
 * Gaussian kernel with a lengthscale of its own for every coordinate ("automatic relevance determination"):
 * `k = variance exp(-r^2 / 2)`, `r^2 = sum_d (x_d - z_d)^2 / lengthscale_d^2` (Rasmussen & Williams 2006, eq. 5.1). Parameters are named
 * `lengthscale1`, `lengthscale2`, ..., `variance`.
 *
 * @throws InputError unless all parameters are positive and finite; when bound to points, unless these have as many coordinates as lengthscales
 *
 * @example
 * ardRbf({ lengthscales: [0.3, 2] }).parameterNames; // ["lengthscale1", "lengthscale2", "variance"]
 */
export function ardRbf({ lengthscales, variance = 1 }: ArdParameters): Kernel {
  return ardKernel("ardRbf", lengthscales, variance);
}

/**
 * Matern kernel of order 5/2 with a lengthscale of its own for every coordinate: `k = variance (1 + s + s^2/3) exp(-s)`, `s = sqrt(5) r`, r as in
 * {@link ardRbf}.
 *
 * @throws InputError as {@link ardRbf}
 */
export function ardMatern52({ lengthscales, variance = 1 }: ArdParameters): Kernel {
  return ardKernel("ardMatern52", lengthscales, variance);
}

function ardKernel(
  kind: keyof typeof ardProfiles,
  lengthscales: readonly number[],
  variance: number,
): Kernel {
  requireInput(lengthscales.length > 0, kind, "wants a lengthscale for each coordinate, got none");
  const named = lengthscales.map((value, d) => [`lengthscale${d + 1}`, value] as const);
  return elementaryKernel(kind, { ...Object.fromEntries(named), variance }, (pairs) =>
    prepare(kind, ardProfiles[kind], lengthscales.length, pairs),
  );
}

function prepare(kind: string, profile: Profile, dimension: number, pairs: PairView): PairEvaluator {
  requireInput(
    pairs.dimension === dimension,
    kind,
    () => `has ${dimension} lengthscales, but the points have ${pairs.dimension} coordinates`,
    { lengthscales: dimension, coordinates: pairs.dimension },
  );
  const differences = pairs.differences();
  const values = new Float64Array(pairs.count);
  const squares = new Float64Array(pairs.count);
  return {
    values,
    evaluate(parameters, offset) {
      const variance = parameters[offset + dimension]!;
      for (let pair = 0, place = 0; pair < values.length; pair++) {
        let squared = 0;
        for (let d = 0; d < dimension; d++, place++) {
          const scaled = differences[place]! / parameters[offset + d]!;
          squared += scaled * scaled;
        }
        squares[pair] = squared;
        values[pair] = variance * profile.correlation(squared);
      }
    },
    addGradient(parameters, offset, weights, gradient) {
      const variance = parameters[offset + dimension]!;
      for (let pair = 0; pair < values.length; pair++) {
        gradient[offset + dimension]! += weights[pair]! * values[pair]!;
        const weighted = weights[pair]! * variance * profile.slope(squares[pair]!);
        // beyond all correlation, where the scaled difference may not be a number that can be squared
        if (weighted === 0) continue;
        for (let d = 0; d < dimension; d++) {
          const scaled = differences[pair * dimension + d]! / parameters[offset + d]!;
          gradient[offset + d]! += weighted * scaled * scaled;
        }
      }
    },
  };
}
