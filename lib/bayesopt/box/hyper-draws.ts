import {
  ardMatern52,
  ardRbf,
  HyperPosterior,
  inputPoints,
  logNormalPrior,
  mapEstimate,
  type Prior,
} from "../../gp/index.js";
import { sampleNuts } from "../../inference/index.js";
import type { Random } from "../../random/index.js";
import { SaasPosterior } from "./saas-posterior.js";
import { type BoxKernel, boxNugget, type HyperDraw } from "./unit-model.js";

/** How hyper-parameters are dealt with: the most probable ones, or draws under the SAAS prior. */
export type BoxSurrogate =
  | { readonly kind: "map"; readonly starts?: number }
  | {
      readonly kind: "saas";
      /** Transitions of warm-up. Default 256. */
      readonly warmup?: number;
      /** Transitions after it. Default 256. */
      readonly draws?: number;
      /** Of the draws, evenly spaced, those that are used. Default 16. */
      readonly kept?: number;
    };

/** Observations on the unit cube, outputs standardised. */
export interface UnitData {
  readonly points: readonly Float64Array[];
  readonly y: Float64Array;
  /** Variance of the noise on the scale of y; undefined where it is fitted. */
  readonly noise: number | undefined;
}

/**
 * Hyper-parameters that stand for their posterior.
 *
 * "map": the highest density of the hyper-parameters themselves, by L-BFGS from starts drawn from the priors; lengthscales are log-normal with `mean of logarithms sqrt 2 + ln(d) / 2`, so that functions of many
 * coordinates are not taken for noise (Hvarfner, Hellsten and Nardi 2024), the variance log-normal around 1, the noise, where it is fitted,
 * log-normal around e^-4.
 */
export async function hyperDraws(
  kernel: BoxKernel,
  data: UnitData,
  surrogate: BoxSurrogate,
  random: Random,
): Promise<HyperDraw[]> {
  return surrogate.kind === "saas"
    ? saasDraws(kernel, data, surrogate, random)
    : [mapDraw(kernel, data, surrogate.starts ?? 4, random)];
}

function mapDraw(
  kernel: BoxKernel,
  { points, y, noise }: UnitData,
  starts: number,
  random: Random,
): HyperDraw {
  const dimension = points[0]!.length;
  const lengthscale = logNormalPrior({
    meanOfLog: Math.SQRT2 + 0.5 * Math.log(dimension),
    sdOfLog: Math.sqrt(3),
  });
  const form = { ardRbf, ardMatern52 }[kernel]({ lengthscales: new Array<number>(dimension).fill(1) });
  const priors: Record<string, Prior> = { variance: logNormalPrior({ meanOfLog: 0, sdOfLog: 1 }) };
  for (let d = 1; d <= dimension; d++) priors[`lengthscale${d}`] = lengthscale;
  const posterior = new HyperPosterior({
    kernel: form,
    priors,
    x: inputPoints(
      points.flatMap((point) => [...point]),
      dimension,
    ),
    y,
    noise: noise ?? logNormalPrior({ meanOfLog: -4, sdOfLog: 1 }),
    nugget: boxNugget,
  });
  // the prior's authors mean the density of the lengthscales themselves: of their logarithms its mode would lie e^3 times as far, beyond the cube
  const options = { objective: "natural", starts, gradientTolerance: 1e-5, maxIterations: 100 } as const;
  const values = posterior.naturalAt(mapEstimate(posterior, options, { random }).best.position);
  return {
    lengthscales: values.slice(0, dimension),
    variance: values[dimension]!,
    noise: values[dimension + 1]!,
  };
}

async function saasDraws(
  kernel: BoxKernel,
  { points, y, noise }: UnitData,
  { warmup = 256, draws = 256, kept = 16 }: Extract<BoxSurrogate, { kind: "saas" }>,
  random: Random,
): Promise<HyperDraw[]> {
  const posterior = new SaasPosterior(kernel, points, y, noise);
  const run = await sampleNuts(posterior, { chains: 1, warmup, draws, maxTreeDepth: 6 }, { random });
  const count = Math.min(kept, draws);
  return Array.from({ length: count }, (_, k) => {
    const t = Math.floor(((k + 1) * draws) / count) - 1;
    return posterior.drawAt(run.coordinates.map((quantity) => quantity[0]![t]!));
  });
}
