import { requireLength } from "../../support/index.js";
import type { PairView } from "../pairs.js";
import type { Kernel, PairEvaluator } from "./kernel.js";

type PrepareParts = (
  pairs: PairView,
  left: PairEvaluator,
  right: PairEvaluator,
  leftCount: number,
) => PairEvaluator;

/** Makes a kernel of two: the parameters of `left`, then those of `right`, each name with its side before it. */
export function compositeKernel(
  kind: string,
  left: Kernel,
  right: Kernel,
  rebuild: (left: Kernel, right: Kernel) => Kernel,
  prepareParts: PrepareParts,
): Kernel {
  const leftCount = left.parameters.length;
  const parameterNames = [
    ...left.parameterNames.map((name) => `left.${name}`),
    ...right.parameterNames.map((name) => `right.${name}`),
  ];
  return {
    kind,
    parameterNames,
    parameters: [...left.parameters, ...right.parameters],
    prepare: (pairs) => prepareParts(pairs, left.prepare(pairs), right.prepare(pairs), leftCount),
    withParameters(values) {
      requireLength(kind, "parameters", values.length, parameterNames.length);
      const all = Array.from(values);
      return rebuild(
        left.withParameters(all.slice(0, leftCount)),
        right.withParameters(all.slice(leftCount)),
      );
    },
  };
}
