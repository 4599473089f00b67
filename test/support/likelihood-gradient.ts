import { type Kernel, MarginalLikelihood } from "pml/gp";

/** The gradient of the log marginal likelihood by the logarithms of the kernel's parameters and of the noise, by name. */
export function likelihoodGradient(
  kernel: Kernel,
  { noise, x, y }: { readonly noise: number; readonly x: ArrayLike<number>; readonly y: ArrayLike<number> },
): Readonly<Record<string, number>> {
  const gradient = new Float64Array(kernel.parameters.length + 1);
  new MarginalLikelihood(kernel, x, y).evaluate(Float64Array.from(kernel.parameters), noise, gradient);
  const names = [...kernel.parameterNames, "noise"];
  return Object.fromEntries(names.map((name, i) => [name, gradient[i]!]));
}
