import { probabilityOfImprovement } from "../acquisition.js";
import { averagedScore } from "./averaged-score.js";
import { type ImprovementOptions, suffix } from "./expected-improvement.js";
import type { Rule } from "./rule.js";

/** The candidate most likely to improve on the best value by the margin, averaged over the hyper-parameters. */
export function probabilityOfImprovementRule(options: ImprovementOptions = {}): Rule {
  const { margin = 0 } = options;
  return {
    name: `probability of improvement${suffix(options)}`,
    needsModel: true,
    suggest(model, random) {
      const score = averagedScore(model, options, (mean, sd, best) =>
        probabilityOfImprovement(mean, sd, best, margin),
      );
      const nothingToGain = model.isWithoutGain(score, 0);
      return { candidate: model.argmax(score, random), score, nothingToGain };
    },
  };
}
