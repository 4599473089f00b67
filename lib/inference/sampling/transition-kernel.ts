import type { Random } from "../../random/index.js";
import type { Metric } from "../nuts/metric.js";

/** Where a chain is: a point with its log density (nats) and gradient. */
export interface ChainState {
  readonly position: Float64Array;
  readonly logDensity: number;
  readonly gradient: Float64Array;
  /** The momentum with which the trajectory passed there, for samplers that go on from it. */
  readonly momentum?: Float64Array;
}

/** What one transition was like. */
export interface TransitionInfo {
  /** Acceptance statistic in [0, 1]: what the step size is adapted by. */
  readonly acceptance: number;
  /** Completed doublings (NUTS), 0 for the other samplers. */
  readonly treeDepth: number;
  /** Evaluations of the density and gradient. */
  readonly leapfrogSteps: number;
  /** The energy error exceeded its bound: the integrator met a curvature that its step is too long for. */
  readonly divergent: boolean;
  /** Hamiltonian of the new state, kinetic energy included (nats); for Metropolis minus the log density. */
  readonly energy: number;
}

/** What is adapted during warm-up and then held fixed. */
export interface Tuning {
  /** Leapfrog step, or the scale of a Metropolis proposal, in units of the metric. */
  readonly stepSize: number;
  readonly metric: Metric;
}

/**
 * One Markov transition that leaves the density invariant, as a function: the given state is not changed, and
 * the same random stream, state and tuning give the same result.
 */
export interface TransitionKernel {
  readonly dimension: number;
  step(random: Random, state: ChainState, tuning: Tuning): { state: ChainState; info: TransitionInfo };
  /** A first guess of the step size at this state for a metric, or the given one where there is nothing to try. */
  findStepSize(random: Random, state: ChainState, tuning: Tuning): number;
}
