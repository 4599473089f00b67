import { requireInput } from "../../support/index.js";

/** Means over square blocks of images, `count x (rows / block) x (columns / block)`: what is left of them when fine texture is gone. */
export function pooled(
  values: ArrayLike<number>,
  { rows, columns }: { readonly rows: number; readonly columns: number },
  block: number,
): Float64Array {
  requireInput(
    rows % block === 0 && columns % block === 0,
    "pooled",
    () => `blocks of ${block} do not fill ${rows} x ${columns} pixels`,
  );
  const width = columns / block;
  const size = (rows / block) * width;
  const means = new Float64Array((values.length / (rows * columns)) * size);
  for (let i = 0; i < values.length; i++) {
    const pixel = i % (rows * columns);
    const place =
      Math.floor(Math.floor(pixel / columns) / block) * width + Math.floor((pixel % columns) / block);
    means[Math.floor(i / (rows * columns)) * size + place]! += values[i]! / block ** 2;
  }
  return means;
}
