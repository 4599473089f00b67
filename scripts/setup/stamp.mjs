// @ts-check
import { createHash } from "node:crypto";
import { createReadStream, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { pipeline } from "node:stream/promises";

/**
 * SHA-256 of some texts, in hexadecimal; the boundaries between them count.
 * @param {...string} parts
 */
export function digest(...parts) {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** SHA-256 of a file, in hexadecimal. @param {string} path */
export async function fileDigest(path) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** A small text file, or undefined where there is none. @param {string} path */
export function readOrUndefined(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

/**
 * Writes a file so that nobody ever sees half of it: under a temporary name first, then renamed.
 * A stamp is such a file, written after the work that it vouches for and holding a hash of the work's inputs.
 * @param {string} path
 * @param {string} text
 */
export function writeWhole(path, text) {
  const partial = `${path}.${process.pid}.partial`;
  try {
    writeFileSync(partial, text);
    renameSync(partial, path);
  } catch (error) {
    remove(partial); // a full disk, say
    throw error;
  }
}

/** Removes a file or folder, if it is there. @param {string} path */
export const remove = (path) => rmSync(path, { recursive: true, force: true, maxRetries: 3 });
