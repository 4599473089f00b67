import type { LogDensity } from "../../math/index.js";
import type { TransitionKernel } from "../sampling/transition-kernel.js";

/**
 * Random-walk Metropolis: proposes position + stepSize * N(0, C) and accepts with probability min(1, ratio of the
 * densities). C is the metric's covariance, so warm-up adapts scale and shape of the proposal.
 */
export function metropolisKernel(density: LogDensity): TransitionKernel {
  const { dimension } = density;
  const proposal = new Float64Array(dimension);
  const gradient = new Float64Array(dimension);
  return {
    dimension,
    step(random, state, { metric, stepSize }) {
      metric.drawDisplacement(random, proposal);
      for (let i = 0; i < dimension; i++) proposal[i] = state.position[i]! + stepSize * proposal[i]!;
      const logDensity = density.logDensityAndGradient(proposal, gradient);
      const ratio = Number.isFinite(logDensity) ? Math.exp(logDensity - state.logDensity) : 0;
      const acceptance = Math.min(1, ratio);
      const next =
        random.uniform() < acceptance
          ? { position: proposal.slice(), gradient: gradient.slice(), logDensity }
          : state;
      return {
        state: next,
        info: { acceptance, treeDepth: 0, leapfrogSteps: 1, divergent: false, energy: -next.logDensity },
      };
    },
    // the best scale for a Gaussian of known covariance (Roberts, Gelman and Gilks 1997)
    findStepSize: () => 2.38 / Math.sqrt(dimension),
  };
}
