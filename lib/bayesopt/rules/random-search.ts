import type { Rule } from "./rule.js";

/** A candidate at random, each as likely as any other: the yardstick below which no rule should fall. */
export function randomSearch(): Rule {
  return {
    name: "random",
    needsModel: false,
    suggest: (model, random) => ({ candidate: model.allowed[random.integer(model.allowed.length)]! }),
  };
}
