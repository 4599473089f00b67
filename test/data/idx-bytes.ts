/** The bytes of an IDX file: magic number, sizes, entries. */
export function idxBytes(magic: number, sizes: readonly number[], entries: ArrayLike<number>): Uint8Array {
  const header = 4 * (1 + sizes.length);
  const bytes = new Uint8Array(header + entries.length);
  const view = new DataView(bytes.buffer);
  [magic, ...sizes].forEach((word, i) => {
    view.setUint32(4 * i, word);
  });
  bytes.set(Array.from(entries), header);
  return bytes;
}

export const imageBytes = (
  count: number,
  rows: number,
  columns: number,
  pixel: (i: number) => number = (i) => (7 * i) % 256,
) =>
  idxBytes(
    0x803,
    [count, rows, columns],
    Array.from({ length: count * rows * columns }, (_, i) => pixel(i)),
  );

export const labelBytes = (labels: readonly number[]) => idxBytes(0x801, [labels.length], labels);
