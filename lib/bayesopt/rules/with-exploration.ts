import { requireInput } from "../../support/index.js";
import { randomSearch } from "./random-search.js";
import type { Rule } from "./rule.js";

/** The rule, but with probability `share` a candidate at random instead. */
export function withExploration(rule: Rule, share: number): Rule {
  requireInput(
    share >= 0 && share <= 1,
    "withExploration",
    () => `share must be a probability, got ${share}`,
    { share },
  );
  const explore = randomSearch();
  return {
    name: `${rule.name}, ${Number((100 * share).toFixed(6))} % random`,
    needsModel: rule.needsModel,
    suggest: (model, random) =>
      random.uniform() < share ? explore.suggest(model, random) : rule.suggest(model, random),
  };
}
