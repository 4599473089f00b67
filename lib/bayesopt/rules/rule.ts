import type { Random } from "../../random/index.js";
import type { SurrogateModel } from "../surrogate-model.js";

/** What a rule says, and what it says it by. */
export interface Suggestion {
  /** Index of the candidate. */
  readonly candidate: number;
  /** The function it minimised over the candidates (a draw, a bound), if it has one. */
  readonly drawn?: Float64Array;
  /** The score it maximised over the candidates, if it has one. */
  readonly score?: Float64Array;
  /** Index of the one draw of the hyper-parameters it used, if it used one. */
  readonly hyperDraw?: number;
  /** What had to be added to a diagonal beyond the noise; 0 in nearly all cases. */
  readonly jitter?: number;
  /** True if the score says that no allowed candidate can improve on the best value: the choice is then one at random. */
  readonly nothingToGain?: boolean;
}

/** A rule that chooses the next place to evaluate. */
export interface Rule {
  /** Short name with its settings: rules of one name choose alike. */
  readonly name: string;
  /** Whether it looks at the surrogate at all. */
  readonly needsModel: boolean;
  suggest(model: SurrogateModel, random: Random): Suggestion;
}

/** Draws of the hyper-parameters over which averaging rules average, unless told otherwise. */
export const defaultAveraged = 32;
