import { Breather, type ProgressSink, requireInteger, silent } from "../support/index.js";
import type { BayesianOptimizer, Proposal } from "./optimizer.js";
import type { OptimizerState } from "./state.js";

/** A function to be minimised. */
export type Objective = (x: readonly number[]) => number | Promise<number>;

/** The objective has failed; the optimisation has not: `state` has its question still open. */
export class ObjectiveError extends Error {
  override readonly name = "ObjectiveError";
  constructor(
    readonly x: readonly number[],
    readonly state: OptimizerState,
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
  readonly onStep?: (state: OptimizerState) => void;
}

/**
 * Asks and tells until the optimisation has made `steps` steps in all, those of a resumed state included; fewer where nothing is left to
 * ask for, see {@link BayesianOptimizer.isExhausted}.
 *
 * @returns the last state
 * @throws ObjectiveError if the objective throws or its value is not finite: the optimiser keeps its state, and
 *   calling again repeats the question
 */
export async function minimise(
  optimizer: BayesianOptimizer,
  objective: Objective,
  steps: number,
  { progress = silent, signal, onProposal, onStep }: MinimiseOptions = {},
): Promise<OptimizerState> {
  requireInteger("minimise", "steps", steps);
  const breather = new Breather(signal);
  const task = progress("optimisation", steps);
  while (optimizer.state.history.length < steps && !optimizer.isExhausted) {
    await breather.breathe();
    const proposal = await optimizer.ask();
    onProposal?.(proposal);
    try {
      optimizer.tell(await objective(proposal.x));
    } catch (cause) {
      throw new ObjectiveError(proposal.x, optimizer.state, cause);
    }
    onStep?.(optimizer.state);
    const note = proposal.nothingToGain ? ", nothing left to gain by the rule" : "";
    task.update(optimizer.state.history.length, `best ${optimizer.best.y.toPrecision(6)}${note}`);
  }
  const end = optimizer.isExhausted ? "every candidate is known, nothing is left to gain: " : "";
  task.finish(`${end}best ${optimizer.best.y.toPrecision(6)} at ${optimizer.best.x.join(", ")}`);
  return optimizer.state;
}
