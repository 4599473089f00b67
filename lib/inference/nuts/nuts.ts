import { requireInteger, requirePositive } from "../../support/errors.js";
import type { LogDensity } from "../log-density.js";
import type { Kernel } from "../sampling/kernel.js";
import { findLeapfrogStepSize } from "./first-step-size.js";
import { HamiltonianTrajectory } from "./trajectory.js";
import { DoublingTree } from "./tree.js";

/** Settings of the no-U-turn transition. */
export interface NutsSettings {
  /** Largest number of doublings: at most 2^maxTreeDepth - 1 leapfrog steps. Default 10. */
  readonly maxTreeDepth?: number;
  /** Energy error in nats above which a trajectory counts as divergent. Default 1000. */
  readonly maxEnergyError?: number;
}

/** The no-U-turn sampler's transition for a density: multinomial, biased progressive (Betancourt 2017). */
export function nutsKernel(density: LogDensity, settings: NutsSettings = {}): Kernel {
  const { maxTreeDepth = 10, maxEnergyError = 1000 } = settings;
  requireInteger("nutsKernel", "maxTreeDepth", maxTreeDepth, 1);
  requirePositive("nutsKernel", "maxEnergyError", maxEnergyError);
  const tree = new DoublingTree(maxTreeDepth, maxEnergyError);
  const trajectory = new HamiltonianTrajectory(density, tree.slots);
  return {
    dimension: density.dimension,
    step(random, state, { metric, stepSize }) {
      trajectory.start(state, metric, stepSize, random);
      const { depth, steps, acceptance, divergent } = tree.grow(trajectory);
      const { position, gradient, logDensity, energy } = trajectory.proposal;
      return {
        state: { position: position.slice(), gradient: gradient.slice(), logDensity },
        info: { acceptance, treeDepth: depth, leapfrogSteps: steps, divergent, energy },
      };
    },
    findStepSize: (random, state, tuning) => findLeapfrogStepSize(density, random, state, tuning),
  };
}
