import { type MaximiseOptions, type Maximum, maximise } from "../math/index.js";
import type { Random } from "../random/index.js";
import { InputError, requireInteger } from "../support/index.js";
import type { HyperPosterior } from "./hyper-posterior.js";

/**
 * What is maximised. A mode depends on the scale of its density:
 * `position`, the density of the unconstrained position (of the logarithms, for positive parameters), as sampled;
 * `natural`, the density of the parameters themselves; `likelihood`, the marginal likelihood without priors.
 */
export type MapObjective = "position" | "natural" | "likelihood";

/** Settings of {@link mapEstimate}. */
export interface MapOptions extends MaximiseOptions {
  readonly objective: MapObjective;
  /** Number of starts (default 8). */
  readonly starts?: number;
}

/** The best maximum found, and all of them. */
export interface MapEstimate {
  readonly objective: MapObjective;
  /** Natural scale, by name, fixed parameters and `noise` included. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly best: Maximum;
  /** One per start, in order: several different values tell of several modes. */
  readonly runs: readonly Maximum[];
}

/** Starts from the priors that had a finite density, tried before giving up. */
const startAttempts = 100;

/**
 * The most probable hyper-parameters, by L-BFGS from several starts drawn from the priors with `random`.
 *
 * @throws InputError if the priors hardly ever give a finite density to start from
 */
export function mapEstimate(
  posterior: HyperPosterior,
  { objective, starts = 8, ...options }: MapOptions,
  { random }: { readonly random: Random },
): MapEstimate {
  requireInteger("mapEstimate", "starts", starts, 1);
  const density = { position: posterior, natural: posterior.naturalScale, likelihood: posterior.likelihood }[
    objective
  ];
  const scratch = new Float64Array(posterior.dimension);
  const start = (): Float64Array => {
    for (let attempt = 0; attempt < startAttempts; attempt++) {
      const position = posterior.samplePrior(random);
      if (Number.isFinite(density.logDensityAndGradient(position, scratch))) return position;
    }
    throw new InputError("mapEstimate", `${startAttempts} draws from the priors all have a density of 0`);
  };
  const runs = Array.from({ length: starts }, () => maximise(density, start(), options));
  const best = runs.reduce((a, b) => (b.logDensity > a.logDensity ? b : a));
  return { objective, parameters: posterior.parametersAt(best.position), best, runs };
}
