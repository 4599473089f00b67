import type { LogDensity } from "pml/math";

const logTwoPi = Math.log(2 * Math.PI);

export interface SchoolsModel {
  readonly y: readonly number[];
  /** Known standard deviations of y. */
  readonly sigma: readonly number[];
  /** Scales of the priors mu ~ N(0, scaleOfMu^2), tau ~ HalfCauchy(scaleOfTau). */
  readonly scaleOfMu: number;
  readonly scaleOfTau: number;
}

/**
 * The schools' model, non-centred: position (mu, ln tau, z_1 ..), effects theta_j = mu + tau z_j with standard
 * normal z, y_j ~ N(theta_j, sigma_j^2); all constants kept, ln tau added for the change of variable.
 */
export function eightSchools({ y, sigma, scaleOfMu, scaleOfTau }: SchoolsModel): LogDensity {
  const count = y.length;
  return {
    dimension: count + 2,
    logDensityAndGradient(position, gradient) {
      const mu = position[0]!;
      const logTau = position[1]!;
      const tau = Math.exp(logTau);
      const ratioSquared = (tau / scaleOfTau) ** 2;
      let logDensity = -0.5 * ((mu / scaleOfMu) ** 2 + logTwoPi) - Math.log(scaleOfMu);
      logDensity += Math.log(2 / (Math.PI * scaleOfTau)) - Math.log1p(ratioSquared) + logTau;
      let byMu = -mu / scaleOfMu ** 2;
      let byLogTau = 1 - (2 * ratioSquared) / (1 + ratioSquared);
      for (let j = 0; j < count; j++) {
        const z = position[j + 2]!;
        const residual = (y[j]! - mu - tau * z) / sigma[j]!;
        const pull = residual / sigma[j]!;
        logDensity -= 0.5 * (z * z + residual * residual) + logTwoPi + Math.log(sigma[j]!);
        byMu += pull;
        byLogTau += pull * tau * z;
        gradient[j + 2] = -z + pull * tau;
      }
      gradient[0] = byMu;
      gradient[1] = byLogTau;
      return logDensity;
    },
  };
}
