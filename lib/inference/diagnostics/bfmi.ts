import { meanOf, varianceOf } from "../../math/index.js";
import type { Quantity } from "../sampling/run.js";
import { inSafeUnit } from "./moments.js";

/**
 * Bayesian fraction of missing information of each chain: mean of (E_t - E_t-1)^2 over the variance of E, from the
 * statistic `energy`. Below 0.3 the momenta change the energy too slowly for the tails (Betancourt 2016,
 * arXiv:1604.00695). NaN for fewer than 2 draws or constant energy.
 */
export function bfmi(energy: Quantity): number[] {
  return inSafeUnit(energy).draws.map((chain) => {
    if (chain.length < 2) return Number.NaN;
    const jumps = new Float64Array(chain.length - 1);
    for (let t = 1; t < chain.length; t++) jumps[t - 1] = (chain[t]! - chain[t - 1]!) ** 2;
    return meanOf(jumps) / varianceOf(chain);
  });
}
