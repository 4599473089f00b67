import * as distributions from "pml/model";
import { digamma } from "#internal/math/digamma";
import type { Ledger } from "./ledger.js";

interface Density {
  readonly distribution: string;
  readonly x: number | number[];
  // biome-ignore lint/suspicious/noExplicitAny: numbers, vectors or matrices
  readonly arguments: any;
  readonly log_density: number;
}

interface Special {
  readonly x: number;
  readonly digamma: number;
}

/** The log density of one factor, at arguments that a parameter's value of 0 leaves as they are. */
function logDensity({ distribution, x, arguments: given }: Density): number {
  const { model, real, add } = distributions;
  // biome-ignore lint/suspicious/noExplicitAny: every distribution has its own arguments
  const factor = (distributions as any)[distribution];
  const shifted = model({ u: real() }, ({ u }) => {
    // through the graph where numbers are not folded, so that the compiled operations are what is checked
    const args = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, add(value as number, u)]),
    );
    return [factor(x, args)];
  });
  return shifted.logDensityAndGradient(new Float64Array(1), new Float64Array(1));
}

/** Log densities with their constants, and special functions. */
export function check(
  {
    densities,
    special_functions,
  }: { readonly densities: readonly Density[]; readonly special_functions: readonly Special[] },
  ledger: Ledger,
): void {
  for (const density of densities)
    ledger.compare(`${density.distribution} log density`, logDensity(density), density.log_density, 1e-12);
  for (const { x, digamma: expected } of special_functions)
    ledger.compare("digamma", digamma(x), expected, 2e-15, "strictly-relative");
}
