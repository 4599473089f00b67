import { quantiles } from "../math/index.js";
import type { HyperRun } from "./hyper-run.js";

/**
 * The 5, 10, ... 95 % quantiles of the logarithms of the 4 x 500 draws that the report's scatter plot of section 2.1 shows, read
 * from its vector graphics (exact to about 1e-6 before rounding).
 */
export const reportFigureDraws = {
  lengthscale: [
    -2.5891, -2.2609, -2.0309, -1.861, -1.7342, -1.5955, -1.4665, -1.3616, -1.274, -1.1719, -1.1017, -1.0377,
    -0.9502, -0.8914, -0.8311, -0.7593, -0.6839, -0.5942, -0.4322,
  ],
  variance: [
    0.2986, 0.4591, 0.5649, 0.6674, 0.7757, 0.8752, 0.9557, 1.0348, 1.1285, 1.2037, 1.2822, 1.3823, 1.465,
    1.5654, 1.6763, 1.801, 1.9503, 2.1402, 2.4853,
  ],
} as const;

const shares = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

/**
 * How far a run lies from the report's: the root mean square difference of the 19 quantiles of ln l and of ln v, each in units of the
 * exact posterior's standard deviation of that logarithm.
 */
export function distanceToReportDraws(
  run: HyperRun,
  sdOfLog: { readonly lengthscale: number; readonly variance: number },
): number {
  const squares = (["lengthscale", "variance"] as const).flatMap((name) => {
    const logs = run[name].flatMap((chain) => Array.from(chain, Math.log));
    return quantiles(logs, shares).map(
      (value, i) => ((value - reportFigureDraws[name][i]!) / sdOfLog[name]) ** 2,
    );
  });
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}
