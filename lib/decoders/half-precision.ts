// IEEE 754 half precision: 1 sign, 5 exponent and 10 fraction bits, in a Uint16Array.

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/**
 * Numbers as half-precision floating point, rounded to the nearest, ties to even; beyond 65504 (after rounding) infinite, a NaN stays one.
 *
 * @returns the 16 bits of each
 */
export function toHalf(values: ArrayLike<number>): Uint16Array {
  return Uint16Array.from(values, (value) => {
    single[0] = value;
    const word = bits[0]!;
    const sign = (word >>> 16) & 0x8000;
    const magnitude = Math.abs(single[0]!);
    if (Number.isNaN(magnitude)) return sign | 0x7e00;
    if (magnitude === Number.POSITIVE_INFINITY) return sign | 0x7c00;
    // multiples of the spacing of halves at this size; the smallest spacing is 2^-24
    const exponent = Math.max(-14, Math.floor(Math.log2(magnitude || 2 ** -14)));
    const steps = roundToEven(magnitude / 2 ** (exponent - 10));
    // a carry of the fraction goes into the exponent by itself
    return sign | Math.min(((exponent + 14) << 10) + steps, 0x7c00);
  });
}

/** The numbers of {@link toHalf}, exactly. */
export function fromHalf(halves: ArrayLike<number>): Float32Array {
  return Float32Array.from(halves, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 31;
    const fraction = half & 1023;
    if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
  });
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
