import { BayesianOptimiser, type OptimiserProblem } from "../bayesopt/index.js";
import { asInputs } from "../gp/index.js";
import type { Random } from "../random/index.js";

/** How often one step is repeated. */
export interface OneStepOptions {
  /** Repetitions, each with its own inference; `random` is the stream of one. */
  readonly repetitions: number;
  readonly random: (repetition: number) => Random;
  /** Suggestions that are made from each inference. */
  readonly suggestions: number;
}

/** What a rule does at the first step. */
export interface OneStepChoices {
  /** The first curves f* that it minimises. */
  readonly drawn: readonly Float64Array[];
  /** Share of all suggestions that fall on each candidate. */
  readonly shares: Float64Array;
}

const shownCurves = 6;

/** One step from the start of a problem, repeated: where its rule asks for a value. */
export async function choicesOfOneStep(
  problem: OptimiserProblem,
  { repetitions, random, suggestions }: OneStepOptions,
): Promise<OneStepChoices> {
  const shares = new Float64Array(asInputs("choicesOfOneStep", problem.candidates).count);
  const drawn: Float64Array[] = [];
  for (let r = 0; r < repetitions; r++) {
    const { model } = await new BayesianOptimiser(problem, random(r)).ask();
    for (let i = 0; i < suggestions; i++) {
      const suggestion = problem.rule.suggest(model, random(r).split("again", i));
      shares[suggestion.candidate]! += 1 / (repetitions * suggestions);
      if (i === 0 && drawn.length < shownCurves && suggestion.drawn !== undefined)
        drawn.push(Float64Array.from(suggestion.drawn));
    }
  }
  return { drawn, shares };
}
