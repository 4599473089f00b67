import { meanFrom } from "../../math/index.js";
import type { Quantity } from "../sampling/run.js";
import { summedAutocovariance } from "./autocovariance.js";

/** Lags summed in one sweep over the draws. */
const sweep = 4;

/** From this lag on the Fourier transform, which gives all lags at once, is cheaper than further sweeps. */
const farthestSweep = 64;

/** Kept from call to call: a summary needs the same space hundreds of times. */
let scratch = new Float64Array(0);

/**
 * The sum over chains of the autocovariances, as `summedAutocovariance` has it, lag by lag and no further than asked
 * for: chains that mix well are judged by a few lags, whose direct sums cost less than the transforms.
 *
 * Only one may be in use at a time: all work in the same space.
 */
export class AutocovarianceSums {
  /** Mean of each chain less the first draw of the first one. */
  readonly offsets: readonly number[];
  private readonly length: number;
  /** Length of a centred chain with the zeros behind it, which stand for the draws after the last. */
  private readonly stride: number;
  private readonly sums = new Float64Array(farthestSweep);
  private known = 0;
  private all: Float64Array | undefined;

  constructor(private readonly chains: Quantity) {
    this.length = chains[0]!.length;
    this.stride = this.length + sweep;
    const origin = chains[0]![0]!;
    // each from its own first draw: so they keep the digits of the spread, however far from 0 the draws lie
    const deviations = chains.map((chain) => meanFrom(chain, chain[0]!));
    this.offsets = chains.map((chain, c) => chain[0]! - origin + deviations[c]!);
    if (scratch.length < chains.length * this.stride) scratch = new Float64Array(chains.length * this.stride);
    chains.forEach((chain, c) => {
      writeCentred(chain, deviations[c]!, scratch, c * this.stride, sweep);
    });
  }

  /** At a lag below the number of draws. */
  at(lag: number): number {
    if (this.all === undefined && lag >= farthestSweep) this.all = summedAutocovariance(this.chains);
    if (this.all !== undefined) return this.all[lag]!;
    while (this.known <= lag) this.addSweep();
    return this.sums[lag]! / this.length;
  }

  private addSweep(): void {
    for (let c = 0; c < this.chains.length; c++) {
      addProducts(scratch, c * this.stride, this.length, this.known, this.sums);
    }
    this.known += sweep;
  }
}

function writeCentred(
  chain: Float64Array,
  deviation: number,
  into: Float64Array,
  start: number,
  zeros: number,
) {
  const n = chain.length;
  const first = chain[0]!;
  for (let t = 0; t < n; t++) into[start + t] = chain[t]! - first - deviation;
  into.fill(0, start + n, start + n + zeros);
}

/** Adds the products of draws `lag` .. `lag + 3` steps apart; behind the last draw there must be zeros. */
function addProducts(draws: Float64Array, start: number, n: number, lag: number, sums: Float64Array): void {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let [y0, y1, y2] = [draws[start + lag]!, draws[start + lag + 1]!, draws[start + lag + 2]!];
  const end = start + n - lag;
  for (let t = start; t < end; t++) {
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
