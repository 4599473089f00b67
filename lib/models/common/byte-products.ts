import { type Attribute, execute, read, scope, type Tensor, tensor } from "../../tensorflow/index.js";

type Attributes = Readonly<Record<string, Attribute>>;

/** Up to so many products of two bytes their sum is at most 2^24: every partial sum is a whole number that float32 holds. */
const exactRows = Math.floor(2 ** 24 / 255 ** 2);

/** Up to so many rows the sums of the parts stay below 2^31. */
export const mostExactRows = exactRows * 127;

const widen: Attributes = { SrcT: { type: "uint8" }, DstT: { type: "float32" } };
const toIntegers: Attributes = { SrcT: { type: "float32" }, DstT: { type: "int32" } };
const sliceByInt32: Attributes = { Index: { type: "int32" } };
const transposeLeft: Attributes = { adj_x: { bool: true }, adj_y: { bool: false } };
const dropAxis: Attributes = { keep_dims: { bool: false } };

function run(kernel: string, attributes: Attributes, ...inputs: readonly Tensor[]): Tensor {
  return execute(kernel, attributes, inputs)[0]!;
}

const integers = (...values: readonly number[]) => tensor(Int32Array.from(values), [values.length]);

/**
 * The sums over rows of `x_i x_j` for all columns i and the first `width` columns j, by rows: exact, although (and much
 * faster, because) computed in single precision. Rows are taken in parts whose sums single precision holds, and the parts
 * added up as integers.
 *
 * @param bytes at most {@link mostExactRows} rows of `columns` bytes
 */
export function byteProducts(bytes: Uint8Array, columns: number, width: number): Int32Array {
  const count = bytes.length / columns;
  const parts = Math.ceil(count / exactRows);
  const each = Math.ceil(count / parts);
  return scope(() => {
    const sent = tensor(padded(bytes, parts * each * columns), [parts, each, columns]);
    const all = run("Cast", widen, sent);
    const first = run("Slice", sliceByInt32, all, integers(0, 0, 0), integers(parts, each, width));
    const products = run("Cast", toIntegers, run("BatchMatMulV2", transposeLeft, all, first));
    return read(run("Sum", dropAxis, products, integers(0))) as Int32Array;
  });
}

/** With rows of 0 at the end, which add nothing. */
function padded(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length === length) return bytes;
  const longer = new Uint8Array(length);
  longer.set(bytes);
  return longer;
}
