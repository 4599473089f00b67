import type { Random } from "../../random/index.js";
import { requireInteger } from "../../support/index.js";
import { decode } from "./codes.js";
import type { ProbabilisticPca } from "./model.js";

/** Draws from the model. */
export interface PcaSample {
  /** count x M by rows. */
  readonly codes: Float64Array;
  /** count x D by rows. */
  readonly values: Float64Array;
}

/** Draws codes from the prior and rows from the model, `W z + mean + e`. */
export function sample(model: ProbabilisticPca, count: number, random: Random): PcaSample {
  requireInteger("probabilisticPca.sample", "count", count, 1);
  const codes = random.fillNormal(new Float64Array(count * model.config.components));
  const values = decode(model, codes);
  const deviation = Math.sqrt(model.parameters.noiseVariance.data[0]!);
  for (let i = 0; i < values.length; i++) values[i]! += deviation * random.normal();
  return { codes, values };
}
