import { normalUpperTail } from "pml/math";

/** P(X > allowed) for X ~ Binomial(trials, probability), summed from the far end. */
function binomialUpperTail(allowed: number, trials: number, probability: number): number {
  let logTerm = 0;
  let tail = 0;
  const terms: number[] = [];
  for (let k = 0; k <= trials; k++) {
    if (k > 0) logTerm += Math.log((trials - k + 1) / k);
    if (k > allowed)
      terms.push(Math.exp(logTerm + k * Math.log(probability) + (trials - k) * Math.log1p(-probability)));
  }
  for (const term of terms.reverse()) tail += term;
  return tail;
}

/**
 * How many of `trials` comparisons may fail by chance, each with `probability`: the smallest number that is
 * exceeded with a probability of at most `level`.
 */
export function allowedFailures(trials: number, probability: number, level = 1e-5): number {
  let allowed = 0;
  while (binomialUpperTail(allowed, trials, probability) > level) allowed++;
  return allowed;
}

/**
 * Chance that an estimate lies more than `factor` Monte-Carlo standard errors from the truth although nothing is
 * wrong. The standard error is itself estimated, to 10 % or so, which the factor is lowered by.
 */
export function chanceBeyond(factor: number): number {
  return 2 * normalUpperTail(factor / 1.1);
}
