import { expectedImprovement } from "../acquisition.js";
import { averagedScore } from "./averaged-score.js";
import { defaultAveraged, type Rule } from "./rule.js";

/** Settings of the improvement rules. */
export interface ImprovementOptions {
  /** By how much the best value is to be improved on, in units of f. Default 0. */
  readonly margin?: number;
  /** Draws of the hyper-parameters to average over at most. */
  readonly averaged?: number;
}

export const suffix = (margin: number): string => (margin === 0 ? "" : `, margin ${margin}`);

/** The candidate with the largest {@link expectedImprovement}, averaged over the hyper-parameters. */
export function expectedImprovementRule(options: ImprovementOptions = {}): Rule {
  const { margin = 0, averaged = defaultAveraged } = options;
  return {
    name: `expected improvement${suffix(margin)}`,
    needsModel: true,
    suggest(model, random) {
      const score = averagedScore(model, averaged, (mean, sd) =>
        expectedImprovement(mean, sd, model.best, margin),
      );
      const nothingToGain = model.isWithoutGain(score, 0);
      return { candidate: model.argmax(score, random), score, nothingToGain };
    },
  };
}
