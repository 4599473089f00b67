import { addDiagonal, div, exp, mul, square } from "pml/autodiff";
import type { LogDensity } from "pml/math";
import { model, multivariateNormal, normal, positive } from "pml/model";
import { eightSchools } from "../inference/targets/eight-schools.js";
import { autoregression } from "./ar-k.js";
import { eightSchoolsNoncentered } from "./eight-schools.js";
import { garch } from "./garch.js";
import type { PosteriorData } from "./posterior.js";
import { kidScores } from "./regressions.js";

const logTwoPi = Math.log(2 * Math.PI);
const logPi = Math.log(Math.PI);

/** A model, the same density with a gradient written by hand, and which of the model's coordinates is which of theirs. */
export interface Pair {
  readonly traced: (data: PosteriorData) => LogDensity;
  readonly byHand: (data: PosteriorData) => LogDensity;
  /** The coordinate of the traced model for each of the one by hand. */
  readonly order?: (dimension: number) => readonly number[];
  /** The file of the data. */
  readonly file: string;
  /** Difference of the log densities: constants that one of them leaves out. */
  readonly constant: number;
}

/** (beta_0, beta_1, ln sigma) */
function kidScore({ kid_score, mom_iq }: PosteriorData): LogDensity {
  const y = Float64Array.from(kid_score);
  const x = Float64Array.from(mom_iq);
  const count = y.length;
  return {
    dimension: 3,
    logDensityAndGradient(position, gradient) {
      const [a, b, logSigma] = [position[0]!, position[1]!, position[2]!];
      const sigma = Math.exp(logSigma);
      const weight = 1 / (sigma * sigma);
      let squares = 0;
      let residuals = 0;
      let products = 0;
      for (let i = 0; i < count; i++) {
        const r = y[i]! - a - b * x[i]!;
        squares += r * r;
        residuals += r;
        products += r * x[i]!;
      }
      const ratio = (sigma / 2.5) ** 2;
      gradient[0] = weight * residuals;
      gradient[1] = weight * products;
      gradient[2] = weight * squares - count + 1 - (2 * ratio) / (1 + ratio);
      const prior = -logPi - Math.log(2.5) - Math.log1p(ratio) + logSigma;
      return prior - 0.5 * weight * squares - count * (logSigma + 0.5 * logTwoPi);
    },
  };
}

/** (alpha, beta_1 .., ln sigma) */
function autoregressionByHand({ K, y }: PosteriorData): LogDensity {
  const series = Float64Array.from(y as number[]);
  const order = K as number;
  const count = series.length - order;
  return {
    dimension: order + 2,
    logDensityAndGradient(position, gradient) {
      const alpha = position[0]!;
      const logSigma = position[order + 1]!;
      const sigma = Math.exp(logSigma);
      const weight = 1 / (sigma * sigma);
      let squares = 0;
      for (let k = 0; k <= order; k++) gradient[k] = 0;
      for (let t = order; t < series.length; t++) {
        let r = series[t]! - alpha;
        for (let k = 1; k <= order; k++) r -= position[k]! * series[t - k]!;
        squares += r * r;
        gradient[0]! += r;
        for (let k = 1; k <= order; k++) gradient[k]! += r * series[t - k]!;
      }
      const ratio = (sigma / 2.5) ** 2;
      let prior = -logPi - Math.log(2.5) - Math.log1p(ratio) + logSigma;
      for (let k = 0; k <= order; k++) {
        const z = position[k]! / 10;
        gradient[k] = weight * gradient[k]! - z / 10;
        prior -= 0.5 * z * z + Math.log(10) + 0.5 * logTwoPi;
      }
      gradient[order + 1] = weight * squares - count + 1 - (2 * ratio) / (1 + ratio);
      return prior - 0.5 * weight * squares - count * (logSigma + 0.5 * logTwoPi);
    },
  };
}

/** (mu, ln alpha0, logit alpha1, logit share), forward and backward through the variances. */
function garchByHand({ y, sigma1 }: PosteriorData): LogDensity {
  const series = Float64Array.from(y as number[]);
  const count = series.length;
  const variances = new Float64Array(count);
  return {
    dimension: 4,
    logDensityAndGradient(position, gradient) {
      const mu = position[0]!;
      const alpha0 = Math.exp(position[1]!);
      const alpha1 = 1 / (1 + Math.exp(-position[2]!));
      const share = 1 / (1 + Math.exp(-position[3]!));
      const beta1 = share * (1 - alpha1);
      let logDensity =
        position[1]! + Math.log(alpha1) + 2 * Math.log(1 - alpha1) + Math.log(share) + Math.log(1 - share);
      let v = (sigma1 as number) ** 2;
      for (let t = 0; t < count; t++) {
        variances[t] = v;
        const r = series[t]! - mu;
        logDensity -= 0.5 * ((r * r) / v + Math.log(v) + logTwoPi);
        v = alpha0 + alpha1 * r * r + beta1 * v;
      }
      let byMu = 0;
      let byAlpha0 = 0;
      let byAlpha1 = 0;
      let byBeta1 = 0;
      let byNext = 0;
      for (let t = count - 1; t >= 0; t--) {
        const r = series[t]! - mu;
        const now = variances[t]!;
        byAlpha0 += byNext;
        byAlpha1 += byNext * r * r;
        byBeta1 += byNext * now;
        byMu += r / now - 2 * byNext * alpha1 * r;
        byNext = byNext * beta1 + (0.5 * ((r * r) / now - 1)) / now;
      }
      gradient[0] = byMu;
      gradient[1] = byAlpha0 * alpha0 + 1;
      gradient[2] = (byAlpha1 - byBeta1 * share) * alpha1 * (1 - alpha1) + 1 - 3 * alpha1;
      gradient[3] = byBeta1 * (1 - alpha1) * share * (1 - share) + 1 - 2 * share;
      return logDensity;
    },
  };
}

