import { expectedImprovement } from "../acquisition.js";
import { averagedScore } from "./averaged-score.js";
import type { Incumbent } from "./incumbent.js";
import type { Rule } from "./rule.js";

/** Settings of the improvement rules. */
export interface ImprovementOptions {
  /** By how much the best value is to be improved on, in units of f. Default 0. */
  readonly margin?: number;
  /** Draws of the hyper-parameters to average over at most. */
  readonly averaged?: number;
  /** What is to be improved on. Default "lowest value", which is right for values without noise. */
  readonly incumbent?: Incumbent;
}

/** What the name of a rule says of the settings that are not the default. */
export function suffix({ margin = 0, incumbent = "lowest value" }: ImprovementOptions): string {
  const of = incumbent === "lowest value" ? "" : `, ${incumbent}`;
  return margin === 0 ? of : `, margin ${margin}${of}`;
}

/** The candidate with the largest {@link expectedImprovement}, averaged over the hyper-parameters. */
export function expectedImprovementRule(options: ImprovementOptions = {}): Rule {
  const { margin = 0 } = options;
  return {
    name: `expected improvement${suffix(options)}`,
    needsModel: true,
    suggest(model, random) {
      const score = averagedScore(model, options, (mean, sd, best) =>
        expectedImprovement(mean, sd, best, margin),
      );
      const nothingToGain = model.isWithoutGain(score, 0);
      return { candidate: model.argmax(score, random), score, nothingToGain };
    },
  };
}
