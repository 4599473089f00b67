import { PlainMixture, type SparseMoments, weightedMoments } from "pml/densities";

/** Pixels of an image. */
export const dimension = 784;
/** The variance that Table 2's mixture adds to every pixel, and that of the dequantisation, on [0, 1]. */
export const correctedFloor = 1e-6 + 1 / (12 * 256 ** 2);
/** The report's, on 0 to 255: scikit-learn's default. */
export const reportFloor = 1e-6;

/** The same ten clusters with two floors. */
export interface Mixtures {
  /** Of levels `(x + u) / 256`. */
  readonly corrected: PlainMixture;
  /** Of grey values 0 to 255. */
  readonly report: PlainMixture;
}

/**
 * The report's mixture from the sums over its clusters (exact in whole numbers), with its own floor on 0 to 255 and with that of Table 2 on dequantised
 * levels: one M step, as the fit's last.
 *
 * @param counts training images that belong to each component alone @param array the sums by their names
 */
export function mixturesOf(counts: readonly number[], array: (name: string) => ArrayLike<number>): Mixtures {
  const moments = counts.map((count, k) => momentsOf(count, k, array));
  return {
    corrected: new PlainMixture(moments, { offset: 0.5, divisor: 256, floor: correctedFloor }),
    report: new PlainMixture(moments, { floor: reportFloor }),
  };
}

function momentsOf(count: number, k: number, array: (name: string) => ArrayLike<number>): SparseMoments {
  const [components, places, shares] = ["sharedComponents", "sharedPlaces", "shares"].map(array) as [
    ArrayLike<number>,
    ArrayLike<number>,
    ArrayLike<number>,
  ];
  const images = array("sharedImages") as Uint8Array;
  const own = Array.from(components, (_, i) => i).filter((i) => components[i] === k);
  const values = new Uint8Array(own.length * dimension);
  for (const [r, i] of own.entries())
    values.set(images.subarray(places[i]! * dimension, (places[i]! + 1) * dimension), r * dimension);
  return weightedMoments(
    {
      count,
      dimension,
      columns: array(`columns-${k}`) as Uint16Array,
      sums: array(`sums-${k}`) as Uint32Array,
      products: array(`products-${k}`) as Uint32Array,
    },
    { values, dimension, shares: own.map((i) => shares[i]!) },
  );
}
