import {
  BayesianOptimiser,
  expectedImprovementRule,
  lowerConfidenceBoundRule,
  type OptimiserProblem,
  type OptimiserState,
  reportRule,
  thompson,
} from "pml/bayesopt";
import { Random } from "pml/random";
import { examProblem, reportChains } from "pml/report";

/** The rules side by side; the report's with its own chains, the others with those of the studies. */
export const rules: Readonly<Record<string, { readonly voice: "R" | "C"; readonly says: string }>> = {
  thompson: { voice: "C", says: "Thompson (Algorithm 1)" },
  report: { voice: "R", says: "the report's rule" },
  improvement: { voice: "C", says: "expected improvement" },
  bound: { voice: "C", says: "lower confidence bound" },
};

/** A step of one rule. */
export interface StepQuestion {
  readonly rule: string;
  /** Known before the first step. */
  readonly start: readonly { readonly x: readonly number[]; readonly y: number }[];
  /** What the last answer gave back, if there was one, and the function's value at the place that it asked for. */
  readonly last?: { readonly state: OptimiserState; readonly y: number };
  readonly seed: number;
}

export interface StepAnswer {
  /** The candidate to evaluate next. */
  readonly candidate: number;
  readonly x: number;
  /** Moments of f over the hyper-parameters. */
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** The curve that the rule minimises, or the score that it maximises. */
  readonly curve: Float64Array;
  readonly state: OptimiserState;
}

/** The problem of a rule, on the exam's 200 candidates. @throws Error for a rule that there is not */
export function problemOf(rule: string, start: StepQuestion["start"]): OptimiserProblem {
  const made: Readonly<Record<string, () => OptimiserProblem>> = {
    thompson: () => examProblem({ rule: thompson(), start }),
    report: () => examProblem({ rule: reportRule(), surrogate: reportChains, start }),
    improvement: () => examProblem({ rule: expectedImprovementRule(), start }),
    bound: () => examProblem({ rule: lowerConfidenceBoundRule(), start }),
  };
  const make = made[rule];
  if (make === undefined) throw new Error(`there is no rule ${rule}`);
  return make();
}

/** The next step of a rule, by the library's optimiser, whose state travels with question and answer. */
export async function stepAnswer({ rule, start, last, seed }: StepQuestion): Promise<StepAnswer> {
  const optimiser = new BayesianOptimiser(problemOf(rule, start), last?.state ?? Random.from(seed));
  if (last !== undefined) optimiser.tell(last.y);
  const { candidate, x, suggestion, model } = await optimiser.ask();
  const { mean, variance } = model.averaged();
  return {
    candidate,
    x: x[0]!,
    mean,
    variance,
    curve: suggestion.drawn ?? suggestion.score ?? mean,
    state: optimiser.state,
  };
}

/** A function by its values at the candidates. @throws Error naming the first place without a value */
export function requireFunction(values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i]))
      throw new Error(
        `The function has no value at x = ${(-1 + (2 * i) / (values.length - 1)).toFixed(2)}: draw over the whole width.`,
      );
}
