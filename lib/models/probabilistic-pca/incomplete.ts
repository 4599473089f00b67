import { cholesky, choleskySolve } from "../../math/index.js";
import type { Random } from "../../random/index.js";
import { Breather, InputError, requireInput, requireInteger, requireLength } from "../../support/index.js";
import { hasConverged } from "../common/convergence.js";
import { type FitHooks, requireRandom } from "../common/fit-hooks.js";
import { type Observations, requireObservations } from "../common/observations.js";
import type { SignRule } from "../common/principal-axes.js";
import { alignWithAxes } from "./em.js";
import { makeModel, type ProbabilisticPca, requireNoise } from "./model.js";

/** How rows with gaps are to be fitted. */
export interface IncompleteOptions {
  /** Number of latent dimensions, M. */
  readonly components: number;
  readonly signs?: SignRule;
  /** EM stops when the mean log-likelihood of a row's observed values changes by less than this, in nats; 1e-4 by default. */
  readonly tolerance?: number;
  /** At most so many iterations; 1000 by default. */
  readonly maxIterations?: number;
}

/** Rows with a mark for each value: 1 where it was observed, 0 where it is missing and what stands there counts for nothing. */
export interface IncompleteRows extends Observations {
  readonly observed: Uint8Array;
}

const caller = "probabilisticPca.fitIncomplete";

/** Loadings and mean of a column in one row of M + 1, and the noise variance. */
interface Estimate {
  readonly weights: Float64Array;
  readonly noiseVariance: number;
}

/**
 * The maximum-likelihood fit to rows of which values are missing at random, by EM over codes alone: the likelihood is that of the observed values,
 * `x_O ~ N(mean_O, W_O W_O^T + noiseVariance I)` (Tipping and Bishop 1999, section 4; the updates column by column are those of Ilin and Raiko
 * 2010, section 3). Nothing is filled in. With no value missing it is the fixed point of {@link fit}.
 *
 * E step, row by row over its observed columns O: `M_n = W_O^T W_O + s I`, `<z_n> = M_n^-1 W_O^T (x_O - mean_O)`, `cov z_n = s M_n^-1`. M step,
 * column by column over the rows in which it was observed: the regression of the column on the codes and a constant.
 *
 * @throws InputError for rows that are not fit, a column that was never observed, unless 1 <= M < D, or a likelihood that falls
 * @throws InterruptedError when `signal` is aborted
 */
export async function fitIncomplete(
  data: IncompleteRows,
  { components, signs = "largest-positive", tolerance = 1e-4, maxIterations = 1000 }: IncompleteOptions,
  { random, signal }: Pick<FitHooks<never>, "random" | "signal"> = {},
): Promise<ProbabilisticPca> {
  const rows = requireObservations(caller, data);
  const { columns: dimension } = data;
  requireLength(caller, "observed", data.observed.length, data.values.length);
  requireInteger(caller, "components", components, 1);
  requireInteger(caller, "maxIterations", maxIterations, 1);
  requireInput(tolerance >= 0, caller, () => `tolerance must be at least 0, got ${tolerance}`);
  requireInput(
    components < dimension,
    caller,
    () => `components must be below ${dimension}, the number of columns, got ${components}`,
  );
  const breather = new Breather(signal);
  let estimate = startFrom(data, components, requireRandom(caller, random, "the start of EM with"));
  const prepared = prepare(data);
  const scale = estimate.noiseVariance;
  const path: number[] = [];
  let converged = false;
  while (!converged && path.length < maxIterations) {
    const next = await iterate(prepared, estimate, components, breather);
    path.push(next.logLikelihood / rows);
    requireNoise(caller, next.estimate.noiseVariance, components, scale);
    converged = hasConverged(caller, path, { tolerance });
    if (!converged) estimate = next.estimate;
  }
  const { mean, loadings } = apart(estimate, components);
  const aligned = alignWithAxes(
    { loadings, noiseVariance: estimate.noiseVariance },
    dimension,
    components,
    signs,
  );
  return makeModel(
    { components, dimension, method: "em", ddof: 0, signs, addedVariance: 0 },
    mean,
    aligned.loadings,
    estimate.noiseVariance,
    aligned.axisVariances,
    { history: path.map((meanLogLikelihood, i) => ({ iteration: i + 1, meanLogLikelihood })), converged },
  );
}

const valueAt = ({ values, offset = 0, divisor = 1 }: Observations, at: number) =>
  (values[at]! + offset) / divisor;

/** Means and the mean variance of what was observed; loadings drawn at its size. */
function startFrom(data: IncompleteRows, components: number, random: Random): Estimate {
  const { columns, observed } = data;
  const counts = new Float64Array(columns);
  const sums = new Float64Array(columns);
  observed.forEach((mark, at) => {
    if (mark === 0) return;
    counts[at % columns]! += 1;
    sums[at % columns]! += valueAt(data, at);
  });
  const never = counts.indexOf(0);
  if (never >= 0) throw new InputError(caller, `column ${never} was never observed`, { column: never });
  const mean = sums.map((sum, d) => sum / counts[d]!);
  let squares = 0;
  observed.forEach((mark, at) => {
    if (mark !== 0) squares += (valueAt(data, at) - mean[at % columns]!) ** 2;
  });
  const noiseVariance = squares / counts.reduce((sum, count) => sum + count, 0);
  requireNoise(caller, noiseVariance, components, 0);
  const width = components + 1;
  const weights = Float64Array.from({ length: columns * width }, (_, k) =>
    k % width === components ? mean[Math.floor(k / width)]! : Math.sqrt(noiseVariance) * random.normal(),
  );
  return { weights, noiseVariance };
}

