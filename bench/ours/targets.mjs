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

/** A funnel, not centred: a normal of standard deviation 3 and nine standard normals. @returns {LogDensity} */
export function funnel() {
  return {
    dimension: 10,
    logDensityAndGradient(position, gradient) {
      let value = 0;
      for (let i = 0; i < 10; i++) {
        const x = /** @type {number} */ (position[i]);
        gradient[i] = i === 0 ? -x / 9 : -x;
        value += 0.5 * x * /** @type {number} */ (gradient[i]);
      }
      return value;
    },
  };
}

/** 200 dimensions, variance 100.5 along (1, ..., 1) and 1/2 across: precision 2 (I - 1 1^T / 201). @returns {LogDensity} */
export function correlated() {
  return {
    dimension: 200,
    logDensityAndGradient(position, gradient) {
      let [sum, squares] = [0, 0];
      for (const x of position) {
        sum += x;
        squares += x * x;
      }
      for (let i = 0; i < 200; i++) gradient[i] = (2 * sum) / 201 - 2 * /** @type {number} */ (position[i]);
      return (sum * sum) / 201 - squares;
    },
  };
}

/** Logistic regression of 1,000 rows and 10 columns, q ~ N(0, 2.5^2). @param {{ x: Float64Array, y: Float64Array }} data @returns {LogDensity} */
export function logistic({ x, y }) {
  return {
    dimension: 11,
    logDensityAndGradient(q, gradient) {
      let value = 0;
      for (let j = 0; j < 11; j++) {
        const slope = /** @type {number} */ (q[j]) / 6.25;
        gradient[j] = -slope;
        value -= 0.5 * slope * /** @type {number} */ (q[j]);
      }
      for (let i = 0, at = 0; i < 1000; i++, at += 10) {
        let predictor = /** @type {number} */ (q[0]);
        for (let j = 0; j < 10; j++)
          predictor += /** @type {number} */ (q[j + 1]) * /** @type {number} */ (x[at + j]);
        const tail = Math.exp(-Math.abs(predictor));
        const share = (predictor > 0 ? 1 : tail) / (1 + tail);
        const outcome = /** @type {number} */ (y[i]);
        value += outcome * predictor - Math.max(0, predictor) - Math.log1p(tail);
        const rest = outcome - share;
        gradient[0] = /** @type {number} */ (gradient[0]) + rest;
        for (let j = 0; j < 10; j++)
          gradient[j + 1] =
            /** @type {number} */ (gradient[j + 1]) + rest * /** @type {number} */ (x[at + j]);
      }
      return value;
    },
  };
}
