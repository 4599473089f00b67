/** `sigma(t) = 1 / (1 + exp(-t))`, to full relative accuracy for every `t` (down to 5e-324 at -745). */
export function sigmoid(t: number): number {
  if (t >= 0) return 1 / (1 + Math.exp(-t));
  const e = Math.exp(t);
  return e / (1 + e);
}

/** `softplus(t) = ln(1 + exp(t))`, without overflow and to full relative accuracy in both tails. */
export function softplus(t: number): number {
  return Math.max(t, 0) + Math.log1p(Math.exp(-Math.abs(t)));
}

/** `ln sigma(t) = -softplus(-t)`. */
export function logSigmoid(t: number): number {
  return -softplus(-t);
}

/** `ln(p / (1 - p))`, the inverse of {@link sigmoid}; accurate near p = 1/2, -Infinity and Infinity at 0 and 1. */
export function logit(p: number): number {
  if (p > 0.25 && p < 0.75) return Math.log1p((2 * p - 1) / (1 - p));
  return Math.log(p) - Math.log1p(-p);
}

/**
 * Log-probability of a Bernoulli variable from its logit, in nats, also for grey `x` in [0, 1]:
 *
 * `x ln p + (1 - x) ln(1 - p) = -(1 - x) softplus(logit) - x softplus(-logit)`, `p = sigmoid(logit)`.
 *
 * Both terms have one sign, so nothing cancels; logits of +-1000 and infinite ones are exact. For grey `x` this is
 * no density of `x`: it is the mean log-probability of `b ~ Bernoulli(x)`.
 */
export function bernoulliLogProbability(x: number, logit: number): number {
  const ofZero = x === 1 ? 0 : (1 - x) * softplus(logit);
  const ofOne = x === 0 ? 0 : x * softplus(-logit);
  return -(ofZero + ofOne);
}
