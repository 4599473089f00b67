// @ts-check
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const types = { uint8: Uint8Array, int32: Int32Array, float32: Float32Array, float64: Float64Array };

/**
 * Leaves an array where the other side can read it: raw numbers, and their type and shape beside them.
 * @param {string} folder @param {string} name
 * @param {Uint8Array | Int32Array | Float32Array | Float64Array} data @param {readonly number[]} [shape]
 */
export function writeArray(folder, name, data, shape = [data.length]) {
  const type = Object.entries(types).find(([, made]) => data instanceof made)?.[0];
  writeFileSync(join(folder, `${name}.raw`), data);
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ type, shape }));
}

/** @param {string} folder @param {string} name */
export function readArray(folder, name) {
  const { type } = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
  const bytes = readFileSync(join(folder, `${name}.raw`));
  const made = types[/** @type {keyof typeof types} */ (type)];
  return new made(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
