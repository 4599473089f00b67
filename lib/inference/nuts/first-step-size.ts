import type { LogDensity } from "../../math/index.js";
import type { Random } from "../../random/index.js";
import { InputError } from "../../support/index.js";
import type { ChainState, Tuning } from "../sampling/transition-kernel.js";
import { leapfrog, PhasePoint } from "./hamiltonian.js";

/** The acceptance of one step that separates "too long" from "too short". */
const threshold = Math.log(0.8);

/**
 * A step size of the right order: doubled or halved until the acceptance of a single leapfrog step with a fresh
 * momentum crosses 0.8 (Hoffman and Gelman 2014, algorithm 4, with the threshold that Stan uses).
 *
 * Throws an InputError if no step from 1e-300 to 1e7 does: the density is then wider than 1e7 in every direction, improper, or its
 * gradient is wrong. Which of them, a finite number of steps cannot tell.
 */
export function findLeapfrogStepSize(
  density: LogDensity,
  random: Random,
  state: ChainState,
  { metric, stepSize }: Tuning,
): number {
  const point = new PhasePoint(density.dimension);
  const logAcceptance = (step: number): number => {
    point.launch(state, metric, random);
    const before = point.energy;
    leapfrog(density, metric, point, step);
    return Number.isFinite(point.energy) ? before - point.energy : -Infinity;
  };
  let step = stepSize;
  const grow = logAcceptance(step) > threshold;
  for (;;) {
    if (logAcceptance(step) > threshold !== grow) return step;
    step *= grow ? 2 : 0.5;
    if (step > 1e7 || step < 1e-300) throw noStepSize(step, state);
  }
}

function noStepSize(step: number, state: ChainState): InputError {
  const reason =
    step > 1
      ? "steps of up to 1e7 are accepted: the density is that wide (sample its parameters in units in which their standard deviations " +
        "are nearer 1), or it is improper (flat in some direction), or its gradient is wrong"
      : "no step is short enough to be accepted: the gradient does not belong to the density (see checkGradient)";
  return new InputError("findLeapfrogStepSize", reason, {
    step,
    position: state.position.slice(),
    logDensity: state.logDensity,
    gradient: state.gradient.slice(),
  });
}
