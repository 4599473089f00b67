import { meanFrom } from "../../math/index.js";
import type { Quantity } from "../sampling/run.js";
import { summedAutocovariance } from "./autocovariance.js";

/** Lags summed in one sweep over the draws. */
const sweep = 4;

/** From this lag on the Fourier transform, which gives all lags at once, is cheaper than further sweeps. */
const farthestSweep = 64;

/**
 * The sum over chains of the autocovariances, as `summedAutocovariance` has it, lag by lag and no further than asked
 * for: chains that mix well are judged by a few lags, whose direct sums cost less than the transforms.
 */
export class AutocovarianceSums {
  /** Mean of each chain less the first draw of the first one. */
  readonly offsets: readonly number[];
  private readonly length: number;
  /** The chains about their means, each with zeros behind it, which stand for the draws after the last. */
  private readonly centred: readonly Float64Array[];
  private readonly sums = new Float64Array(farthestSweep);
  private known = 0;
  private all: Float64Array | undefined;

  constructor(private readonly chains: Quantity) {
    this.length = chains[0]!.length;
    const origin = chains[0]![0]!;
    // each from its own first draw: so they keep the digits of the spread, however far from 0 the draws lie
    const deviations = chains.map((chain) => meanFrom(chain, chain[0]!));
    this.offsets = chains.map((chain, c) => chain[0]! - origin + deviations[c]!);
    this.centred = chains.map((chain, c) => {
      const centred = new Float64Array(this.length + sweep);
      for (let t = 0; t < chain.length; t++) centred[t] = chain[t]! - chain[0]! - deviations[c]!;
      return centred;
    });
  }

  /** At a lag below the number of draws. */
  at(lag: number): number {
    if (this.all === undefined && lag >= farthestSweep) this.all = summedAutocovariance(this.chains);
    if (this.all !== undefined) return this.all[lag]!;
    while (this.known <= lag) {
      for (const chain of this.centred) addProducts(chain, this.length, this.known, this.sums);
      this.known += sweep;
    }
    return this.sums[lag]! / this.length;
  }
}

/** Adds the products of draws `lag` .. `lag + 3` steps apart; behind the last draw there must be zeros. */
function addProducts(draws: Float64Array, n: number, lag: number, sums: Float64Array): void {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let [y0, y1, y2] = [draws[lag]!, draws[lag + 1]!, draws[lag + 2]!];
  for (let t = 0; t < n - lag; t++) {
    const x = draws[t]!;
    const y3 = draws[t + lag + 3]!;
    s0 += x * y0;
    s1 += x * y1;
    s2 += x * y2;
    s3 += x * y3;
    y0 = y1;
    y1 = y2;
    y2 = y3;
  }
  sums[lag] = sums[lag]! + s0;
  sums[lag + 1] = sums[lag + 1]! + s1;
  sums[lag + 2] = sums[lag + 2]! + s2;
  sums[lag + 3] = sums[lag + 3]! + s3;
}
