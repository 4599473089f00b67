import { ess, mcseMean, mcseSd, mean, type Quantity, sd } from "pml/inference";

/** What is known exactly of a quantity; quantiles belong to the probabilities beside them. */
export interface Truth {
  readonly mean?: number;
  readonly sd?: number;
  readonly quantiles?: readonly number[];
  readonly probabilities?: readonly number[];
}

/** |estimate - truth| in Monte-Carlo standard errors, by the name of the estimate. */
export type SamplerErrors = Readonly<Record<string, number>>;

/** Distance of the share of draws below a true quantile from its probability, in standard errors. */
function quantileError(draws: Quantity, value: number, probability: number): number {
  const below = draws.map((chain) => chain.map((x) => (x <= value ? 1 : 0)));
  const error = Math.sqrt((probability * (1 - probability)) / ess(below, "mean"));
  return Math.abs(mean(below) - probability) / error;
}

/** Compares draws with what is known of their distribution. */
export function samplerErrors(draws: Quantity, truth: Truth): SamplerErrors {
  const errors: Record<string, number> = {};
  if (truth.mean !== undefined) errors.mean = Math.abs(mean(draws) - truth.mean) / mcseMean(draws);
  if (truth.sd !== undefined) errors.sd = Math.abs(sd(draws) - truth.sd) / mcseSd(draws);
  truth.quantiles?.forEach((value, i) => {
    const probability = truth.probabilities![i]!;
    errors[`quantile ${probability}`] = quantileError(draws, value, probability);
  });
  return errors;
}
