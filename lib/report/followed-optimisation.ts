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

/** The curves of one step that belong to its surrogate and its draw: what cannot be told from the run's state. */
export interface StepCurves {
  /** Steps are counted from 0. */
  readonly k: number;
  /** At the candidates: f*, mean and standard deviation (noise included) of the prediction. */
  readonly drawn: Float64Array;
  readonly mean: Float64Array;
  readonly sd: Float64Array;
}

/** One step of an optimisation of the exam's function, with what its figure shows. */
export interface FollowedStep extends StepCurves {
  readonly title: string;
  /** The candidates, and the function there. */
  readonly x: ArrayLike<number>;
  readonly f: ArrayLike<number>;
  readonly start: { readonly x: readonly number[]; readonly y: readonly number[] };
  readonly earlier: { readonly x: readonly number[]; readonly y: readonly number[] };
  readonly added: { readonly x: number; readonly y: number };
}

/** How a run is followed. */
export interface FollowOptions {
  readonly random: Random;
  readonly progress?: ProgressSink;
  readonly signal?: AbortSignal;
  /**
   * As in the report: the band is of the mean of the draws' variances, and the first step is k = 1. Otherwise of the
   * total variance, and the first step is k = 0.
   */
  readonly asInReport?: boolean;
  /** The steps that are wanted for figures, counted from 0. Default: all. */
  readonly figures?: readonly number[];
}

/** An optimisation and those of its steps that are wanted for figures. */
export interface FollowedOptimisation {
  readonly steps: readonly FollowedStep[];
  readonly state: OptimiserState;
}

/** Runs an optimisation of the exam's function and keeps what a figure of each step needs. */
export async function followOptimisation(
  problem: OptimiserProblem,
  count: number,
  { random, progress, signal, asInReport = false, figures }: FollowOptions,
): Promise<FollowedOptimisation> {
  const optimiser = new BayesianOptimiser(problem, random);
  const curves: StepCurves[] = [];
  const state = await minimise(optimiser, exam.evaluate, count, {
    ...(progress && { progress }),
    ...(signal && { signal }),
    onProposal({ k, model, suggestion }) {
      if (figures !== undefined && !figures.includes(k)) return;
      const { mean, variance: total } = model.averaged();
      let variance = total;
      if (asInReport) {
        variance = new Float64Array(total.length);
        model.forEachDraw((draw, share) => {
          for (let j = 0; j < variance.length; j++) variance[j]! += share * draw.variance[j]!;
        });
      }
      const sd = variance.map((v) => Math.sqrt(v + examNoise));
      curves.push({ k, drawn: suggestion.drawn ?? mean, mean, sd });
    },
  });
  return { steps: followedSteps(state, curves, asInReport), state };
}

/** The steps of a run from its state and their curves. */
export function followedSteps(
  { history }: OptimiserState,
  curves: readonly StepCurves[],
  asInReport: boolean,
): FollowedStep[] {
  const x = exam.candidates.values;
  const f = Float64Array.from(x, examFunction);
  return curves.map(({ k, drawn, mean, sd }) => {
    const earlier = history.slice(0, k);
    const place = history[k]!.x[0]!;
    return {
      k,
      title: `k = ${asInReport ? k + 1 : k}`,
      x,
      f,
      drawn,
      mean,
      sd,
      start: { x: examInputs, y: examInputs.map(examFunction) },
      earlier: { x: earlier.map((step) => step.x[0]!), y: earlier.map((step) => step.y) },
      added: { x: place, y: examFunction(place) },
    };
  });
}
