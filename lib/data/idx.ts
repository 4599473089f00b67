import { InputError } from "../support/index.js";
import { readIdxFile } from "./idx-file.js";

/** Images as an IDX file (magic number 0x00000803) holds them. */
export interface IdxImages {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  /** `count * rows * columns` grey values 0..255: image after image, each by rows from the top. */
  readonly pixels: Uint8Array;
}

const imagesMagic = 0x00000803;
const labelsMagic = 0x00000801;

/** What the header of an IDX file announces. */
interface Header {
  readonly sizes: readonly number[];
  /** Bytes before the first entry. */
  readonly length: number;
  /** Bytes of the whole file: header and entries. */
  readonly fileLength: number;
}

const hexadecimal = (value: number) => `0x${value.toString(16).padStart(8, "0")}`;

/** Reads magic number and sizes (big-endian 32-bit words) from the first bytes of a file. */
function parseHeader(bytes: Uint8Array, magic: number, file: string, caller: string): Header {
  const dimensions = magic & 0xff;
  const length = 4 * (1 + dimensions);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 4 && view.getUint32(0) !== magic) {
    const found = view.getUint32(0);
    throw new InputError(
      caller,
      `${file} begins with ${hexadecimal(found)}; an IDX file of ${dimensions === 3 ? "images" : "labels"} ` +
        `(unsigned bytes, ${dimensions} ${dimensions === 1 ? "dimension" : "dimensions"}) begins with ${hexadecimal(magic)}`,
      { file, found, expected: magic },
    );
  }
  if (bytes.length < length) {
    throw new InputError(
      caller,
      `${file} is cut short: ${bytes.length} bytes, while the header alone has ${length}`,
      { file, found: bytes.length, expected: length },
    );
  }
  const sizes = Array.from({ length: dimensions }, (_, d) => view.getUint32(4 + 4 * d));
  if (sizes.some((size) => size === 0)) {
    throw new InputError(
      caller,
      `${file} announces the sizes ${sizes.join(" x ")}; each must be at least 1`,
      { file, sizes },
    );
  }
  return { sizes, length, fileLength: length + sizes.reduce((product, size) => product * size, 1) };
}

function parse(bytes: Uint8Array, magic: number, file: string, caller: string) {
  const header = parseHeader(bytes, magic, file, caller);
  if (bytes.length !== header.fileLength) {
    const problem = bytes.length < header.fileLength ? "is cut short" : "is too long";
    throw new InputError(
      caller,
      `${file} ${problem}: ${bytes.length} bytes, while its header announces ${header.sizes.join(" x ")} entries, ` +
        `which with the header makes ${header.fileLength} bytes`,
      { file, found: bytes.length, expected: header.fileLength },
    );
  }
  return { sizes: header.sizes, entries: bytes.subarray(header.length) };
}

/**
 * Images from the bytes of an (unpacked) IDX file. The pixels are a view of `bytes`, not a copy.
 *
 * @param file the name that error messages use
 * @throws InputError if magic number, sizes and length do not fit together
 */
export function parseIdxImages(bytes: Uint8Array, file: string): IdxImages {
  const { sizes, entries } = parse(bytes, imagesMagic, file, "parseIdxImages");
  const [count, rows, columns] = sizes as [number, number, number];
  return { count, rows, columns, pixels: entries };
}

/**
 * Labels 0..255 from the bytes of an (unpacked) IDX file, as a view of `bytes`.
 *
 * @param file the name that error messages use
 * @throws InputError if magic number, size and length do not fit together
 */
export function parseIdxLabels(bytes: Uint8Array, file: string): Uint8Array {
  const { entries } = parse(bytes, labelsMagic, file, "parseIdxLabels");
  return entries;
}

/**
 * Images from an IDX file (magic number 0x00000803, unsigned bytes), plain or packed by gzip: its content decides.
 *
 * @throws InputError naming the file if it is missing, corrupt, cut short or too long, or is something else
 */
export function readIdxImages(path: string): IdxImages {
  const announced = (start: Uint8Array) => parseHeader(start, imagesMagic, path, "readIdxImages").fileLength;
  return parseIdxImages(readIdxFile(path, announced), path);
}

/**
 * Labels 0..255 from an IDX file (magic number 0x00000801, unsigned bytes), plain or packed by gzip: its content decides.
 *
 * @throws InputError naming the file if it is missing, corrupt, cut short or too long, or is something else
 */
export function readIdxLabels(path: string): Uint8Array {
  const announced = (start: Uint8Array) => parseHeader(start, labelsMagic, path, "readIdxLabels").fileLength;
  return parseIdxLabels(readIdxFile(path, announced), path);
}
