import { safeUnitOf } from "../../math/index.js";
import { requireInput, requireInteger, requirePositive } from "../../support/index.js";
import { type BandwidthRule, type BinnedDraws, bandwidth } from "./kde-bandwidth.js";
import { smoothShares } from "./reflected-smoothing.js";

export interface KdeOptions {
  /** Rule, or the bandwidth itself in the units of the draws. Default "experimental", as in ArviZ. */
  readonly bandwidth?: BandwidthRule | number;
  /** Number of bins between the smallest and the largest draw, at least 100. Default 512. */
  readonly bins?: number;
  /** Largest error of its integral with which ArviZ's estimate is kept as it is. Default 0.005; Infinity is ArviZ, whatever it makes. */
  readonly integralTolerance?: number;
}

/** A density estimate on the centres of equal bins. */
export interface DensityEstimate {
  readonly x: Float64Array;
  readonly density: Float64Array;
  readonly bandwidth: number;
}

/** Draws so near each other beside their distance from 0 are binned from the smallest one, where their digits are. */
const farFromNought = 2 ** 20;

/**
 * Gaussian kernel density estimate between the smallest and the largest draw: a histogram smoothed by the kernel and reflected at both
 * ends. The sum of the densities times the bin width is 1 within 0.5 %, whatever the draws. Draws that are not finite are left out.
 *
 * Where ArviZ's estimate has that integral, it is this one (the same bins, kernel length and reflection; its kernel is cut at pi standard
 * deviations, which takes 0.2 %). But ArviZ takes the kernel at the middles of bins and lets go what is more than a fifth of the range
 * beyond the ends: with bins wider than the kernel (one outlier, heavy tails) its estimate integrates to 2 or 7, with very wide kernels
 * to less than 1. There, each bin gets the mass that the kernels have in it, and the integral is 1 but for rounding; no mode is then
 * narrower than a bin: draw the logarithm, or a part of the range.
 *
 * With fewer than two different draws there is no density: x is empty. Where no bandwidth is asked for and its default is 0 (most draws
 * are equal), it is 0.9 sd n^(-1/5). Cost O(n + bins^2).
 */
export function kde(draws: ArrayLike<number>, options: KdeOptions = {}): DensityEstimate {
  requireInteger("kde", "bins", options.bins ?? defaultBins, 100);
  const finite = Float64Array.from(draws).filter(Number.isFinite);
  const unit = safeUnitOf(finite);
  if (unit === 1) return estimate(finite, options);
  const { bandwidth: wanted } = options;
  const inUnit = typeof wanted === "number" ? { ...options, bandwidth: wanted / unit } : options;
  const {
    x,
    density,
    bandwidth: width,
  } = estimate(
    finite.map((value) => value / unit),
    inUnit,
  );
  return {
    x: x.map((value) => value * unit),
    density: density.map((value) => value / unit),
    bandwidth: width * unit,
  };
}

const defaultBins = 512;

function estimate(
  finite: Float64Array,
  { bandwidth: wanted, bins = defaultBins, integralTolerance = 0.005 }: KdeOptions,
): DensityEstimate {
  const lowest = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const highest = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!(highest > lowest)) {
    return { x: new Float64Array(0), density: new Float64Array(0), bandwidth: Number.NaN };
  }
  const isFar = Math.max(-lowest, highest) > farFromNought * (highest - lowest);
  const origin = isFar ? lowest : 0;
  const moved = isFar ? finite.map((value) => value - origin) : finite;
  const [least, most] = [lowest - origin, highest - origin];
  const edges = binEdges(least, most, bins);
  const counts = histogram(moved, edges);
  const width = widthOf(wanted, { draws: moved, counts, range: most - least });
  const binWidth = edges[1]! - edges[0]!;
  return {
    x: Float64Array.from(counts, (_, bin) => (edges[bin + 1]! + edges[bin]!) / 2 + origin),
    density: densities(counts, binWidth, width / binWidth, integralTolerance),
    bandwidth: width,
  };
}

function widthOf(wanted: KdeOptions["bandwidth"], binned: BinnedDraws): number {
  if (typeof wanted === "number") return requirePositive("kde", "bandwidth", wanted);
  const width = bandwidth(wanted ?? "experimental", binned);
  if (wanted === undefined && !(width > 0)) return bandwidth("scott", binned) * (0.9 / 1.06);
  requireInput(width > 0, "kde", () => `the ${wanted} bandwidth of these draws is ${width}: give a number`);
  return width;
}

function densities(
  counts: Float64Array,
  binWidth: number,
  sdInBins: number,
  integralTolerance: number,
): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  // a kernel as wide as all bins has lost its mass beyond the ends
  if (sdInBins < counts.length || integralTolerance === Infinity) {
    const smoothed = smooth(
      counts.map((count) => count / binWidth / total),
      sdInBins,
    );
    const mass = smoothed.reduce((sum, density) => sum + density, 0) * binWidth;
    if (Math.abs(mass - 1) <= integralTolerance) return smoothed;
  }
  return smoothShares(counts, sdInBins).map((share) => share / binWidth);
}

function binEdges(least: number, most: number, bins: number): Float64Array {
  const step = (most - least) / bins;
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => i * step + least);
  edges[bins] = most;
  return edges;
}

/** Counts of edges[i] <= x < edges[i + 1], the last bin holding its right edge too. */
function histogram(draws: Float64Array, edges: Float64Array): Float64Array {
  const bins = edges.length - 1;
  const counts = new Float64Array(bins);
  const scale = bins / (edges[bins]! - edges[0]!);
  for (const x of draws) {
    let bin = Math.min(Math.floor((x - edges[0]!) * scale), bins - 1);
    // the division may land a rounding error away from the edge
    if (x < edges[bin]!) bin--;
    else if (bin < bins - 1 && x >= edges[bin + 1]!) bin++;
    counts[bin] = counts[bin]! + 1;
  }
  return counts;
}

/** Gaussian weights over 2 pi sd bins (not normalised over the bins, as in ArviZ: divided by sd sqrt(2 pi)). */
function kernel(sdInBins: number): Float64Array {
  const length = Math.max(1, Math.trunc(2 * Math.PI * sdInBins));
  const centre = (length - 1) / 2;
  const norm = sdInBins * Math.sqrt(2 * Math.PI);
  return Float64Array.from({ length }, (_, i) => Math.exp(-0.5 * ((i - centre) / sdInBins) ** 2) / norm);
}

/** Convolves with the kernel; a fifth of the bins is mirrored beyond each end, and what lies further counts as 0. */
function smooth(frequencies: Float64Array, sdInBins: number): Float64Array {
  const bins = frequencies.length;
  const margin = Math.trunc(bins / 5);
  const padded = new Float64Array(bins + 2 * margin);
  padded.set(frequencies, margin);
  for (let i = 0; i < margin; i++) {
    padded[margin - 1 - i] = frequencies[i]!;
    padded[margin + bins + i] = frequencies[bins - 1 - i]!;
  }
  const weights = kernel(sdInBins);
  const shift = Math.floor((weights.length - 1) / 2);
  return frequencies.map((_, bin) => {
    const end = margin + bin + shift;
    let sum = 0;
    const last = Math.min(weights.length - 1, end);
    for (let j = Math.max(0, end - padded.length + 1); j <= last; j++) sum += padded[end - j]! * weights[j]!;
    return sum;
  });
}
