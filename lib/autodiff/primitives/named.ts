import type { Primitive } from "../primitive.js";
import {
  choleskyAdjoint,
  choleskyPrimitive,
  solveLowerPrimitive,
  solveLowerTransposedPrimitive,
} from "./cholesky.js";
import { multivariateNormalPrimitive } from "./multivariate-normal.js";
import { productPrimitive } from "./product.js";

/** Every primitive by the text of its name; sizes follow. */
const makers: Readonly<Record<string, (...sizes: number[]) => Primitive>> = {
  cholesky: (size) => choleskyPrimitive(size!),
  "adjoint of cholesky": (size) => choleskyAdjoint(size!),
  solveLower: (size) => solveLowerPrimitive(size!),
  solveLowerTransposed: (size) => solveLowerTransposedPrimitive(size!),
  multivariateNormal: (size) => multivariateNormalPrimitive(size!),
  product: (rows, inner, columns) => productPrimitive(rows!, inner!, columns!),
};

/** The primitive of a name such as "cholesky 12". */
export function primitiveNamed(name: string): Primitive {
  const [, text, sizes] = /^(.*?)((?: \d+)+)$/.exec(name)!;
  return makers[text!]!(...sizes!.trim().split(" ").map(Number));
}
