// @ts-check
/** Densities that samplers are compared on; positions are unconstrained. @typedef {import("pml/inference").LogDensity} LogDensity */

const effects = [28, 8, -3, 7, -1, 1, 18, 12];
const errors = [15, 10, 16, 11, 9, 11, 10, 18];

/**
 * Eight schools (Rubin 1981), not centred: mu ~ N(0, 5^2), tau ~ half-Cauchy(5), theta_j = mu + tau z_j, z_j ~ N(0, 1).
 * Position (mu, ln tau, z_1 .. z_8).
 * @returns {LogDensity}
 */
export function eightSchools() {
  return {
    dimension: 10,
    logDensityAndGradient(position, gradient) {
      const mu = /** @type {number} */ (position[0]);
      const logTau = /** @type {number} */ (position[1]);
      const tau = Math.exp(logTau);
      const ratio = (tau / 5) ** 2;
      let value = -0.5 * (mu / 5) ** 2 - Math.log1p(ratio) + logTau;
      let toMu = -mu / 25;
      let toLogTau = 1 - (2 * ratio) / (1 + ratio);
      for (let j = 0; j < 8; j++) {
        const z = /** @type {number} */ (position[j + 2]);
        const error = /** @type {number} */ (errors[j]);
        const residual = /** @type {number} */ (effects[j] - mu - tau * z) / error;
        value -= 0.5 * (residual * residual + z * z);
        toMu += residual / error;
        toLogTau += (residual / error) * tau * z;
        gradient[j + 2] = (residual / error) * tau - z;
      }
      gradient[0] = toMu;
      gradient[1] = toLogTau;
      return value;
    },
  };
}

export const gaussianDimension = 50;

/** Independent Gaussians with standard deviations 1/50, 2/50, ... 1. @returns {LogDensity} */
export function gaussian50() {
  const precisions = Float64Array.from(
    { length: gaussianDimension },
    (_, i) => (gaussianDimension / (i + 1)) ** 2,
  );
  return {
    dimension: gaussianDimension,
    logDensityAndGradient(position, gradient) {
      let value = 0;
      for (let i = 0; i < gaussianDimension; i++) {
        const x = /** @type {number} */ (position[i]);
        const slope = -(/** @type {number} */ (precisions[i])) * x;
        gradient[i] = slope;
        value += 0.5 * slope * x;
      }
      return value;
    },
  };
}
