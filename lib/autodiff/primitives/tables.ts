/** Tables of places, each made once: equal tables are then one object, and what is gathered by them one node. */
const made = new Map<string, Int32Array>();

function table(key: string, length: number, place: (i: number) => number): Int32Array {
  const known = made.get(key);
  if (known !== undefined) return known;
  const places = Int32Array.from({ length }, (_, i) => place(i));
  made.set(key, places);
  return places;
}

/** `from`, `from + 1`, ... */
export const range = (from: number, length: number): Int32Array =>
  table(`range ${from} ${length}`, length, (i) => from + i);

/** The row of each entry of a matrix. */
export const rowOf = (rows: number, columns: number): Int32Array =>
  table(`row ${rows} ${columns}`, rows * columns, (i) => Math.floor(i / columns));

/** The column of each entry of a matrix. */
export const columnOf = (rows: number, columns: number): Int32Array =>
  table(`column ${rows} ${columns}`, rows * columns, (i) => i % columns);

/** The place of entry (j, i) for each entry (i, j) of the transpose of a rows x columns matrix. */
export const transposed = (rows: number, columns: number): Int32Array =>
  table(`transposed ${rows} ${columns}`, rows * columns, (i) => (i % rows) * columns + Math.floor(i / rows));

/** The places of a square matrix's diagonal. */
export const diagonalOf = (size: number): Int32Array =>
  table(`diagonal ${size}`, size, (i) => i * (size + 1));

/** Number of entries on and below the diagonal of a square matrix. */
export const packedLength = (size: number): number => (size * (size + 1)) / 2;

/** The places on and below the diagonal, row after row. */
export function lowerPlaces(size: number): Int32Array {
  const places: number[] = [];
  for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) places.push(i * size + j);
  return table(`lower ${size}`, places.length, (k) => places[k]!);
}

const masks = new Map<number, Float64Array>();

/** 1 on and below the diagonal, 0 above. */
export function lowerMask(size: number): Float64Array {
  const known = masks.get(size);
  if (known !== undefined) return known;
  const mask = Float64Array.from({ length: size * size }, (_, i) =>
    i % size <= Math.floor(i / size) ? 1 : 0,
  );
  masks.set(size, mask);
  return mask;
}
