import type { Rule } from "./rule.js";

/**
 * As in the report, not Thompson sampling: for every draw s of the hyper-parameters an independent normal at each
 * candidate whose **standard deviation is the variance** `v_s + noise` (faults B2, B3), `f* = mean_s f_s` (fault B1), and the
 * place of its minimum. With many draws f* tends to the posterior mean, so the rule asks for the lowest known value again.
 */
export function reportRule(): Rule {
  return {
    name: "as in the report",
    needsModel: true,
    suggest(model, random) {
      const drawn = new Float64Array(model.candidates.count);
      model.forEachDraw(({ mean, variance }, share, noise) => {
        for (let j = 0; j < drawn.length; j++)
          drawn[j]! += share * (mean[j]! + (variance[j]! + noise) * random.normal());
      });
      return { candidate: model.argmin(drawn, random), drawn };
    },
  };
}
