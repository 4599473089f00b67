import type { Random } from "../../random/index.js";
import type { Transform } from "./transform.js";

/** A prior distribution of one parameter, on its natural scale and on the unconstrained one. */
export interface Prior {
  readonly kind: string;
  /** The distribution's own parameters. */
  readonly parameters: Readonly<Record<string, number>>;
  /** The open interval of possible values. */
  readonly support: { readonly lower: number; readonly upper: number };
  /** The map from the real line onto the support on which samplers work. */
  readonly transform: Transform;
  /** `ln p(value)` in nats; -Infinity outside the support. */
  logDensity(value: number): number;
  /** `d ln p(value) / d value` inside the support. */
  logDensityDerivative(value: number): number;
  /** The log density of the unconstrained position u, Jacobian included: `ln p(value(u)) + ln |d value / d u|`. */
  positionLogDensity(position: number): number;
  /** Its derivative by u. */
  positionLogDensityDerivative(position: number): number;
  /** One value, drawn from `random`. */
  sample(random: Random): number;
}

/** What a prior must be given; the densities of the position follow by the chain rule where a direct form is left out. */
export type PriorDefinition = Omit<Prior, "positionLogDensity" | "positionLogDensityDerivative"> &
  Partial<Pick<Prior, "positionLogDensity" | "positionLogDensityDerivative">>;

/** Completes a prior's definition. */
export function definePrior(definition: PriorDefinition): Prior {
  const { transform, logDensity, logDensityDerivative } = definition;
  return {
    positionLogDensity: (position) =>
      logDensity(transform.toValue(position)) + transform.logJacobian(position),
    positionLogDensityDerivative: (position) =>
      logDensityDerivative(transform.toValue(position)) * transform.derivative(position) +
      transform.logJacobianDerivative(position),
    ...definition,
  };
}

/** The support of priors on positive parameters. */
export const positiveSupport = { lower: 0, upper: Number.POSITIVE_INFINITY } as const;

/** A uniform number in the open interval (0, 1): a value drawn through it never lies on the edge of a support. */
export function openUniform(random: Random): number {
  return Math.max(random.uniform(), 2 ** -54);
}
