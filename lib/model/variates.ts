import { logGamma } from "../math/index.js";
import type { Random } from "../random/index.js";

/** A Gamma(shape, 1) variate by a squeeze (Marsaglia and Tsang 2000); a shape below 1 by `G(a) = G(a + 1) U^(1/a)`. */
export function drawGamma(random: Random, shape: number): number {
  if (shape < 1) return drawGamma(random, shape + 1) * Math.exp(-random.exponential() / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

export function drawBeta(random: Random, a: number, b: number): number {
  const one = drawGamma(random, a);
  const other = drawGamma(random, b);
  return one / (one + other);
}

/**
 * A Poisson variate: products of uniforms below a rate of 10, above it transformed rejection with a squeeze, PTRS (Hörmann 1993).
 */
export function drawPoisson(random: Random, rate: number): number {
  if (!(rate >= 0 && rate < 1e15)) return Number.NaN;
  if (rate < 10) {
    let count = 0;
    for (let time = random.exponential(); time < rate; time += random.exponential()) count++;
    return count;
  }
  const b = 0.931 + 2.53 * Math.sqrt(rate);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = 1 - random.uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + rate + 0.43);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const bound = k * Math.log(rate) - rate - logGamma(k + 1);
    if (Math.log((v * inverseAlpha) / (a / (us * us) + b)) <= bound) return k;
  }
}

/** A binomial variate, in two halves around a beta-distributed order statistic until few trials are left (Relles 1972). */
export function drawBinomial(random: Random, trials: number, probability: number): number {
  if (!(probability >= 0 && probability <= 1)) return Number.NaN;
  let n = trials;
  let p = probability;
  let count = 0;
  while (n > 30) {
    const middle = Math.floor((n + 1) / 2);
    const at = drawBeta(random, middle, n + 1 - middle);
    if (at <= p) {
      count += middle;
      n -= middle;
      p = (p - at) / (1 - at);
    } else {
      n = middle - 1;
      p /= at;
    }
  }
  for (let i = 0; i < n; i++) if (random.uniform() < p) count++;
  return count;
}
