// @ts-check
import { crc32, deflateSync } from "node:zlib";

/** @typedef {{ width: number, height: number, data: Uint8Array }} Frame RGB, 3 bytes a pixel, rows from the top */

/** @param {string} type @param {Uint8Array} data */
function chunk(type, data) {
  const whole = Buffer.alloc(12 + data.length);
  whole.writeUInt32BE(data.length, 0);
  whole.write(type, 4, "latin1");
  whole.set(data, 8);
  whole.writeUInt32BE(checksum(whole.subarray(4, 8 + data.length)), 8 + data.length);
  return whole;
}

/** CRC-32; zlib has it from Node 20.15 on. @param {Uint8Array} bytes */
const checksum = (bytes) => crc32(bytes);

/** @param {readonly (readonly [number, 1 | 2 | 4])[]} numbers values with their sizes in bytes */
function packed(numbers) {
  const bytes = Buffer.alloc(numbers.reduce((sum, [, size]) => sum + size, 0));
  let at = 0;
  for (const [value, size] of numbers) {
    bytes.writeUIntBE(value, at, size);
    at += size;
  }
  return bytes;
}

/** The rows of a frame, each as its difference from the row above (filter 2), deflated. @param {Frame} frame */
function imageData({ width, height, data }) {
  const row = 3 * width;
  const filtered = Buffer.alloc(height * (row + 1));
  for (let y = 0; y < height; y++) {
    filtered[y * (row + 1)] = 2;
    for (let x = 0; x < row; x++) {
      const above = y === 0 ? 0 : (data[(y - 1) * row + x] ?? 0);
      filtered[y * (row + 1) + 1 + x] = (data[y * row + x] ?? 0) - above;
    }
  }
  return deflateSync(filtered, { level: 9 });
}

/**
 * Frames of one size as an animated PNG (PNG specification, third edition, 2025: acTL, fcTL, fdAT), played without end. Programs that do not
 * know animation show the first.
 * @param {readonly Frame[]} frames at least one @param {number} milliseconds that each is shown
 */
export function animatedPng(frames, milliseconds) {
  const [first] = frames;
  if (first === undefined) throw new Error("animatedPng: wants at least one frame");
  const { width, height } = first;
  const header = packed([
    [width, 4],
    [height, 4],
    [8, 1],
    [2, 1],
    [0, 1],
    [0, 1],
    [0, 1],
  ]);
  let sequence = 0;
  const chunks = frames.flatMap((frame, i) => {
    if (frame.width !== width || frame.height !== height)
      throw new Error(
        `animatedPng: frame ${i} is ${frame.width} x ${frame.height}, the first ${width} x ${height}`,
      );
    const control = chunk(
      "fcTL",
      packed([
        [sequence++, 4],
        [width, 4],
        [height, 4],
        [0, 4],
        [0, 4],
        [milliseconds, 2],
        [1000, 2],
        [0, 1],
        [0, 1],
      ]),
    );
    const image = imageData(frame);
    if (i === 0) return [control, chunk("IDAT", image)];
    return [control, chunk("fdAT", Buffer.concat([packed([[sequence++, 4]]), image]))];
  });
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk(
      "acTL",
      packed([
        [frames.length, 4],
        [0, 4],
      ]),
    ),
    ...chunks,
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
