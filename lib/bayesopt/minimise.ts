import { Breather, type ProgressSink, requireInteger, silent } from "../support/index.js";
import type { BayesianOptimiser, Proposal } from "./optimiser.js";
import type { OptimiserState } from "./state.js";

/** A function to be minimised. */
export type Objective = (x: readonly number[]) => number | Promise<number>;

/** The objective has failed; the optimisation has not: `state` has its question still open. */
export class ObjectiveError extends Error {
  override readonly name = "ObjectiveError";
  constructor(
    readonly x: readonly number[],
    readonly state: OptimiserState,
    cause: unknown,
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `minimise: the objective failed at x = ${x.join(", ")} (${reason}); the run is kept and can go on`,
      {
        cause,
      },
    );
  }
}

/** Hooks of {@link minimise}. */
export interface MinimiseOptions {
  readonly progress?: ProgressSink;
  readonly signal?: AbortSignal;
  /** Called with each proposal before the objective is evaluated there: for figures of a step. */
  readonly onProposal?: (proposal: Proposal) => void;
  /** Called after each step: the place to save the state. */
  readonly onStep?: (state: OptimiserState) => void;
}

/**
 * Asks and tells until the optimisation has made `steps` steps in all, those of a resumed state included; fewer where nothing is left to
 * ask for, see {@link BayesianOptimiser.isExhausted}.
 *
 * @returns the last state
 * @throws ObjectiveError if the objective throws or its value is not finite: the optimiser keeps its state, and
 *   calling again repeats the question
 */
export async function minimise(
  optimiser: BayesianOptimiser,
  objective: Objective,
  steps: number,
  { progress = silent, signal, onProposal, onStep }: MinimiseOptions = {},
): Promise<OptimiserState> {
  requireInteger("minimise", "steps", steps);
  const breather = new Breather(signal);
  const task = progress("optimisation", steps);
  while (optimiser.state.history.length < steps && !optimiser.isExhausted) {
    await breather.breathe();
    const proposal = await optimiser.ask();
    onProposal?.(proposal);
    try {
      optimiser.tell(await objective(proposal.x));
    } catch (cause) {
      throw new ObjectiveError(proposal.x, optimiser.state, cause);
    }
    onStep?.(optimiser.state);
    const note = proposal.nothingToGain ? ", nothing left to gain by the rule" : "";
    task.update(optimiser.state.history.length, `best ${optimiser.best.y.toPrecision(6)}${note}`);
  }
  const end = optimiser.isExhausted ? "every candidate is known, nothing is left to gain: " : "";
  task.finish(`${end}best ${optimiser.best.y.toPrecision(6)} at ${optimiser.best.x.join(", ")}`);
  return optimiser.state;
}
