import { readFileSync, statSync } from "node:fs";
import { constants, gunzipSync } from "node:zlib";
import { InputError, requireInput } from "../support/index.js";

/** No file of digits comes near this size: the largest of the family (EMNIST by class) has 0.55 GB. */
const largestFile = 2 ** 30;

/** A packed file of this size unpacked is read however well it packs; 60,000 digits have 47 MB. */
const alwaysUnpacked = 2 ** 26;

/** Beyond that, a file that makes more of every packed byte holds no digits (which make 5 of one): it would fill the memory. */
const largestRatio = 100;

/** Packed bytes that surely unpack to a whole IDX header (16 bytes at most), file name in the gzip header included. */
const packedStart = 4096;

const caller = "readIdxFile";

/** The same bytes as a plain Uint8Array: a Buffer would hand its own methods on to everything made from it. */
function plainArray(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function readBytes(path: string): Uint8Array {
  const status = statSync(path, { throwIfNoEntry: false });
  requireInput(status !== undefined, caller, () => `${path} does not exist`, { file: path });
  requireInput(status.isFile(), caller, () => `${path} is not a file`, { file: path });
  requireInput(
    status.size <= largestFile,
    caller,
    () => `${path} has ${status.size} bytes; at most ${largestFile} are read`,
    { file: path, found: status.size, expected: largestFile },
  );
  try {
    return plainArray(readFileSync(path));
  } catch (error) {
    throw new InputError(caller, `${path} could not be read: ${(error as Error).message}`, { file: path });
  }
}

function corrupt(path: string, error: unknown): InputError {
  return new InputError(
    caller,
    `${path} is packed by gzip, but corrupt, cut short or followed by something else (${(error as Error).message}); get the file again`,
    { file: path },
  );
}

/** The first bytes of what a gzip file holds, as far as the start of the file shows them. */
function unpackStart(packed: Uint8Array, path: string): Uint8Array {
  try {
    return gunzipSync(packed.subarray(0, packedStart), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    throw corrupt(path, error);
  }
}

/** Unpacks all of a gzip file, which must make at most `expected` bytes and be followed by nothing. */
function unpack(packed: Uint8Array, expected: number, path: string): Uint8Array {
  let unpacked: { buffer: Uint8Array; engine: { bytesWritten: number } };
  try {
    // with `info`, Node returns the result and the engine that knows how much input it has used
    unpacked = gunzipSync(packed, {
      info: true,
      maxOutputLength: expected,
    }) as unknown as typeof unpacked;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_BUFFER_TOO_LARGE") throw corrupt(path, error);
    throw new InputError(
      caller,
      `${path} unpacks to more than the ${expected} bytes that its header announces`,
      { file: path, expected },
    );
  }
  const used = unpacked.engine.bytesWritten;
  requireInput(
    used === packed.length,
    caller,
    () => `${path} goes on for ${packed.length - used} bytes after the end of the packed data`,
    { file: path, found: packed.length, expected: used },
  );
  return plainArray(unpacked.buffer);
}

/**
 * The bytes of a file, unpacked if they are packed by gzip (which the first two bytes show, whatever the name says).
 *
 * A packed file is not unpacked further than the size that its own header announces: a small file that would
 * fill the memory is refused, also when its header announces as much.
 *
 * @param announced the size in bytes of the unpacked file, from its first bytes; throws if they are not understood
 * @throws InputError naming the file if it is missing, too big, corrupt, or longer than announced
 */
export function readIdxFile(path: string, announced: (start: Uint8Array) => number): Uint8Array {
  const bytes = readBytes(path);
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isPacked) return bytes;
  const expected = announced(unpackStart(bytes, path));
  requireInput(
    expected <= largestFile,
    caller,
    () => `${path} announces ${expected} bytes; at most ${largestFile} are unpacked`,
    { file: path, found: expected, expected: largestFile },
  );
  const believable = Math.max(alwaysUnpacked, largestRatio * bytes.length);
  requireInput(
    expected <= believable,
    caller,
    () =>
      `${path} announces ${expected} bytes, but ${bytes.length} packed bytes of images make no more than ${believable}`,
    { file: path, found: expected, expected: believable },
  );
  return unpack(bytes, expected, path);
}
