// @ts-check
import { gzipSync } from "node:zlib";

/**
 * Arrays in one text for the page, see `live/packed-arrays.ts`, which reads it.
 * @typedef {Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array} Packable
 *
 * Where they are: kind and length of each, in the order of `bytes`.
 * @typedef {{ entries: [name: string, kind: string, length: number][], bytes: string }} PackedArrays
 */

/**
 * All first bytes of an array's numbers, then all second ones ...: of numbers that are alike the high bytes are alike, too, and pack well.
 * @param {Packable} array
 */
function bytePlanes(array) {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  const size = array.BYTES_PER_ELEMENT;
  const planes = new Uint8Array(bytes.length);
  for (let b = 0, at = 0; b < size; b++)
    for (let i = b; i < bytes.length; i += size) planes[at++] = bytes[i] ?? 0;
  return planes;
}

/** @param {Readonly<Record<string, Packable>>} arrays @returns {PackedArrays} */
export function packArrays(arrays) {
  const all = Object.entries(arrays);
  const bytes = gzipSync(Buffer.concat(all.map(([, array]) => bytePlanes(array))), { level: 9 });
  return {
    entries: all.map(([name, array]) => [name, array.constructor.name, array.length]),
    bytes: bytes.toString("base64"),
  };
}
