import { InputError } from "../support/index.js";
import type { Interval } from "./grid-marginal.js";
import type { HyperPosterior } from "./hyper-posterior.js";
import { expectation, type Quadrature } from "./quadrature.js";

/** The exact posterior of one hyper-parameter, on its natural scale. */
export interface HyperSummary {
  readonly name: string;
  readonly mean: number;
  readonly sd: number;
  readonly meanOfLog: number;
  readonly sdOfLog: number;
  /** `P(parameter <= value)` */
  cdf(value: number): number;
  quantile(p: number): number;
  /** The shortest interval that holds a mass, on the natural scale. */
  hdi(mass: number): Interval;
  /** The density on the natural scale. */
  density(value: number): number;
}

/**
 * Moments, distribution function, quantiles and intervals of a hyper-parameter from a {@link gridQuadrature} of its posterior.
 *
 * @throws InputError for a name that is not free in the posterior
 */
export function hyperSummary(posterior: HyperPosterior, quadrature: Quadrature, name: string): HyperSummary {
  const c = posterior.parameterNames.indexOf(name);
  if (c < 0) {
    throw new InputError(
      "hyperSummary",
      `${name} is no free parameter, only ${posterior.parameterNames.join(", ")}`,
      { name },
    );
  }
  const { transform } = posterior.priors[c]!;
  const marginal = quadrature.marginals[c]!;
  const toValue = (position: Float64Array) => transform.toValue(position[c]!);
  const [mean, sd] = moments(quadrature, toValue);
  const [meanOfLog, sdOfLog] = moments(quadrature, (position) => Math.log(toValue(position)));
  return {
    name,
    mean,
    sd,
    meanOfLog,
    sdOfLog,
    cdf: (value) => marginal.cdf(transform.toPosition(value)),
    quantile: (p) => transform.toValue(marginal.quantile(p)),
    hdi: (mass) => marginal.shortestInterval(mass, transform.toValue, transform.derivative),
    density: (value) => {
      const u = transform.toPosition(value);
      return marginal.density(u) / transform.derivative(u);
    },
  };
}

function moments(quadrature: Quadrature, of: (position: Float64Array) => number): readonly [number, number] {
  const mean = expectation(quadrature, of);
  return [mean, Math.sqrt(expectation(quadrature, (position) => (of(position) - mean) ** 2))];
}
