import type { LogDensity } from "../../math/index.js";
import { requireInput, requireInteger } from "../../support/index.js";
import type { ChainState, TransitionKernel } from "../sampling/transition-kernel.js";
import { Copies } from "./copies.js";
import { findLeapfrogStepSize } from "./first-step-size.js";
import { HamiltonianTrajectory } from "./trajectory.js";
import { type AcceptanceStatistic, DoublingTree } from "./tree.js";

/** Settings of the no-U-turn transition. */
export interface NutsSettings {
  /** Largest number of doublings: at most 2^maxTreeDepth - 1 leapfrog steps. Default 10. */
  readonly maxTreeDepth?: number;
  /**
   * How each transition draws its momentum. "perpendicular" (default): afresh in length, but at right angles (in the
   * metric) to the momentum with which the last trajectory passed the chosen point, so that the next one does not run
   * along the same orbit. "independent": afresh altogether, as Stan does. Both leave the density invariant; the first
   * mixes better in few dimensions (some 8 % more effective draws in two), and is the same in many.
   */
  readonly momentum?: "independent" | "perpendicular";
  /** What the step size is adapted by. Default "trajectory". */
  readonly acceptanceStatistic?: AcceptanceStatistic;
}

/** The no-U-turn sampler's transition for a density: multinomial, biased progressive (Betancourt 2017). */
export function nutsKernel(density: LogDensity, settings: NutsSettings = {}): TransitionKernel {
  const { maxTreeDepth = 10, momentum = "perpendicular" } = settings;
  const { acceptanceStatistic = "trajectory" } = settings;
  requireInteger("nutsKernel", "maxTreeDepth", maxTreeDepth, 1);
  requireInput(
    momentum === "independent" || momentum === "perpendicular",
    "nutsKernel",
    () => `momentum must be "independent" or "perpendicular", got ${momentum}`,
  );
  requireInput(
    acceptanceStatistic === "trajectory" || acceptanceStatistic === "last-doubling",
    "nutsKernel",
    () => `acceptanceStatistic must be "trajectory" or "last-doubling", got ${acceptanceStatistic}`,
  );
  const remembers = momentum === "perpendicular";
  const tree = new DoublingTree(maxTreeDepth, acceptanceStatistic);
  const trajectory = new HamiltonianTrajectory(density, tree.slots);
  const copies = new Copies(density.dimension);
  return {
    dimension: density.dimension,
    step(random, state, { metric, stepSize }) {
      trajectory.start(state, metric, stepSize, random, remembers ? state.momentum : undefined);
      const { depth, steps, acceptance, divergent } = tree.grow(trajectory);
      const { proposal } = trajectory;
      const next: ChainState = {
        position: copies.of(proposal.position),
        gradient: copies.of(proposal.gradient),
        logDensity: proposal.logDensity,
        ...(remembers ? { momentum: copies.of(proposal.momentum) } : undefined),
      };
      return {
        state: next,
        info: { acceptance, treeDepth: depth, leapfrogSteps: steps, divergent, energy: proposal.energy },
      };
    },
    findStepSize: (random, state, tuning) => findLeapfrogStepSize(density, random, state, tuning),
  };
}
