import { normalUpperTail } from "../../math/index.js";

/** Beyond so many standard deviations a normal distribution has no mass in doubles. */
const reach = 9;

/** A kernel wider than so many times all bins is even over them. */
const widest = 4;

/** Mass that a kernel at the middle of a bin gives to the bin so many places further. */
function massAt(places: number, sdInBins: number): number {
  const distance = Math.abs(places);
  return normalUpperTail((distance - 0.5) / sdInBins) - normalUpperTail((distance + 0.5) / sdInBins);
}

/** The kernel's masses by places, those of the line wound round a circle of twice the bins: reflected twice, one is where one was. */
function woundMasses(bins: number, sdInBins: number): Float64Array {
  const circle = 2 * bins;
  const masses = new Float64Array(circle);
  const farthest = Math.ceil(reach * sdInBins) + 1;
  for (let places = -farthest; places <= farthest; places++) {
    const at = ((places % circle) + circle) % circle;
    masses[at] = masses[at]! + massAt(places, sdInBins);
  }
  return masses;
}

/**
 * Counts smoothed by a normal kernel that is reflected at both ends, as shares of the bins: each kernel's mass in a bin, not its
 * density at the bin's middle. Nothing is lost, however narrow or wide the kernel: the shares add to 1 but for rounding.
 *
 * Cost O(bins^2).
 */
export function smoothShares(counts: Float64Array, sdInBins: number): Float64Array {
  const bins = counts.length;
  const masses = woundMasses(bins, Math.min(sdInBins, widest * bins));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = new Float64Array(bins);
  for (let from = 0; from < bins; from++) {
    const weight = counts[from]! / total;
    if (weight === 0) continue;
    for (let to = 0; to < bins; to++) {
      const apart = Math.abs(to - from);
      shares[to] = shares[to]! + weight * (masses[apart]! + masses[to + from + 1]!);
    }
  }
  return shares;
}
