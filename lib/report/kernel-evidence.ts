import { gridQuadrature, HyperPosterior, type Kernel } from "../gp/index.js";
import { InputError } from "../support/index.js";
import { examFunction, examInputs, examNoise, examPriors } from "./exam.js";

/** The hyper-posterior of a kernel with the exam's priors and noise, given the exam's function at some places. */
export function kernelPosterior(kernel: Kernel, x: readonly number[] = examInputs): HyperPosterior {
  const all = examPriors();
  const priors = kernel.parameterNames.map((name) => {
    if (name === "lengthscale" || name === "variance") return [name, all[name]] as const;
    throw new InputError("kernelPosterior", `the exam has no prior for ${name}`, { name });
  });
  return new HyperPosterior({
    kernel,
    x,
    y: x.map(examFunction),
    priors: Object.fromEntries(priors),
    noise: examNoise,
  });
}

/** How probable a kernel makes the exam's five values. Nats. */
export interface KernelEvidence {
  /** `ln p(D)` */
  readonly all: number;
  /** `ln p(y_i | y_-i) = ln p(D) - ln p(D_-i)` for each point left out. */
  readonly leftOut: readonly number[];
  readonly sumOfLeftOut: number;
}

/** The evidence of a kernel on the exam's data, and the predictive density of each point given the others, by quadrature. */
export function kernelEvidence(kernel: Kernel, pointsPerAxis = 201): KernelEvidence {
  const evidence = (x: readonly number[]) =>
    gridQuadrature(kernelPosterior(kernel, x), { pointsPerAxis }).logEvidence;
  const all = evidence(examInputs);
  const leftOut = examInputs.map((left) => all - evidence(examInputs.filter((x) => x !== left)));
  return { all, leftOut, sumOfLeftOut: leftOut.reduce((sum, value) => sum + value, 0) };
}
