import { type Attribute, execute, keep, scalar, type Tensor, tensor } from "./engine.js";

/** Images held by TensorFlow as bytes [count, pixels]: a quarter of the memory of floats, gathered by row. */
export function byteImages(pixels: Uint8Array, count: number): Tensor {
  return tensor(pixels, [count, pixels.length / count]);
}

const toFloat: Readonly<Record<string, Attribute>> = { SrcT: { type: "uint8" }, DstT: { type: "float32" } };
const alongRows: Readonly<Record<string, Attribute>> = {};
let white: Tensor | undefined;
let firstAxis: Tensor | undefined;

/** The images of the given rows as float32 [rows, pixels], bytes divided by 255 into [0, 1]. */
export function gatherUnitInterval(images: Tensor, rows: Tensor): Tensor {
  white ??= keep(scalar(255));
  firstAxis ??= keep(tensor(Int32Array.of(0), []));
  const chosen = execute("GatherV2", alongRows, [images, rows, firstAxis])[0]!;
  return execute("RealDiv", alongRows, [execute("Cast", toFloat, [chosen])[0]!, white])[0]!;
}

/** Some rows of a matrix, [rows, columns]. */
export function gatherRows(matrix: Tensor, rows: Tensor): Tensor {
  firstAxis ??= keep(tensor(Int32Array.of(0), []));
  return execute("GatherV2", alongRows, [matrix, rows, firstAxis])[0]!;
}

let greyLevels: Tensor | undefined;

/** The images of the given rows as (byte + u) / 256, `u` [rows, pixels] in [0, 1): dequantised grey levels. */
export function gatherDequantised(images: Tensor, rows: Tensor, u: Tensor): Tensor {
  greyLevels ??= keep(scalar(256));
  firstAxis ??= keep(tensor(Int32Array.of(0), []));
  const chosen = execute("GatherV2", alongRows, [images, rows, firstAxis])[0]!;
  const shifted = execute("AddV2", alongRows, [execute("Cast", toFloat, [chosen])[0]!, u])[0]!;
  return execute("RealDiv", alongRows, [shifted, greyLevels])[0]!;
}
