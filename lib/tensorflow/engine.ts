import { createRequire } from "node:module";
import { InputError, requireLength } from "../support/index.js";
import "./addon-present.js";

/** Element types that the engine moves and computes with. */
export type DataType = "float32" | "float64" | "int32" | "int64" | "uint8" | "bool" | "resource";

/** TensorFlow's own numbers for them (`types.proto`). */
export const typeNumbers: Readonly<Record<DataType, number>> = {
  float32: 1,
  float64: 2,
  int32: 3,
  uint8: 4,
  int64: 9,
  bool: 10,
  resource: 20,
};
const typeNames = new Map(Object.entries(typeNumbers).map(([name, number]) => [number, name as DataType]));

/** An attribute of a kernel, with the kind that TensorFlow expects. */
export type Attribute =
  | { readonly type: DataType }
  | { readonly int: number | readonly number[] }
  | { readonly float: number }
  | { readonly bool: boolean }
  | { readonly text: string }
  | { readonly shape: readonly number[] };

interface BoundAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** What tfjs-node's native addon offers; nothing outside this file sees it. */
interface Binding {
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_SHAPE: number;
  createTensor(shape: readonly number[], dtype: number, data: ArrayBufferView): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array | BigInt64Array;
  executeOp(
    name: string,
    attributes: readonly BoundAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): readonly { id: number; shape: number[]; dtype: number }[];
  getNumOfTensors(): number;
  loadSavedModel(folder: string, tags: string): number;
  runSavedModel(
    session: number,
    inputs: readonly number[],
    inputNames: string,
    outputNames: string,
  ): readonly { id: number; shape: number[]; dtype: number }[];
  deleteSavedModel(session: number): void;
}

let loaded: Binding | undefined;

/** Loads TensorFlow on first use, so that code which never computes on it does not pay for it. */
function binding(): Binding {
  if (loaded === undefined) {
    // Before the library starts, or every notebook opens with its start-up log on a red background.
    process.env.TF_CPP_MIN_LOG_LEVEL ??= "3";
    // oneDNN's kernels on every processor: TensorFlow's own choice takes them only on some, where numbers then differ in the last digits.
    process.env.TF_ENABLE_ONEDNN_OPTS ??= "1";
    const require = createRequire(import.meta.url);
    restoreUtilities(require("node:util"));
    const { backend } = require("@tensorflow/tfjs-node") as { backend(): { binding: Binding } };
    loaded = backend().binding;
  }
  return loaded;
}

/** tfjs-node 4.22 calls two functions that Node 23 removed from `util`. */
function restoreUtilities(util: Record<string, unknown>): void {
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}

/**
 * A dense array held by TensorFlow. It belongs to the scope it was made in and is freed when that scope ends,
 * unless {@link keep} moves it outwards.
 */
export class Tensor {
  /** Whether the memory behind it has been given back. */
  disposed = false;
  constructor(
    readonly id: number,
    readonly shape: readonly number[],
    readonly type: DataType,
  ) {}

  /** Number of elements. */
  get size(): number {
    return this.shape.reduce((product, length) => product * length, 1);
  }
}

/** Everything a scope may hand out: tensors, alone or in arrays and records. */
export type Outcome = unknown;

const scopes: Tensor[][] = [];

function register(tensor: Tensor): Tensor {
  scopes[scopes.length - 1]?.push(tensor);
  return tensor;
}

/** Frees tensors now rather than at the end of their scope. Freeing twice is harmless. */
export function dispose(...tensors: readonly Tensor[]): void {
  for (const tensor of tensors) {
    if (tensor.disposed) continue;
    binding().deleteTensor(tensor.id);
    tensor.disposed = true;
  }
}

function tensorsIn(outcome: Outcome, found = new Set<Tensor>()): Set<Tensor> {
  if (outcome instanceof Tensor) found.add(outcome);
  else if (Array.isArray(outcome)) for (const item of outcome) tensorsIn(item, found);
  else if (
    outcome !== null &&
    typeof outcome === "object" &&
    Object.getPrototypeOf(outcome) === Object.prototype
  ) {
    for (const item of Object.values(outcome)) tensorsIn(item, found);
  }
  return found;
}

