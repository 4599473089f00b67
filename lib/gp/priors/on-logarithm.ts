import { definePrior, type Prior } from "./prior.js";
import type { Transform } from "./transform.js";

/**
 * A prior of a positive parameter, given as the prior of its logarithm: `p(value) = p_log(ln value) / value`.
 *
 * @example
 * // log-uniform: every factor of ten between 0.01 and 100 equally likely
 * onLogarithm(uniformPrior({ lower: Math.log(0.01), upper: Math.log(100) }));
 */
export function onLogarithm(ofLogarithm: Prior): Prior {
  const inner = ofLogarithm.transform;
  const transform: Transform = {
    kind: inner.kind === "identity" ? "log" : inner.kind,
    toValue: (position) => Math.exp(inner.toValue(position)),
    toPosition: (value) => inner.toPosition(Math.log(value)),
    logJacobian: (position) => inner.toValue(position) + inner.logJacobian(position),
    logJacobianDerivative: (position) => inner.derivative(position) + inner.logJacobianDerivative(position),
    derivative: (position) => Math.exp(inner.toValue(position)) * inner.derivative(position),
    elasticity: inner.derivative,
  };
  return definePrior({
    kind: `${ofLogarithm.kind} of the logarithm`,
    parameters: ofLogarithm.parameters,
    support: { lower: Math.exp(ofLogarithm.support.lower), upper: Math.exp(ofLogarithm.support.upper) },
    transform,
    logDensity: (value) =>
      value > 0 ? ofLogarithm.logDensity(Math.log(value)) - Math.log(value) : Number.NEGATIVE_INFINITY,
    logDensityDerivative: (value) => (ofLogarithm.logDensityDerivative(Math.log(value)) - 1) / value,
    positionLogDensity: ofLogarithm.positionLogDensity,
    positionLogDensityDerivative: ofLogarithm.positionLogDensityDerivative,
    sample: (random) => Math.exp(ofLogarithm.sample(random)),
  });
}
