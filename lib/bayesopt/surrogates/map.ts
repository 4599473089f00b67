import { type MapObjective, mapEstimate } from "../../gp/index.js";
import type { Surrogate } from "./surrogate.js";

/** Settings of {@link mapSurrogate}. */
export interface MapSurrogateOptions {
  /** Scale of the density that is maximised. Default "position", the scale on which NUTS samples. */
  readonly objective?: MapObjective;
  /** Starts, drawn from the priors. Default 8. */
  readonly starts?: number;
}

/** The most probable hyper-parameters alone, as most libraries have it: no uncertainty about them. */
export function mapSurrogate({ objective = "position", starts = 8 }: MapSurrogateOptions = {}): Surrogate {
  return {
    name: `map ${JSON.stringify({ objective, starts })}`,
    async infer(posterior, _memory, random) {
      const { best } = mapEstimate(posterior, { objective, starts }, { random });
      return {
        draws: { positions: best.position },
        memory: { positions: [Array.from(best.position)], stepSize: 1 },
        diagnostics: null,
      };
    },
  };
}