/**
 * Runs `body` and frees every tensor it made, except those in its result (alone, or in arrays and plain records),
 * which pass to the surrounding scope. `body` must be synchronous.
 */
export function scope<Result>(body: () => Result): Result {
  const made: Tensor[] = [];
  scopes.push(made);
  let survivors = new Set<Tensor>();
  try {
    const result = body();
    if (result instanceof Promise) throw new InputError("scope", "body must be synchronous, got a promise");
    survivors = tensorsIn(result);
    return result;
  } finally {
    scopes.pop();
    for (const tensor of made) {
      if (survivors.has(tensor)) register(tensor);
      else dispose(tensor);
    }
  }
}

/** Takes a tensor out of all scopes: it lives until {@link dispose}. */
export function keep<Kept extends Tensor>(tensor: Kept): Kept {
  for (const made of scopes) {
    const place = made.indexOf(tensor);
    if (place >= 0) made.splice(place, 1);
  }
  listener?.kept(tensor);
  return tensor;
}

/** How many tensors TensorFlow holds at the moment: constant from step to step unless something leaks. */
export function liveTensors(): number {
  return binding().getNumOfTensors();
}

/** Hears what is made and computed while it is being recorded. */
export interface Listener {
  /** A kernel has run; one without outputs has not, and is only told. */
  ran(
    kernel: string,
    attributes: Readonly<Record<string, Attribute>>,
    inputs: readonly Tensor[],
    outputs: readonly Tensor[],
  ): void;
  /** Numbers were handed to TensorFlow. */
  made(tensor: Tensor): void;
  /** A tensor was kept: it outlives what is being recorded. */
  kept(tensor: Tensor): void;
}

let listener: Listener | undefined;

/** Runs `body` with a listener. Kernels that only change variables are told to it and not run, so that nothing is changed. */
export function listen<Result>(to: Listener, body: () => Result): Result {
  if (listener !== undefined) throw new InputError("listen", "one recording at a time");
  listener = to;
  try {
    return body();
  } finally {
    listener = undefined;
  }
}

const attributeCache = new WeakMap<object, readonly BoundAttribute[]>();

function bindAttributes(attributes: Readonly<Record<string, Attribute>>): readonly BoundAttribute[] {
  const known = attributeCache.get(attributes);
  if (known !== undefined) return known;
  const b = binding();
  const bound = Object.entries(attributes).map(([name, attribute]): BoundAttribute => {
    if ("type" in attribute) return { name, type: b.TF_ATTR_TYPE, value: typeNumbers[attribute.type] };
    if ("int" in attribute) return { name, type: b.TF_ATTR_INT, value: attribute.int };
    if ("float" in attribute) return { name, type: b.TF_ATTR_FLOAT, value: attribute.float };
    if ("bool" in attribute) return { name, type: b.TF_ATTR_BOOL, value: attribute.bool };
    if ("text" in attribute) return { name, type: b.TF_ATTR_STRING, value: attribute.text };
    return { name, type: b.TF_ATTR_SHAPE, value: attribute.shape };
  });
  attributeCache.set(attributes, bound);
  return bound;
}

/**
 * Runs one TensorFlow kernel and returns its outputs.
 *
 * `attributes` is remembered by identity: pass the same constant record again and it is translated only once.
 * Throws TensorFlow's own message, with the kernel's name and the shapes it was given.
 */
export function execute(
  kernel: string,
  attributes: Readonly<Record<string, Attribute>>,
  inputs: readonly Tensor[],
  outputs = 1,
): Tensor[] {
  for (const input of inputs) {
    if (input.disposed) throw new InputError(kernel, `input of shape [${input.shape}] has been disposed of`);
  }
  try {
    const ids = inputs.map((input) => input.id);
    const results =
      listener !== undefined && outputs === 0
        ? []
        : binding().executeOp(kernel, bindAttributes(attributes), ids, outputs).map(received);
    listener?.ran(kernel, attributes, inputs, results);
    return results;
  } catch (error) {
    const shapes = inputs.map((input) => `${input.type}[${input.shape}]`).join(", ");
    throw new InputError(kernel, `${(error as Error).message} (inputs: ${shapes})`, { shapes });
  }
}

