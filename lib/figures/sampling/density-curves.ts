import { kde } from "../../inference/index.js";
import { quantiles } from "../../math/index.js";
import { rangeOf } from "../marks/rounding.js";

/** Density estimates of several sets of draws on one axis. */
export interface DensityCurves {
  /** One a set; of a constant set a line at its place, as high as the peak; of a set without draws in the window none. */
  readonly curves: readonly { readonly x: readonly number[]; readonly density: readonly number[] }[];
  /** The largest density, 1 where all sets are constant. */
  readonly peak: number;
  /** What of the axis is drawn: all draws, or where their bulk is if a few far ones would hide it. */
  readonly window: readonly [low: number, high: number];
  /** What the picture does not show, to stand behind the axis title; empty where it shows all. */
  readonly note: string;
}

/** So many interquartile ranges beyond the quartiles a window ends. */
const fence = 10;

/** A window that leaves out more of the draws than this is none: they are no tail. */
const largestTail = 0.1;

/** How densities are estimated. */
export interface DensityCurveOptions {
  /** Estimate the density of the logarithm: areas on a logarithmic axis are probabilities. */
  readonly isLog?: boolean;
  readonly bins?: number;
  /**
   * Of how many independent draws the sets are worth together: where draws repeat each other, a bandwidth for their plain number shows
   * lumps that are none. By default their number.
   */
  readonly effective?: number;
  /** Names of the sets, to say which of them are constant. */
  readonly names?: readonly string[];
}

/**
 * The range to draw: that of all draws, unless on a linear axis a bin of it is wider than the kernel of the density estimate, so that
 * the bulk would be a spike of one bin; then up to 10 interquartile ranges beyond the quartiles.
 */
export function windowOf(draws: Float64Array, bins: number): readonly [low: number, high: number] {
  const [least, most] = rangeOf(draws);
  const { x, bandwidth } = kde(draws, { bins });
  if (x.length === 0 || bandwidth >= (most - least) / bins) return [least, most];
  const [low, high] = quantiles(draws, [0.25, 0.75]) as [number, number];
  const reach = fence * (high - low);
  const window = [Math.max(least, low - reach), Math.min(most, high + reach)] as const;
  return countBeyond(draws, window) <= largestTail * draws.length ? window : [least, most];
}

const countBeyond = (draws: Float64Array, [low, high]: readonly [number, number]): number =>
  draws.reduce((count, x) => count + Number(x < low || x > high), 0);

/** " (3 of 4000 draws lie beyond)": behind the title of an axis that ends before the draws do. */
export function beyondNote(draws: Float64Array, window: readonly [number, number]): string {
  const beyond = countBeyond(draws, window);
  return beyond === 0 ? "" : ` (${beyond} of ${draws.length} draws lie beyond)`;
}

/**
 * ArviZ's estimate for independent draws. Where of n draws only a share counts, Silverman's bandwidth, which grows by its n^(-1/5): the
 * other rule in ArviZ's mean takes what a chain repeats for a peak of its own.
 */
function estimate(draws: Float64Array, bins: number, share: number) {
  if (share >= 1) return kde(draws, { bins });
  const silverman = kde(draws, { bins, bandwidth: "silverman" });
  return silverman.x.length === 0
    ? silverman
    : kde(draws, { bins, bandwidth: silverman.bandwidth * share ** -0.2 });
}

/** Density estimates of sets of draws in one window, each with its share of the draws in it for its integral. */
export function densityCurves(
  sets: readonly ArrayLike<number>[],
  { isLog = false, bins = 200, names = [], effective = Infinity }: DensityCurveOptions = {},
): DensityCurves {
  const all = Float64Array.from(sets.flatMap((set) => Array.from(set)));
  const window = isLog ? rangeOf(all) : windowOf(all, bins);
  const estimates = sets.map((set) => {
    const draws = Float64Array.from(set);
    const inside = draws.filter((x) => x >= window[0] && x <= window[1]);
    const share = inside.length / draws.length;
    const { x, density } = estimate(isLog ? inside.map(Math.log) : inside, bins, effective / all.length);
    return {
      isConstant: draws.every((value) => value === draws[0]),
      only: x.length === 0 ? inside[0] : undefined,
      x: Array.from(x, (u) => (isLog ? Math.exp(u) : u)),
      density: Array.from(density, (value) => value * share),
    };
  });
  const highest = Math.max(...estimates.flatMap(({ density }) => density));
  const peak = highest > 0 ? highest : 1;
  const curves = estimates.map(({ only, x, density }) =>
    only === undefined ? { x, density } : { x: [only, only], density: [0, peak] },
  );
  const constants = names.filter((_, i) => estimates[i]?.isConstant);
  const stuck = constants.length === 0 ? "" : ` (${constants.join(", ")} constant)`;
  return { curves, peak, window, note: beyondNote(all, window) + stuck };
}
