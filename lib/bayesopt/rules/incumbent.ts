import type { CandidateMoments, SurrogateModel } from "../surrogate-model.js";

/**
 * What a rule wants to improve on: the lowest value observed, or the lowest mean at any candidate. Where values carry noise the lowest one is
 * mostly luck, which no place can be expected to beat, and the mean is what is known (the plug-in of Picheny, Wagner and Ginsbourger 2013).
 */
export type Incumbent = "lowest value" | "lowest mean";

/** The value to be improved on, in units of f, by one draw of the hyper-parameters. */
export function incumbentOf(
  { best }: SurrogateModel,
  { mean }: CandidateMoments,
  incumbent: Incumbent = "lowest value",
): number {
  return incumbent === "lowest value" ? best : mean.reduce((a, b) => Math.min(a, b));
}
