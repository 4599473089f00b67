import type { LogDensity } from "pml/math";
import { normals } from "./normals.js";

const logTwoPi = Math.log(2 * Math.PI);

/** Neal's funnel, centred: x0 ~ N(0, scale^2), x_i | x0 ~ N(0, variance exp(x0)). Known to defeat plain NUTS. */
export function funnel(dimension: number, scale: number): LogDensity {
  const others = dimension - 1;
  return {
    dimension,
    logDensityAndGradient(position, gradient) {
      const x0 = position[0]!;
      const precision = Math.exp(-x0);
      let squares = 0;
      for (let i = 1; i < dimension; i++) {
        squares += position[i]! ** 2;
        gradient[i] = -precision * position[i]!;
      }
      gradient[0] = -x0 / scale ** 2 - 0.5 * others + 0.5 * precision * squares;
      const top = -0.5 * (x0 / scale) ** 2 - Math.log(scale);
      return top - 0.5 * (others * x0 + precision * squares + dimension * logTwoPi);
    },
  };
}

/** The same funnel in (x0, z) with x_i = exp(x0 / 2) z_i and standard normal z. */
export function nonCentredFunnel(dimension: number, scale: number): LogDensity {
  const sds = [scale, ...new Array<number>(dimension - 1).fill(1)];
  return normals(new Array<number>(dimension).fill(0), sds);
}