function apart({ weights }: Estimate, components: number) {
  const width = components + 1;
  return {
    mean: weights.filter((_, k) => k % width === components),
    loadings: weights.filter((_, k) => k % width !== components),
  };
}

/** What does not change from one iteration to the next. */
interface Prepared {
  readonly columns: number;
  /** What was observed, row after row: its columns, and its values. */
  readonly places: Uint32Array;
  readonly values: Float64Array;
  /** Where each row begins in them, and where the last one ends. */
  readonly begins: readonly number[];
  /** Sums of `x^2` over the rows in which each column was observed. */
  readonly squares: Float64Array;
}

function prepare(data: IncompleteRows): Prepared {
  const { columns, observed } = data;
  const count = observed.reduce((sum, mark) => sum + (mark === 0 ? 0 : 1), 0);
  const places = new Uint32Array(count);
  const values = new Float64Array(count);
  const squares = new Float64Array(columns);
  const begins: number[] = [];
  let place = 0;
  for (let at = 0; at < observed.length; at++) {
    if (at % columns === 0) begins.push(place);
    if (observed[at] === 0) continue;
    const x = valueAt(data, at);
    places[place] = at % columns;
    values[place++] = x;
    squares[at % columns]! += x ** 2;
  }
  return { columns, places, values, begins: [...begins, place], squares };
}

/** Sums over the rows in which each column was observed. */
interface Sums {
  /** `E[u u^T]` with u = (z, 1), [columns, M + 1, M + 1]. */
  readonly moments: Float64Array;
  /** `x E[u]`, [columns, M + 1]. */
  readonly products: Float64Array;
}

/** One step, and the log-likelihood of all rows' observed values under the estimate it starts from. */
async function iterate(data: Prepared, estimate: Estimate, components: number, breather: Breather) {
  const { columns, begins, squares } = data;
  const width = components + 1;
  const sums: Sums = {
    moments: new Float64Array(columns * width ** 2),
    products: new Float64Array(columns * width),
  };
  let logLikelihood = 0;
  for (let row = 0; row + 1 < begins.length; row++) {
    logLikelihood += addRow(data, row, estimate, components, sums);
    await breather.breathe();
  }
  const weights = new Float64Array(estimate.weights.length);
  let rest = 0;
  for (let d = 0; d < columns; d++) {
    const moments = sums.moments.subarray(d * width ** 2, (d + 1) * width ** 2);
    const products = sums.products.subarray(d * width, (d + 1) * width);
    const found = choleskySolve(cholesky(moments, width), products);
    weights.set(found, d * width);
    rest += squares[d]!;
    for (let i = 0; i < width; i++) {
      rest -= 2 * found[i]! * products[i]!;
      for (let j = 0; j < width; j++) rest += found[i]! * found[j]! * moments[i * width + j]!;
    }
  }
  return { estimate: { weights, noiseVariance: rest / data.values.length }, logLikelihood };
}

/** The posterior of a row's code, added to the sums of its observed columns; returns the log-density of its observed values. */
function addRow(
  { places, values, begins }: Prepared,
  row: number,
  { weights, noiseVariance }: Estimate,
  components: number,
  { moments, products }: Sums,
): number {
  const [begin, end] = [begins[row]!, begins[row + 1]!];
  const width = components + 1;
  const inner = new Float64Array(components ** 2);
  const right = new Float64Array(components);
  for (let i = 0; i < components; i++) inner[i * components + i] = noiseVariance;
  let residual = 0;
  for (let at = begin; at < end; at++) {
    const first = places[at]! * width;
    const difference = values[at]! - weights[first + components]!;
    residual += difference ** 2;
    for (let i = 0; i < components; i++) {
      const weight = weights[first + i]!;
      right[i]! += weight * difference;
      // the factor reads the lower triangle alone
      for (let j = 0; j <= i; j++) inner[i * components + j]! += weight * weights[first + j]!;
    }
  }
  const factor = cholesky(inner, components);
  const code = choleskySolve(factor, right);
  // E[u u^T]: covariance s M^-1 and the product of the means
  const identity = new Float64Array(components ** 2);
  for (let i = 0; i < components; i++) identity[i * components + i] = noiseVariance;
  const covariance = choleskySolve(factor, identity, components);
  const means = Float64Array.of(...code, 1);
  const seconds = Float64Array.from({ length: width ** 2 }, (_, k) => {
    const [i, j] = [Math.floor(k / width), k % width];
    const spread = i < components && j < components ? covariance[i * components + j]! : 0;
    return means[i]! * means[j]! + spread;
  });
  for (let at = begin; at < end; at++) {
    const place = places[at]!;
    const x = values[at]!;
    for (let i = 0, k = place * width; i < width; i++, k++) products[k]! += x * means[i]!;
    for (let i = 0, k = place * width ** 2; i < seconds.length; i++, k++) moments[k]! += seconds[i]!;
  }
  const count = end - begin;
  let logDeterminant = (count - components) * Math.log(noiseVariance);
  let explained = 0;
  for (let i = 0; i < components; i++) {
    logDeterminant += 2 * Math.log(factor.lower[i * components + i]!);
    explained += right[i]! * code[i]!;
  }
  return -0.5 * (count * Math.log(2 * Math.PI) + logDeterminant + (residual - explained) / noiseVariance);
}
