import { quantiles, squaresAboutMean } from "../../math/index.js";

/** How the bandwidth of a kernel density estimate is chosen; "experimental" is the mean of Silverman's and "isj". */
export type BandwidthRule = "scott" | "silverman" | "isj" | "experimental";

/** Draws with what the rules need: their histogram on a grid that spans them. */
export interface BinnedDraws {
  readonly draws: Float64Array;
  readonly counts: Float64Array;
  readonly range: number;
}

const populationSd = (draws: Float64Array): number => Math.sqrt(squaresAboutMean(draws) / draws.length);

/** Scott's rule, 1.06 sd n^(-1/5). */
function scott({ draws }: BinnedDraws): number {
  return 1.06 * populationSd(draws) * draws.length ** -0.2;
}

/** Silverman's rule, 0.9 min(sd, interquartile range / 1.34) n^(-1/5). */
function silverman({ draws }: BinnedDraws): number {
  const [low, high] = quantiles(draws, [0.25, 0.75]);
  return 0.9 * Math.min(populationSd(draws), (high! - low!) / 1.34) * draws.length ** -0.2;
}

/** Discrete cosine transform (type II) of the relative frequencies, entries 1 .. bins - 2, squared. */
function squaredCosines(counts: Float64Array, total: number): Float64Array {
  const bins = counts.length;
  const cosines = Float64Array.from({ length: 4 * bins }, (_, m) => Math.cos((Math.PI * m) / (2 * bins)));
  const squares = new Float64Array(bins - 2);
  for (let k = 1; k <= squares.length; k++) {
    let sum = 0;
    for (let bin = 0; bin < bins; bin++) sum += counts[bin]! * cosines[(k * (2 * bin + 1)) % (4 * bins)]!;
    squares[k - 1] = ((2 * sum) / total) ** 2;
  }
  return squares;
}

/** Half of pi^(2 order) sum k^(2 order) a_k^2 exp(-k^2 pi^2 t): the squared norm of a derivative, smoothed for a time t. */
function derivativeNorm(squares: Float64Array, order: number, time: number): number {
  let sum = 0;
  for (let i = 0; i < squares.length; i++) {
    const frequencySquared = (i + 1) ** 2;
    sum += frequencySquared ** order * squares[i]! * Math.exp(-frequencySquared * Math.PI ** 2 * time);
  }
  return 0.5 * Math.PI ** (2 * order) * sum;
}

/** t - xi gamma^[7](t), whose root is the squared bandwidth (Botev, Grotowski and Kroese 2010, equation 30). */
function excess(time: number, count: number, squares: Float64Array): number {
  let norm = derivativeNorm(squares, 7, time);
  for (let order = 6; order >= 2; order--) {
    let oddProduct = 1;
    for (let factor = 3; factor <= 2 * order - 1; factor += 2) oddProduct *= factor;
    const first = (1 + 0.5 ** (order + 0.5)) / 3;
    const second = oddProduct / Math.sqrt(Math.PI / 2);
    const stage = ((first * second) / (count * norm)) ** (2 / (3 + 2 * order));
    norm = derivativeNorm(squares, order, stage);
  }
  return time - (2 * count * Math.sqrt(Math.PI) * norm) ** -0.4;
}

/** Improved Sheather and Jones: the root by bisection, Silverman's rule where [0, 0.01] holds none. */
function improvedSheatherJones(binned: BinnedDraws): number {
  const { draws, counts, range } = binned;
  const squares = squaredCosines(counts, draws.length);
  let low = 0;
  let high = 0.01;
  if (!(excess(low, draws.length, squares) < 0 && excess(high, draws.length, squares) > 0)) {
    return silverman(binned);
  }
  while (high - low > 1e-15 * high) {
    const middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) break;
    if (excess(middle, draws.length, squares) < 0) low = middle;
    else high = middle;
  }
  return Math.sqrt(high) * range;
}

const rules: Readonly<Record<BandwidthRule, (binned: BinnedDraws) => number>> = {
  scott,
  silverman,
  isj: improvedSheatherJones,
  experimental: (binned) => 0.5 * (silverman(binned) + improvedSheatherJones(binned)),
};

/** The bandwidth by a rule, in the units of the draws. */
export function bandwidth(rule: BandwidthRule, binned: BinnedDraws): number {
  return rules[rule](binned);
}
