import FFT from "fft.js";
import { meanFrom } from "../../math/index.js";
import type { Quantity } from "../sampling/run.js";
import { inSafeUnit } from "./moments.js";

/** A transform of one size with the arrays it works on. */
interface Plan {
  readonly fft: FFT;
  /** Complex numbers, real and imaginary parts in turn. */
  readonly signal: Float64Array;
  readonly spectrum: Float64Array;
  readonly power: Float64Array;
}

let last: { readonly size: number; readonly plan: Plan } | undefined;

/** The last plan is kept: a summary asks for the same size hundreds of times. */
function planOf(size: number): Plan {
  if (last?.size !== size) {
    const complex = () => new Float64Array(2 * size);
    last = {
      size,
      plan: { fft: new FFT(size), signal: complex(), spectrum: complex(), power: complex() },
    };
  }
  return last.plan;
}

/** The smallest power of two that keeps the ends of n draws from wrapping round. */
function paddedSize(n: number): number {
  return 2 ** Math.ceil(Math.log2(2 * n));
}

function writeCentred(chain: Float64Array, signal: Float64Array, offset: 0 | 1): void {
  const first = chain[0]!;
  const deviation = meanFrom(chain, first);
  for (let t = 0; t < chain.length; t++) signal[2 * t + offset] = chain[t]! - first - deviation;
}

/**
 * Sum over chains of the autocovariances, each about its own chain's mean and divided by n; lags 0 .. n - 1.
 *
 * By FFT with zeros appended (Wiener and Khinchin). Two chains go through one transform as the real and imaginary
 * part: the real part of the autocovariance of x + iy is that of x plus that of y. Cost O(chains n log n).
 */
export function summedAutocovariance(chains: Quantity): Float64Array {
  const n = chains[0]!.length;
  const size = paddedSize(n);
  const { fft, signal, spectrum, power } = planOf(size);
  power.fill(0);
  for (let c = 0; c < chains.length; c += 2) {
    signal.fill(0);
    writeCentred(chains[c]!, signal, 0);
    if (c + 1 < chains.length) writeCentred(chains[c + 1]!, signal, 1);
    fft.transform(spectrum, signal);
    for (let k = 0; k < 2 * size; k += 2) {
      const real = spectrum[k]!;
      const imaginary = spectrum[k + 1]!;
      power[k] = power[k]! + real * real + imaginary * imaginary;
    }
  }
  fft.inverseTransform(spectrum, power);
  const covariance = new Float64Array(n);
  for (let lag = 0; lag < n; lag++) covariance[lag] = spectrum[2 * lag]! / n;
  return covariance;
}

/** Autocovariance of one chain about its mean, divided by n (biased); lags 0 .. n - 1. */
export function autocovariance(chain: Float64Array): Float64Array {
  const { draws, unit } = inSafeUnit([chain]);
  const covariance = summedAutocovariance(draws);
  return unit === 1 ? covariance : covariance.map((value) => value * unit * unit);
}

/** Autocovariance over variance: 1 at lag 0. NaN throughout for a constant chain. */
export function autocorrelation(chain: Float64Array): Float64Array {
  const covariance = summedAutocovariance(inSafeUnit([chain]).draws);
  const variance = covariance[0]!;
  return covariance.map((value) => value / variance);
}
