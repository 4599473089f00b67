import { logSumExp } from "../../math/index.js";
import { logExpectedImprovement } from "../acquisition.js";
import { type ImprovementOptions, suffix } from "./expected-improvement.js";
import { incumbentOf } from "./incumbent.js";
import { defaultAveraged, type Rule } from "./rule.js";

/**
 * The logarithm of the averaged expected improvement, `ln(1/S sum_s EI_s)`, by log-sum-exp: the same choice as
 * expected improvement where that is above 0, and still a choice where it underflows.
 */
export function logExpectedImprovementRule(options: ImprovementOptions = {}): Rule {
  const { margin = 0, averaged = defaultAveraged, incumbent } = options;
  return {
    name: `log expected improvement${suffix(options)}`,
    needsModel: true,
    suggest(model, random) {
      const rows: Float64Array[] = [];
      model.forEachDraw((moments, share) => {
        const { mean, variance } = moments;
        const best = incumbentOf(model, moments, incumbent);
        const logShare = Math.log(share);
        rows.push(
          mean.map((m, j) => logShare + logExpectedImprovement(m, Math.sqrt(variance[j]!), best, margin)),
        );
      }, averaged);
      const score = rows[0]!.map((_, j) => logSumExp(rows.map((row) => row[j]!)));
      const nothingToGain = model.isWithoutGain(score, Number.NEGATIVE_INFINITY);
      return { candidate: model.argmax(score, random), score, nothingToGain };
    },
  };
}
