import { requireInput, requireInteger, requirePositive } from "../../support/index.js";
import { type BandwidthRule, bandwidth } from "./kde-bandwidth.js";

export interface KdeOptions {
  /** Rule, or the bandwidth itself in the units of the draws. Default "experimental", as in ArviZ. */
  readonly bandwidth?: BandwidthRule | number;
  /** Number of bins between the smallest and the largest draw, at least 100. Default 512. */
  readonly bins?: number;
}

/** A density estimate on the centres of equal bins. */
export interface DensityEstimate {
  readonly x: Float64Array;
  readonly density: Float64Array;
  readonly bandwidth: number;
}

/**
 * Gaussian kernel density estimate between the smallest and the largest draw: a histogram smoothed by the kernel
 * and reflected at both ends, as ArviZ draws it (the same bins, kernel length and reflection). The mass beyond
 * the ends is folded back, so the estimate integrates to about 1. Draws that are not finite are left out.
 *
 * With fewer than two different draws there is no density: x is empty. Cost O(n + bins * bandwidth in bins).
 */
export function kde(draws: ArrayLike<number>, options: KdeOptions = {}): DensityEstimate {
  const { bandwidth: wanted = "experimental", bins = 512 } = options;
  requireInteger("kde", "bins", bins, 100);
  const finite = Float64Array.from(draws).filter(Number.isFinite);
  const least = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const most = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!(most > least)) {
    return { x: new Float64Array(0), density: new Float64Array(0), bandwidth: Number.NaN };
  }
  const edges = binEdges(least, most, bins);
  const counts = histogram(finite, edges);
  const width =
    typeof wanted === "number"
      ? requirePositive("kde", "bandwidth", wanted)
      : bandwidth(wanted, { draws: finite, counts, range: most - least });
  requireInput(width > 0, "kde", () => `the ${wanted} bandwidth of these draws is ${width}: give a number`);
  const binWidth = edges[1]! - edges[0]!;
  const frequencies = counts.map((count) => count / binWidth / finite.length);
  return {
    x: Float64Array.from(counts, (_, bin) => (edges[bin + 1]! + edges[bin]!) / 2),
    density: smooth(frequencies, width / binWidth),
    bandwidth: width,
  };
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
