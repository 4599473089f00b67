import { type Attribute, execute, type Tensor, tensor } from "../../tensorflow/index.js";

/** Single precision trains, double precision evaluates. */
export type Precision = "float32" | "float64";

type Attributes = Readonly<Record<string, Attribute>>;

const int32 = { type: "int32" } as const;
const gathering: Attributes = { Tindices: int32, Taxis: int32, batch_dims: { int: 0 } };
const segments: Attributes = { Tindices: int32, Tnumsegments: int32 };
const keepAxis: Attributes = { Tidx: int32, keep_dims: { bool: true } };
const dropAxis: Attributes = { Tidx: int32, keep_dims: { bool: false } };
const slicing: Attributes = { Index: int32 };
const rightTransposed: Attributes = { adj_x: { bool: false }, adj_y: { bool: true } };
const leftTransposed: Attributes = { adj_x: { bool: true }, adj_y: { bool: false } };
const notTransposed: Attributes = { adj_x: { bool: false }, adj_y: { bool: false } };
const plain: Attributes = {};

const run = (kernel: string, attributes: Attributes, ...inputs: readonly Tensor[]) =>
  execute(kernel, attributes, inputs)[0]!;

const integer = (value: number) => tensor(Int32Array.of(value), []);

/** Whole numbers, as axes, shapes and indices are given. */
export const integers = (...values: readonly number[]) => tensor(Int32Array.from(values), [values.length]);

/** Left times right for each entry of the first axis: [n, a, b] [n, b, c]. */
export const product = (left: Tensor, right: Tensor) => run("BatchMatMulV2", notTransposed, left, right);
/** [n, a, b] [n, c, b]^T. */
export const productRightTransposed = (left: Tensor, right: Tensor) =>
  run("BatchMatMulV2", rightTransposed, left, right);
/** [n, b, a]^T [n, b, c]. */
export const productLeftTransposed = (left: Tensor, right: Tensor) =>
  run("BatchMatMulV2", leftTransposed, left, right);

export const times = (left: Tensor, right: Tensor) => run("Mul", plain, left, right);
/** 0 where the right factor is 0, whatever the left. */
export const timesOrZero = (left: Tensor, right: Tensor) => run("MulNoNan", plain, left, right);
export const plus = (left: Tensor, right: Tensor) => run("AddV2", plain, left, right);
/** 0 where the divisor is 0. */
export const overOrZero = (left: Tensor, right: Tensor) => run("DivNoNan", plain, left, right);
export const logarithm = (of: Tensor) => run("Log", plain, of);

/** Sums along one axis, which stays with length 1. */
export const sumAlong = (of: Tensor, axis: number) => run("Sum", keepAxis, of, integers(axis));
/** Means along one axis, which stays with length 1. */
export const meanAlong = (of: Tensor, axis: number) => run("Mean", keepAxis, of, integers(axis));
/** Sums over some axes, which go. */
export const sumOver = (of: Tensor, ...axes: readonly number[]) =>
  run("Sum", dropAxis, of, integers(...axes));

/** The entries of the first axis at `indices`, of any shape. */
export const entriesAt = (of: Tensor, indices: Tensor) =>
  run("GatherV2", { ...gathering, Tparams: { type: of.type } }, of, indices, integer(0));

/** Entries `start` to `start + length` of the first axis; `rest` is the shape behind it. */
export const stretch = (of: Tensor, start: number, length: number, ...rest: readonly number[]) =>
  run("Slice", slicing, of, integers(start, ...rest.map(() => 0)), integers(length, ...rest));

/** Products of the entries of the first axis that have the same number in `groups`; 1 where there is none. */
export const groupProducts = (of: Tensor, groups: Tensor, count: number) =>
  run("UnsortedSegmentProd", segments, of, groups, integer(count));

/** Sums of entries that have the same number in `groups` (its shape begins that of `of`); those of a negative number are left out. */
export const groupSums = (of: Tensor, groups: Tensor, count: number) =>
  run("UnsortedSegmentSum", segments, of, groups, integer(count));

export const reshaped = (of: Tensor, ...shape: readonly number[]) =>
  run("Reshape", { Tshape: int32 }, of, integers(...shape));

/** One after another along the first axis. */
export const joined = (parts: readonly Tensor[]) =>
  parts.length === 1
    ? parts[0]!
    : execute("ConcatV2", { T: { type: parts[0]!.type }, Tidx: int32, N: { int: parts.length } }, [
        ...parts,
        integer(0),
      ])[0]!;

export const inPrecision = (of: Tensor, precision: Precision) =>
  of.type === precision
    ? of
    : run("Cast", { SrcT: { type: of.type }, DstT: { type: precision }, Truncate: { bool: false } }, of);

/** `of` where the index is not negative, 1 elsewhere; the index lacks the last axis. */
export function oneWhereNegative(of: Tensor, indices: Tensor): Tensor {
  const isThere = run("GreaterEqual", plain, indices, integer(0));
  const mask = run("ExpandDims", { T: { type: "bool" }, Tdim: int32 }, isThere, integer(-1));
  return run("SelectV2", { T: { type: of.type } }, mask, of, run("OnesLike", plain, of));
}

/** Negative numbers as 0. */
export const atLeastZero = (indices: Tensor) => run("Maximum", plain, indices, integer(0));
