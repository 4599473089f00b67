import { requireInput } from "../../support/index.js";
import { lowerConfidenceBound } from "../acquisition.js";
import { defaultAveraged, type Rule } from "./rule.js";

/** Settings of {@link lowerConfidenceBoundRule}. */
export interface LowerConfidenceBoundOptions {
  /** Standard deviations below the mean, at least 0. Default 2. */
  readonly kappa?: number;
  /** Draws of the hyper-parameters to average over at most. */
  readonly averaged?: number;
}

/** The candidate with the lowest `m - kappa sqrt(v)`, m and v the mixture's mean and total variance. */
export function lowerConfidenceBoundRule(options: LowerConfidenceBoundOptions = {}): Rule {
  const { kappa = 2, averaged = defaultAveraged } = options;
  requireInput(
    kappa >= 0 && kappa < Number.POSITIVE_INFINITY,
    "lowerConfidenceBoundRule",
    () => `kappa must be finite and at least 0, got ${kappa}`,
    { kappa },
  );
  return {
    name: `lower confidence bound, kappa ${kappa}`,
    needsModel: true,
    suggest(model, random) {
      const { mean, variance } = model.averaged(averaged);
      const drawn = mean.map((m, j) => lowerConfidenceBound(m, Math.sqrt(variance[j]!), kappa));
      return { candidate: model.argmin(drawn, random), drawn };
    },
  };
}
