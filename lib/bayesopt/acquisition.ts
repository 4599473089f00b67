import { normalCdf, normalLogDensity } from "../math/index.js";

/** By how many standard deviations `mean` lies below what is to be improved on: `u = (best - margin - mean) / sd`. */
function standardised(mean: number, sd: number, best: number, margin: number): number {
  return (best - margin - mean) / sd;
}

/**
 * `ln(phi(u) + u Phi(u))`, also where the sum underflows or its terms cancel. With Mills' ratio M(t) at t = -u it is
 * `ln phi(u) + ln(1 - t M(t))`; as `M(t) = 1/(t + c)`, `c = 1/(t + 2/(t + 3/(t + ...)))`, the bracket is `c / (t + c)`:
 * all terms positive.
 */
function logImprovement(u: number): number {
  if (u > -1) return Math.log(Math.exp(normalLogDensity(u)) + u * normalCdf(u));
  const t = -u;
  // as many depth as leave 17 digits: the error falls like exp(-2 t sqrt(depth))
  const depth = Math.ceil(12 + 420 / (t * t));
  let tail = t;
  for (let level = depth; level >= 2; level--) tail = t + level / tail;
  const c = 1 / tail;
  return normalLogDensity(u) + Math.log(c) - Math.log(t + c);
}

/**
 * `ln E[max(0, best - margin - f)]`, f ~ N(mean, sd^2), in nats: `ln sd + ln(phi(u) + u Phi(u))`, stable to any u.
 * Without variance it is `ln max(0, best - margin - mean)`. (Jones, Schonlau and Welch 1998, eq. 15; in logarithms
 * as advised by Ament et al. 2023.)
 */
export function logExpectedImprovement(mean: number, sd: number, best: number, margin = 0): number {
  if (sd === 0) return Math.log(Math.max(0, best - margin - mean));
  return Math.log(sd) + logImprovement(standardised(mean, sd, best, margin));
}

/** `E[max(0, best - margin - f)]`, f ~ N(mean, sd^2), in units of f; 0 where it underflows. */
export function expectedImprovement(mean: number, sd: number, best: number, margin = 0): number {
  return Math.exp(logExpectedImprovement(mean, sd, best, margin));
}

/** `P(f < best - margin)`, f ~ N(mean, sd^2) (Kushner 1964). Without variance 0 or 1. */
export function probabilityOfImprovement(mean: number, sd: number, best: number, margin = 0): number {
  if (sd === 0) return mean < best - margin ? 1 : 0;
  return normalCdf(standardised(mean, sd, best, margin));
}

/** `mean - kappa sd`: how low f may well be. */
export function lowerConfidenceBound(mean: number, sd: number, kappa: number): number {
  return mean - kappa * sd;
}
