import { gridQuadrature } from "../../gp/index.js";
import type { Surrogate } from "./surrogate.js";

/** Settings of {@link quadratureSurrogate}. */
export interface QuadratureSurrogateOptions {
  /** Points along each axis, odd. Default 81 (one or two parameters), 33 (three). */
  readonly pointsPerAxis?: number;
}

/**
 * The hyper-posterior as weighted points of a grid, for up to three parameters: exact but for the grid's step, no
 * chain that could fail to converge. The yardstick for NUTS.
 */
export function quadratureSurrogate({ pointsPerAxis }: QuadratureSurrogateOptions = {}): Surrogate {
  return {
    name: `quadrature ${JSON.stringify({ pointsPerAxis })}`,
    async infer(posterior) {
      const points = pointsPerAxis ?? (posterior.dimension < 3 ? 81 : 33);
      const { positions, weights } = gridQuadrature(posterior, { pointsPerAxis: points });
      return { draws: { positions, weights }, memory: null, diagnostics: null };
    },
  };
}
