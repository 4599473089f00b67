import { requireInput, requirePositive } from "../support/index.js";
import { betaCdf } from "./incomplete-beta.js";
import { logGamma } from "./log-gamma.js";
import { normalQuantile } from "./normal.js";

/** `P(T > t)` where `x = degrees / (degrees + t^2)` is so small that `I_x(a, b) = x^a / (a B(a, b))`. */
function powerTail(distance: number, degrees: number): number {
  const a = degrees / 2;
  const logBeta = logGamma(a) + logGamma(0.5) - logGamma(a + 0.5);
  return Math.exp(-degrees * Math.log(distance) - logBeta) / degrees;
}

/** `P(|T| <= t)` and `P(T > t)` for t >= 0, each from the side on which no digit cancels. */
function masses(t: number, degrees: number): { central: number; upper: number } {
  const distance = t / Math.sqrt(degrees);
  if (distance > 1e100) return { central: 1, upper: powerTail(distance, degrees) };
  const square = distance ** 2;
  const outside = 1 / (1 + square);
  const inside = square / (1 + square);
  // the incomplete beta function's fraction converges fast on this side of the mean
  if (inside <= 3 / (degrees + 5)) {
    const central = betaCdf(inside, 0.5, degrees / 2);
    return { central, upper: (1 - central) / 2 };
  }
  const upper = betaCdf(outside, degrees / 2, 0.5) / 2;
  return { central: 1 - 2 * upper, upper };
}

/** Hill's expansion about the normal quantile z (Abramowitz and Stegun 26.7.5); the error falls like (z^2 / degrees)^5. */
function expansion(z: number, degrees: number): number {
  const s = z * z;
  const g1 = (s + 1) / 4;
  const g2 = ((5 * s + 16) * s + 3) / 96;
  const g3 = (((3 * s + 19) * s + 17) * s - 15) / 384;
  const g4 = ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) / 92160;
  return z * (1 + (g1 + (g2 + (g3 + g4 / degrees) / degrees) / degrees) / degrees);
}

/** The t > 0 at which `isBeyond` turns true, by bisection to the last digits. */
function crossing(isBeyond: (t: number) => boolean): number {
  let low = 0;
  let high = 1;
  while (!isBeyond(high)) {
    low = high;
    high *= 2;
  }
  for (;;) {
    const middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) return middle;
    if (isBeyond(middle)) high = middle;
    else low = middle;
  }
}

/**
 * The t with `P(T <= t) = p` for Student's distribution, to about 1e-12 relative.
 *
 * Solved from the incomplete beta function, `P(|T| > t) = I_x(degrees / 2, 1/2)` with `x = degrees / (degrees + t^2)` (DLMF 8.17);
 * for many degrees of freedom from an expansion about the normal quantile.
 *
 * @param p in (0, 1)
 * @param degrees degrees of freedom, above 0
 * @throws InputError if one of them is outside
 *
 * @example
 * studentTQuantile(0.975, 4); // 2.776445105197...
 */
export function studentTQuantile(p: number, degrees: number): number {
  requireInput(p > 0 && p < 1, "studentTQuantile", () => `p must be in (0, 1), got ${p}`, { p });
  requirePositive("studentTQuantile", "degrees", degrees);
  if (p === 0.5) return 0;
  const sign = p < 0.5 ? -1 : 1;
  const tail = p < 0.5 ? p : 1 - p;
  const z = Math.abs(normalQuantile(p));
  if (500 * Math.max(1, z * z) <= degrees) return sign * expansion(z, degrees);
  const mass = 2 * Math.abs(p - 0.5);
  const t =
    mass < 0.5
      ? crossing((at) => masses(at, degrees).central >= mass)
      : crossing((at) => masses(at, degrees).upper <= tail);
  return sign * t;
}