/** Five points of a Gaussian process: (ln lengthscale, ln scale), noise of variance 0.01. */
const points = { x: [-4, -3, -1, 0, 2], y: [1.3, 0.4, -0.8, 0.5, 1.1] };

function gaussianProcess(): LogDensity {
  const squares = points.x.map((one) => points.x.map((other) => (one - other) ** 2));
  return model({ lengthscale: positive(), scale: positive() }, ({ lengthscale, scale }) => {
    const kernel = mul(square(scale), exp(mul(-0.5, div(squares, square(lengthscale)))));
    return [
      normal(lengthscale, { mean: 0, sd: 2 }),
      normal(scale, { mean: 0, sd: 2 }),
      multivariateNormal(points.y, { mean: 0, covariance: addDiagonal(kernel, 0.01) }),
    ];
  });
}

function gaussianProcessByHand(): LogDensity {
  const { x, y } = points;
  const n = 5;
  const lower = new Float64Array(n * n);
  const kernel = new Float64Array(n * n);
  const inverse = new Float64Array(n * n);
  const a = new Float64Array(n);
  return {
    dimension: 2,
    logDensityAndGradient(position, gradient) {
      const lengthscale = Math.exp(position[0]!);
      const scale = Math.exp(position[1]!);
      const weight = 1 / (lengthscale * lengthscale);
      const variance = scale * scale;
      let logDensity =
        position[0]! +
        position[1]! -
        0.125 * (lengthscale * lengthscale + variance) -
        2 * Math.log(2) -
        logTwoPi;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) {
          const d = x[i]! - x[j]!;
          const k = variance * Math.exp(-0.5 * d * d * weight);
          kernel[i * n + j] = k;
          let sum = i === j ? k + 0.01 : k;
          for (let m = 0; m < j; m++) sum -= lower[i * n + m]! * lower[j * n + m]!;
          lower[i * n + j] = i === j ? Math.sqrt(sum) : sum / lower[j * n + j]!;
        }
      }
      for (let i = 0; i < n; i++) {
        let sum = y[i]!;
        for (let j = 0; j < i; j++) sum -= lower[i * n + j]! * a[j]!;
        a[i] = sum / lower[i * n + i]!;
        logDensity -= 0.5 * a[i]! * a[i]! + Math.log(lower[i * n + i]!);
      }
      for (let i = n - 1; i >= 0; i--) {
        let sum = a[i]!;
        for (let j = i + 1; j < n; j++) sum -= lower[j * n + i]! * a[j]!;
        a[i] = sum / lower[i * n + i]!;
      }
      // L^-1, then K^-1 = L^-T L^-1
      for (let j = 0; j < n; j++) {
        for (let i = j; i < n; i++) {
          let sum = i === j ? 1 : 0;
          for (let k = j; k < i; k++) sum -= lower[i * n + k]! * inverse[k * n + j]!;
          inverse[i * n + j] = sum / lower[i * n + i]!;
        }
      }
      let byLogLengthscale = 0;
      let byLogScale = 0;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) {
          let entry = 0;
          for (let k = i; k < n; k++) entry += inverse[k * n + i]! * inverse[k * n + j]!;
          const slope = (a[i]! * a[j]! - entry) * (i === j ? 0.5 : 1) * kernel[i * n + j]!;
          const d = x[i]! - x[j]!;
          byLogLengthscale += slope * d * d * weight;
          byLogScale += 2 * slope;
        }
      }
      gradient[0] = byLogLengthscale + 1 - 0.25 * lengthscale * lengthscale;
      gradient[1] = byLogScale + 1 - 0.25 * variance;
      return logDensity - 0.5 * n * logTwoPi;
    },
  };
}

/** Densities that were written by hand, beside their models. */
export const pairs: Readonly<Record<string, Pair>> = {
  "eight schools": {
    traced: eightSchoolsNoncentered,
    byHand: ({ y, sigma }) => eightSchools({ y, sigma, scaleOfMu: 5, scaleOfTau: 5 }),
    order: (dimension) => [
      dimension - 2,
      dimension - 1,
      ...Array.from({ length: dimension - 2 }, (_, i) => i),
    ],
    file: "eight_schools-eight_schools_noncentered",
    // the half-Cauchy's factor of 2
    constant: -Math.LN2,
  },
  kidiq: { traced: kidScores.kidscore_momiq!, byHand: kidScore, file: "kidiq-kidscore_momiq", constant: 0 },
  "AR(5)": { traced: autoregression, byHand: autoregressionByHand, file: "arK-arK", constant: 0 },
  GARCH: { traced: garch, byHand: garchByHand, file: "garch-garch11", constant: 0 },
  "GP, 5 points": { traced: gaussianProcess, byHand: gaussianProcessByHand, file: "arK-arK", constant: 0 },
};
