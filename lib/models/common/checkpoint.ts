// @silent: keeps files, exact to the bit

import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { inRepository, writeAtomically } from "../../node/index.js";
import { InputError } from "../../support/index.js";

/** First line of every checkpoint; the number is the version of the format. */
const magic = "PML-CHECKPOINT 1\n";
const digestLength = 64;

type NumberArray = Float32Array | Float64Array | Int32Array | Uint8Array;
const arrayTypes = { Float32Array, Float64Array, Int32Array, Uint8Array } as const;
type ArrayType = keyof typeof arrayTypes;

/** What a checkpoint was made for: it is used only where all of it agrees. */
export type CheckpointKey = Readonly<Record<string, unknown>>;

interface Header {
  readonly key: CheckpointKey;
  readonly record: unknown;
  readonly arrays: readonly { type: ArrayType; length: number; offset: number }[];
}

const align = (offset: number) => Math.ceil(offset / 8) * 8;

/** Takes the number arrays out of a plain record and leaves their places marked. */
function takeApart(record: unknown, arrays: NumberArray[]): unknown {
  if (ArrayBuffer.isView(record)) {
    if (!(record.constructor.name in arrayTypes)) {
      throw new InputError("saveCheckpoint", `cannot save a ${record.constructor.name}`);
    }
    arrays.push(record as NumberArray);
    return { $array: arrays.length - 1 };
  }
  if (Array.isArray(record)) return record.map((item) => takeApart(item, arrays));
  if (record === null || typeof record !== "object") return requireExact(record);
  if ("$array" in record) throw new InputError("saveCheckpoint", "cannot save a field called $array");
  return Object.fromEntries(Object.entries(record).map(([name, item]) => [name, takeApart(item, arrays)]));
}

/** JSON would turn such numbers into null without a word. */
function requireExact(value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new InputError("saveCheckpoint", `cannot save the number ${value} outside a typed array`);
  return value;
}

function putTogether(marked: unknown, arrays: readonly NumberArray[]): unknown {
  if (Array.isArray(marked)) return marked.map((item) => putTogether(item, arrays));
  if (marked === null || typeof marked !== "object") return marked;
  const { $array: index } = marked as { $array?: unknown };
  if (typeof index === "number") {
    const array = arrays[index];
    if (array === undefined) throw new RangeError(`there is no array ${index}`);
    return array;
  }
  return Object.fromEntries(Object.entries(marked).map(([name, item]) => [name, putTogether(item, arrays)]));
}

/**
 * Saves a plain record (finite numbers, texts, lists, typed arrays; exact, only that -0 outside an array becomes 0) with the key it was made for.
 *
 * Layout: format line, SHA-256 of all that follows it, length of the JSON header (uint32, little-endian), header,
 * then the arrays, each at a multiple of 8 bytes. Written atomically.
 */
export function saveCheckpoint(path: string, key: CheckpointKey, record: unknown): void {
  const arrays: NumberArray[] = [];
  const marked = takeApart(record, arrays);
  let offset = 0;
  const places = arrays.map((array) => {
    const place = { type: array.constructor.name as ArrayType, length: array.length, offset };
    offset = align(offset + array.byteLength);
    return place;
  });
  const header = Buffer.from(JSON.stringify({ key, record: marked, arrays: places } satisfies Header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const body = new Uint8Array(offset);
  arrays.forEach((array, i) => {
    body.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), places[i]!.offset);
  });
  const digest = createHash("sha256").update(length).update(header).update(body).digest("hex");
  writeAtomically(path, magic, digest, length, header, body);
}

function refuse(path: string, problem: string, details: Readonly<Record<string, unknown>> = {}): never {
  throw new InputError(
    "loadCheckpoint",
    `${inRepository(path)} ${problem}. Delete the file, or run again with --fresh, to make it anew.`,
    { path, ...details },
  );
}

/** Reads and verifies a checkpoint; `undefined` if there is none at `path`. */
function readCheckpoint(path: string): { key: CheckpointKey; record: unknown } | undefined {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return undefined;
  if (!status.isFile()) refuse(path, "is not a file");
  const bytes = readFileSync(path);
  const start = magic.length + digestLength;
  if (bytes.subarray(0, magic.length).toString("latin1") !== magic)
    refuse(path, "is not a checkpoint of this version");
  if (bytes.length < start + 4) refuse(path, `is cut short: it has only ${bytes.length} bytes`);
  const stored = bytes.subarray(magic.length, start).toString("latin1");
  const found = createHash("sha256").update(bytes.subarray(start)).digest("hex");
  if (stored !== found)
    refuse(path, `is damaged or cut short: its SHA-256 is ${found}, it should be ${stored}`);
  // whole as it was written; a file that was made to deceive may still say anything
  try {
    return parseBody(bytes, start);
  } catch (error) {
    refuse(path, `is not understood (${(error as Error).message})`);
  }
}

/** Key and record from what follows the digest; throws for lengths and places that are not those of the file. */
function parseBody(bytes: Buffer, start: number): { key: CheckpointKey; record: unknown } {
  const headerEnd = start + 4 + bytes.readUInt32LE(start);
  if (headerEnd > bytes.length) throw new RangeError("its header is longer than the file");
  const header = JSON.parse(bytes.subarray(start + 4, headerEnd).toString("utf8")) as Header;
  if (typeof header.key !== "object" || header.key === null) throw new TypeError("it has no key");
  const body = bytes.subarray(headerEnd);
  const arrays = header.arrays.map((place) => readArray(body, place));
  return { key: header.key, record: putTogether(header.record, arrays) };
}

function readArray(body: Buffer, { type, length, offset }: Header["arrays"][number]): NumberArray {
  if (!Object.hasOwn(arrayTypes, type)) throw new TypeError(`it holds an array of the unknown type ${type}`);
  const byteLength = length * arrayTypes[type].BYTES_PER_ELEMENT;
  const isInside =
    Number.isSafeInteger(length) &&
    Number.isSafeInteger(offset) &&
    Math.min(length, offset) >= 0 &&
    offset + byteLength <= body.length;
  if (!isInside) throw new RangeError(`an array of ${length} entries at ${offset} is not inside the file`);
  const array = new arrayTypes[type](length);
  new Uint8Array(array.buffer).set(body.subarray(offset, offset + byteLength));
  return array;
}

/**
 * Loads what {@link saveCheckpoint} saved under the same key; `undefined` if there is no file.
 *
 * @throws InputError if the file is not a checkpoint, is of another format version, is damaged, or was made for another
 * key; the message names the file, what disagrees, and what to do
 */
export function loadCheckpoint(path: string, key: CheckpointKey): unknown {
  const checkpoint = readCheckpoint(path);
  if (checkpoint === undefined) return undefined;
  const wanted = JSON.parse(JSON.stringify(key)) as CheckpointKey;
  for (const name of new Set([...Object.keys(wanted), ...Object.keys(checkpoint.key)])) {
    const [ours, theirs] = [JSON.stringify(wanted[name]), JSON.stringify(checkpoint.key[name])];
    if (ours !== theirs)
      refuse(path, `was made for another ${name}: ${theirs}, wanted is ${ours}`, { differs: name });
  }
  return checkpoint.record;
}
