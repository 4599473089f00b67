import { type Attribute, execute, readFloat32, scope, tensor } from "../tensorflow/engine.js";

type Attributes = Readonly<Record<string, Attribute>>;

/** Up to so many products of two bytes their sum is at most 2^24: every partial sum is a whole number that float32 holds. */
export const mostExactRows = Math.floor(2 ** 24 / 255 ** 2);

const widen: Attributes = { SrcT: { type: "uint8" }, DstT: { type: "float32" } };
const sliceByInt32: Attributes = { Index: { type: "int32" } };
const transposeLeft: Attributes = { transpose_a: { bool: true }, transpose_b: { bool: false } };

/**
 * The sums over rows of `x_i x_j` for all columns i and the first `width` columns j, by rows: exact, although (and much
 * faster, because) computed in single precision.
 *
 * @param bytes at most {@link mostExactRows} rows of `columns` bytes
 */
export function byteProducts(bytes: Uint8Array, columns: number, width: number): Float32Array {
  return scope(() => {
    const count = bytes.length / columns;
    const all = execute("Cast", widen, [tensor(bytes, [count, columns])])[0]!;
    const origin = tensor(Int32Array.of(0, 0), [2]);
    const first = execute("Slice", sliceByInt32, [all, origin, tensor(Int32Array.of(count, width), [2])])[0]!;
    return readFloat32(execute("MatMul", transposeLeft, [all, first])[0]!);
  });
}
