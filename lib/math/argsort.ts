/** An insertion further than this means that the upper words do not tell the values apart. */
const farthestShift = 32;

const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/**
 * The indices of the values in ascending order, equal values in the order they have; no NaN among them.
 *
 * Radix sort on the upper 32 bits of the doubles, made to sort as unsigned integers: O(n), and for tens of thousands
 * of draws many times faster than a comparison sort that carries indices. Few draws share their upper bits; those
 * are put in order by insertion. Where many do, the lower bits are sorted first.
 */
export function argsort(values: Float64Array): Uint32Array {
  const { upper, lower } = sortableWords(values);
  const inOrder = new Uint32Array(values.length);
  for (let i = 0; i < inOrder.length; i++) inOrder[i] = i;
  const order = sortByWord(upper, inOrder.slice());
  return insertByLowerWord(order, upper, lower) ? order : sortByWord(upper, sortByWord(lower, inOrder));
}

/** The halves of every double's bits, turned so that unsigned integers have the order of the doubles. */
function sortableWords(values: Float64Array): { upper: Uint32Array; lower: Uint32Array } {
  const n = values.length;
  const words = new Uint32Array(new Float64Array(values).buffer);
  const upperPlace = isLittleEndian ? 1 : 0;
  const upper = new Uint32Array(n);
  const lower = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const high = words[2 * i + upperPlace]!;
    const low = words[2 * i + 1 - upperPlace]!;
    // negative numbers sort as their bits turned round, -0 as 0
    const isNegative = high > 0x80000000 || (high === 0x80000000 && low !== 0);
    upper[i] = isNegative ? ~high : high | 0x80000000;
    lower[i] = isNegative ? ~low : low;
  }
  return { upper, lower };
}

/** Sorts the indices by their words, digit by digit from the lowest, equal words in the order they have. */
function sortByWord(words: Uint32Array, indices: Uint32Array): Uint32Array {
  const n = indices.length;
  // short lists do not pay for long tables of counts
  const bits = n < 4096 ? 8 : 11;
  const digits = 1 << bits;
  const starts = new Uint32Array(digits);
  let order: Uint32Array = indices;
  let next: Uint32Array = new Uint32Array(n);
  for (let shift = 0; shift < 32; shift += bits) {
    if (!countDigits(words, shift, starts)) continue;
    for (let place = 0; place < n; place++) {
      const index = order[place]!;
      const digit = (words[index]! >>> shift) & (digits - 1);
      next[starts[digit]!++] = index;
    }
    [order, next] = [next, order];
  }
  return order;
}

/** Writes where each digit's block starts; false if all digits are equal, so that there is nothing to move. */
function countDigits(words: Uint32Array, shift: number, starts: Uint32Array): boolean {
  const mask = starts.length - 1;
  starts.fill(0);
  for (let i = 0; i < words.length; i++) {
    const digit = (words[i]! >>> shift) & mask;
    starts[digit] = starts[digit]! + 1;
  }
  let at = 0;
  for (let digit = 0; digit <= mask; digit++) {
    const count = starts[digit]!;
    if (count === words.length) return false;
    starts[digit] = at;
    at += count;
  }
  return true;
}

/** Puts neighbours with equal upper words in the order of their lower words; false if that would be slow. */
function insertByLowerWord(order: Uint32Array, upper: Uint32Array, lower: Uint32Array): boolean {
  for (let place = 1; place < order.length; place++) {
    const index = order[place]!;
    let hole = place;
    while (hole > 0) {
      const before = order[hole - 1]!;
      if (upper[before] !== upper[index] || lower[before]! <= lower[index]!) break;
      if (place - hole === farthestShift) return false;
      order[hole] = before;
      hole--;
    }
    order[hole] = index;
  }
  return true;
}
