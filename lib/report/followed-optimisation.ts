import {
  BayesianOptimiser,
  minimise,
  type OptimiserProblem,
  type OptimiserState,
} from "../bayesopt/index.js";
import type { Random } from "../random/index.js";
import type { ProgressSink } from "../support/index.js";
import { examFunction, examInputs, examNoise } from "./exam.js";
import { exam } from "./exam-optimisation.js";

/** One step of an optimisation of the exam's function, with what its figure shows. */
export interface FollowedStep {
  readonly title: string;
  /** The candidates; function, draw, mean and standard deviation (noise included) are values there. */
  readonly x: ArrayLike<number>;
  readonly f: ArrayLike<number>;
  readonly drawn: ArrayLike<number>;
  readonly mean: ArrayLike<number>;
  readonly sd: ArrayLike<number>;
  readonly start: { readonly x: readonly number[]; readonly y: readonly number[] };
  readonly earlier: { readonly x: readonly number[]; readonly y: readonly number[] };
  readonly added: { readonly x: number; readonly y: number };
}

/** How a run is followed. */
export interface FollowOptions {
  readonly random: Random;
  readonly progress?: ProgressSink;
  /**
   * As in the report: the band is of the mean of the draws' variances, and the first step is k = 1. Otherwise of the
   * total variance, and the first step is k = 0.
   */
  readonly asInReport?: boolean;
}

/** An optimisation and its steps. */
export interface FollowedOptimisation {
  readonly steps: readonly FollowedStep[];
  readonly state: OptimiserState;
}

/** Runs an optimisation of the exam's function and keeps what a figure of each step needs. */
export async function followOptimisation(
  problem: OptimiserProblem,
  count: number,
  { random, progress, asInReport = false }: FollowOptions,
): Promise<FollowedOptimisation> {
  const optimiser = new BayesianOptimiser(problem, random);
  const x = exam.candidates.values;
  const f = Float64Array.from(x, examFunction);
  const steps: FollowedStep[] = [];
  const state = await minimise(optimiser, exam.evaluate, count, {
    ...(progress && { progress }),
    onProposal({ k, x: proposed, model, suggestion }) {
      const { mean, variance: total } = model.averaged();
      let variance = total;
      if (asInReport) {
        variance = new Float64Array(x.length);
        model.forEachDraw((draw, share) => {
          for (let j = 0; j < x.length; j++) variance[j]! += share * draw.variance[j]!;
        });
      }
      const { history } = optimiser.state;
      steps.push({
        title: `k = ${asInReport ? k + 1 : k}`,
        x,
        f,
        drawn: suggestion.drawn ?? mean,
        mean,
        sd: variance.map((v) => Math.sqrt(v + examNoise)),
        start: { x: examInputs, y: examInputs.map(examFunction) },
        earlier: { x: history.map((step) => step.x[0]!), y: history.map((step) => step.y) },
        added: { x: proposed[0]!, y: examFunction(proposed[0]!) },
      });
    },
  });
  return { steps, state };
}
