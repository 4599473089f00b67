import { HyperPosterior, type Inputs, inputPoints, logNormalPrior, type Prior, rbf } from "../gp/index.js";
import { requireInteger } from "../support/index.js";

/** The exam's function on [-1, 1]: `f(x) = sin 20x + 2 cos 14x - 2 sin 6x`. */
export function examFunction(x: number): number {
  return Math.sin(20 * x) + 2 * Math.cos(14 * x) - 2 * Math.sin(6 * x);
}

/** Where the exam evaluates its function before anything is fitted. */
export const examInputs: readonly number[] = [-1, -0.5, 0, 0.5, 1];

/** The exam's fixed noise: a variance. The values themselves carry no noise. */
export const examNoise = 1e-4;

/** The exam's five pairs (x, f(x)), without noise, as (-1, -1.198302), (-0.5, 2.334066), (0, 2), (0.5, 0.681543), (1, 1.745251). */
export function examData(): { readonly x: Inputs; readonly y: Float64Array } {
  return { x: inputPoints(examInputs), y: Float64Array.from(examInputs, examFunction) };
}

/**
 * The exam's priors of the Gaussian kernel: lengthscale ~ LogNormal(-1, 1), variance ~ LogNormal(0, 2) (mean and sd of
 * the logarithm). The exam writes the parameters as squares of a sigma; here, as in the report, the first prior is the
 * lengthscale's own, not its square's.
 */
export function examPriors(): { readonly lengthscale: Prior; readonly variance: Prior } {
  return {
    lengthscale: logNormalPrior({ meanOfLog: -1, sdOfLog: 1 }),
    variance: logNormalPrior({ meanOfLog: 0, sdOfLog: 2 }),
  };
}

/** The exam's two priors, exchanged, as earlier revisions of the report had them (faults G8, B7): l ~ LogNormal(0, 2), v ~ LogNormal(-1, 1). */
export function exchangedPriors(): { readonly lengthscale: Prior; readonly variance: Prior } {
  return {
    lengthscale: logNormalPrior({ meanOfLog: 0, sdOfLog: 2 }),
    variance: logNormalPrior({ meanOfLog: -1, sdOfLog: 1 }),
  };
}

/** The exam's hyper-posterior: Gaussian kernel, five pairs, priors and noise as above; coordinates (ln lengthscale, ln variance). */
export function examHyperPosterior(): HyperPosterior {
  return new HyperPosterior({ kernel: rbf(), ...examData(), priors: { ...examPriors() }, noise: examNoise });
}

/** `count` evenly spaced points from -1 to 1, both included (the exam has 200): `x_i = -1 + i 2/(count - 1)`. */
export function examGrid(count = 200): Float64Array {
  requireInteger("examGrid", "count", count, 2);
  const step = 2 / (count - 1);
  return Float64Array.from({ length: count }, (_, i) => (i === count - 1 ? 1 : i * step - 1));
}
