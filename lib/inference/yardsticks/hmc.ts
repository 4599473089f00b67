import type { LogDensity } from "../../math/index.js";
import { findLeapfrogStepSize } from "../nuts/first-step-size.js";
import { leapfrog, PhasePoint } from "../nuts/hamiltonian.js";
import { maxEnergyError } from "../nuts/tree.js";
import type { TransitionKernel } from "../sampling/transition-kernel.js";

/** Leapfrog steps are drawn uniformly from 1 up to this. */
const maxLeapfrogSteps = 20;

/**
 * Plain Hamiltonian Monte Carlo: a random number of leapfrog steps, then a Metropolis choice between the end and
 * the start (Neal 2011). The random number keeps it from walking in circles where a fixed one meets a period.
 */
export function hmcKernel(density: LogDensity): TransitionKernel {
  const point = new PhasePoint(density.dimension);
  return {
    dimension: density.dimension,
    step(random, state, { metric, stepSize }) {
      point.launch(state, metric, random);
      const startEnergy = point.energy;
      const steps = 1 + random.integer(maxLeapfrogSteps);
      let taken = 0;
      let divergent = false;
      while (taken < steps && !divergent) {
        leapfrog(density, metric, point, stepSize);
        taken++;
        divergent = !(Number.isFinite(point.energy) && point.energy - startEnergy <= maxEnergyError);
      }
      const acceptance = divergent ? 0 : Math.min(1, Math.exp(startEnergy - point.energy));
      const accepted = random.uniform() < acceptance;
      return {
        state: accepted
          ? {
              position: point.position.slice(),
              gradient: point.gradient.slice(),
              logDensity: point.logDensity,
            }
          : state,
        info: {
          acceptance,
          treeDepth: 0,
          leapfrogSteps: taken,
          divergent,
          energy: accepted ? point.energy : startEnergy,
        },
      };
    },
    findStepSize: (random, state, tuning) => findLeapfrogStepSize(density, random, state, tuning),
  };
}
