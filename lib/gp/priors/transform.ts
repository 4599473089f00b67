import { logSigmoid, sigmoid } from "../../math/index.js";
import { InputError } from "../../support/index.js";

/** A smooth increasing map from an unconstrained position u on the real line onto the support of a parameter. */
export interface Transform {
  readonly kind: "identity" | "log" | "logit";
  /** The parameter's value at u. */
  toValue(position: number): number;
  /** The u of a value inside the support; infinite or NaN at its ends and beyond. */
  toPosition(value: number): number;
  /** `ln |d value / d u|` */
  logJacobian(position: number): number;
  /** `d ln |d value / d u| / d u` */
  logJacobianDerivative(position: number): number;
  /** `d value / d u` */
  derivative(position: number): number;
  /** `d ln value / d u`, for values above 0. */
  elasticity(position: number): number;
}

/** For the whole real line: `value = u`. */
export const identityTransform: Transform = {
  kind: "identity",
  toValue: (position) => position,
  toPosition: (value) => value,
  logJacobian: () => 0,
  logJacobianDerivative: () => 0,
  derivative: () => 1,
  elasticity: (position) => 1 / position,
};

/** For values above 0: `u = ln value`. */
export const logTransform: Transform = {
  kind: "log",
  toValue: Math.exp,
  toPosition: Math.log,
  logJacobian: (position) => position,
  logJacobianDerivative: () => 1,
  derivative: Math.exp,
  elasticity: () => 1,
};

/**
 * For values between two bounds: `u = ln((value - lower) / (upper - value))`.
 *
 * @throws InputError unless the bounds are finite and in order
 */
export function logitTransform(lower: number, upper: number): Transform {
  const width = upper - lower;
  if (!(Number.isFinite(width) && width > 0)) {
    throw new InputError("logitTransform", `wants finite bounds in order, got ${lower} and ${upper}`, {
      lower,
      upper,
    });
  }
  const toValue = (position: number) => lower + width * sigmoid(position);
  const derivative = (position: number) => width * sigmoid(position) * sigmoid(-position);
  return {
    kind: "logit",
    toValue,
    toPosition: (value) => Math.log((value - lower) / (upper - value)),
    logJacobian: (position) => Math.log(width) + logSigmoid(position) + logSigmoid(-position),
    logJacobianDerivative: (position) => -Math.tanh(position / 2),
    derivative,
    // at a lower bound of 0 the value itself cancels
    elasticity: (position) => (lower === 0 ? sigmoid(-position) : derivative(position) / toValue(position)),
  };
}
