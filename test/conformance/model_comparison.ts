import { looOfLogLikelihood, relativeEfficiency, waicOfLogLikelihood } from "pml/model";
import type { Ledger, Values } from "./ledger.js";

interface Accuracy {
  readonly elpd: number;
  readonly se: number;
  readonly p: number;
  readonly pointwise: Values;
  readonly k?: Values;
  readonly good_k?: number;
}

interface Case {
  readonly posterior: Readonly<Record<string, number[][]>>;
  /** [chains][draws][observations] */
  readonly log_likelihood: number[][][];
  readonly loo: Accuracy;
  readonly "loo_at_reff_0.5": Accuracy;
  readonly waic: Accuracy;
}

const tolerance = 1e-10;

/** Leave-one-out cross-validation and WAIC as ArviZ gives them. */
export function check({ cases }: { readonly cases: readonly Case[] }, ledger: Ledger): void {
  for (const { posterior, log_likelihood, ...expected } of cases) {
    const observations = log_likelihood[0]![0]!.map((_, i) =>
      log_likelihood.map((chain) => Float64Array.from(chain, (draw) => draw[i]!)),
    );
    const quantities = Object.fromEntries(
      Object.entries(posterior).map(([name, chains]) => [
        name,
        chains.map((chain) => Float64Array.from(chain)),
      ]),
    );
    const efficiency = { relativeEfficiency: relativeEfficiency(quantities) };
    const found = {
      loo: looOfLogLikelihood(observations, efficiency),
      "loo_at_reff_0.5": looOfLogLikelihood(observations, { relativeEfficiency: 0.5 }),
      waic: waicOfLogLikelihood(observations),
    };
    for (const name of ["loo", "loo_at_reff_0.5", "waic"] as const) {
      const ours = found[name];
      const theirs = expected[name];
      ledger.compare(`${name} elpd`, ours.elpd, theirs.elpd, tolerance);
      ledger.compare(`${name} standard error`, ours.se, theirs.se, tolerance);
      ledger.compare(`${name} effective parameters`, ours.parameters, theirs.p, tolerance);
      ledger.compare(`${name} pointwise`, ours.pointwise, theirs.pointwise, tolerance);
      if (!("k" in ours)) continue;
      ledger.compare(`${name} Pareto k`, ours.k, theirs.k!, tolerance);
      ledger.compare(`${name} largest good k`, ours.goodK, theirs.good_k!, tolerance);
    }
  }
}