function received({ id, shape, dtype }: { id: number; shape: number[]; dtype: number }): Tensor {
  return register(new Tensor(id, shape, typeNames.get(dtype) ?? "resource"));
}

/** Starts a session of the graph in the file `saved_model.pb` of a folder; the file is needed no longer. */
export function loadGraph(folder: string, tag: string): number {
  return binding().loadSavedModel(folder, tag);
}

/** Runs the part of a session's graph that leads from the inputs to the outputs, both named `node:index`, separated by commas. */
export function runGraph(
  session: number,
  inputs: readonly Tensor[],
  inputNames: string,
  outputNames: string,
): Tensor[] {
  const ids = inputs.map((input) => input.id);
  return binding().runSavedModel(session, ids, inputNames, outputNames).map(received);
}

/** Ends a session, with its variables. */
export function endGraph(session: number): void {
  binding().deleteSavedModel(session);
}

/** Copies numbers to TensorFlow; the array's own type decides the tensor's. Doubles arrive exactly. */
export function tensor(
  data: Float32Array | Float64Array | Int32Array | Uint8Array,
  shape: readonly number[],
): Tensor {
  requireLength(
    "tensor",
    `data for shape [${shape}]`,
    data.length,
    shape.reduce((product, length) => product * length, 1),
  );
  if (data instanceof Float64Array) return fromDoubles(data, shape);
  const type: DataType =
    data instanceof Float32Array ? "float32" : data instanceof Int32Array ? "int32" : "uint8";
  // The addon shares the memory of an array that happens to be aligned: a copy keeps the caller's values apart.
  const made = register(
    new Tensor(binding().createTensor(shape, typeNumbers[type], data.slice()), shape, type),
  );
  listener?.made(made);
  return made;
}

const toDouble = { T: { type: "int32" }, type: { type: "float64" } } as const;
const toInt64 = { T: { type: "float64" }, type: { type: "int64" } } as const;

/** tfjs's addon takes no Float64Array; the same bits travel as pairs of int32 and are renamed on arrival. */
function fromDoubles(data: Float64Array, shape: readonly number[]): Tensor {
  const pairs = new Int32Array(data.slice().buffer);
  const raw = new Tensor(
    binding().createTensor([...shape, 2], typeNumbers.int32, pairs),
    [...shape, 2],
    "int32",
  );
  try {
    return execute("Bitcast", toDouble, [raw])[0]!;
  } finally {
    dispose(raw);
  }
}

/** A scalar of type float32. */
export function scalar(value: number): Tensor {
  return tensor(Float32Array.of(value), []);
}

/** Copies a tensor's numbers back: Float32Array, Float64Array, Int32Array, Uint8Array or BigInt64Array by its type. */
export function read(source: Tensor): Float32Array | Float64Array | Int32Array | Uint8Array | BigInt64Array {
  if (source.disposed) throw new InputError("read", `tensor of shape [${source.shape}] has been disposed of`);
  if (source.type === "uint8") return readBytes(source);
  if (source.type !== "float64") return binding().tensorDataSync(source.id);
  return scope(() => {
    const bits = execute("Bitcast", toInt64, [source])[0]!;
    return new Float64Array((binding().tensorDataSync(bits.id) as BigInt64Array).buffer);
  });
}

const toInt32 = { SrcT: { type: "uint8" }, DstT: { type: "int32" } } as const;

/** The addon takes bytes but does not hand them back. */
function readBytes(source: Tensor): Uint8Array {
  return scope(() =>
    Uint8Array.from(binding().tensorDataSync(execute("Cast", toInt32, [source])[0]!.id) as Int32Array),
  );
}

/** The numbers of a float32 tensor. */
export function readFloat32(source: Tensor): Float32Array {
  if (source.type !== "float32")
    throw new InputError("readFloat32", `wants a float32 tensor, got ${source.type}`);
  return read(source) as Float32Array;
}

/** The numbers of a float64 tensor, bit for bit. */
export function readFloat64(source: Tensor): Float64Array {
  if (source.type !== "float64")
    throw new InputError("readFloat64", `wants a float64 tensor, got ${source.type}`);
  return read(source) as Float64Array;
}
