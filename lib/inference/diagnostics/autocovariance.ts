import FFT from "fft.js";
import { meanFrom } from "../../math/index.js";
import type { Quantity } from "../sampling/run.js";
import { inSafeUnit } from "./moments.js";

/** The last transform: its tables serve all of its size, and a summary asks for the same size again and again. */
let fft = new FFT(2);

/** The smallest power of two that keeps the ends of n draws from wrapping round. */
const paddedSize = (n: number): number => 2 ** Math.ceil(Math.log2(2 * n));

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
  if (fft.size !== size) fft = new FFT(size);
  // complex numbers, real and imaginary parts in turn
  const [signal, spectrum, power] = [0, 1, 2].map(() => new Float64Array(2 * size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
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
