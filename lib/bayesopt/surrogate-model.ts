import { asInputs, type HyperDraws, type HyperPosterior, type Inputs, Predictor } from "../gp/index.js";
import type { Random } from "../random/index.js";
import { InputError } from "../support/index.js";

/** Mean and variance of f at every candidate. */
export interface CandidateMoments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** What a rule looks at: the data's posterior, with the hyper-parameters that stand for it. */
export class SurrogateModel {
  /** Parameters of the kernel in its order, then the noise: one row a draw. */
  readonly parameters: readonly Float64Array[];
  /** Of the draws; they sum to 1. */
  readonly weights: Float64Array;
  private readonly predictor: Predictor;
  /** The values of those candidates that have been observed, by index: known exactly where there is no noise. */
  private observed: ReadonlyMap<number, number> | undefined;

  /**
   * @param posterior of the hyper-parameters, given all data
   * @param best the smallest value observed
   * @param allowed indices of the candidates that may be chosen
   */
  constructor(
    readonly posterior: HyperPosterior,
    readonly draws: HyperDraws,
    readonly candidates: Inputs,
    readonly best: number,
    readonly allowed: readonly number[],
  ) {
    const { dimension } = posterior;
    const count = draws.positions.length / dimension;
    this.parameters = Array.from({ length: count }, (_, s) =>
      posterior.naturalAt(draws.positions.subarray(s * dimension, (s + 1) * dimension)),
    );
    const total = draws.weights?.reduce((sum, weight) => sum + weight, 0) ?? count;
    this.weights = Float64Array.from({ length: count }, (_, s) => (draws.weights?.[s] ?? 1) / total);
    this.predictor = new Predictor(posterior.model.kernel, posterior.model, candidates, posterior.nugget);
  }

  /** Position of draw `s` in the unconstrained space. */
  positionOf(s: number): Float64Array {
    const { dimension } = this.posterior;
    return this.draws.positions.subarray(s * dimension, (s + 1) * dimension);
  }

  /**
   * Calls `visit` with mean and variance of the noise-free f at every candidate, once for each draw (or each of
   * `count` draws that stand for all, see {@link SurrogateModel.representatives}). The arrays are reused. Without noise an observed
   * candidate has its value as mean and no variance, exactly.
   */
  forEachDraw(
    visit: (moments: CandidateMoments, share: number, noise: number) => void,
    count?: number,
  ): void {
    const chosen = count === undefined ? this.parameters.map((_, s) => s) : this.representatives(count);
    for (const s of chosen) {
      const parameters = this.parameters[s]!;
      const noise = parameters[parameters.length - 1]!;
      if (!this.predictor.evaluate(parameters, noise))
        throw new InputError(
          "SurrogateModel",
          `the covariance matrix of draw ${s} is not positive definite, or nearly singular`,
          {
            draw: s,
          },
        );
      if (noise === 0) this.writeObserved();
      visit(this.predictor, count === undefined ? this.weights[s]! : 1 / chosen.length, noise);
    }
  }

  private writeObserved(): void {
    this.observed ??= observedCandidates(this.posterior, this.candidates);
    for (const [candidate, y] of this.observed) {
      this.predictor.mean[candidate] = y;
      this.predictor.variance[candidate] = 0;
    }
  }

  /** At most `count` draws with equal shares that stand for all: systematic resampling by the weights. */
  representatives(count: number): number[] {
    const { weights } = this;
    if (this.draws.weights === undefined && count >= weights.length) return this.parameters.map((_, s) => s);
    const chosen: number[] = [];
    let sum = 0;
    weights.forEach((weight, s) => {
      sum += weight;
      while (chosen.length < count && (chosen.length + 0.5) / count <= sum) chosen.push(s);
    });
    // rounding may leave the last one out
    while (chosen.length < count) chosen.push(weights.length - 1);
    return chosen;
  }

  /** `E[m_s]` and `E[v_s] + Var[m_s]` of the noise-free f: the mixture's moments (law of total variance). */
  averaged(count?: number): CandidateMoments {
    const size = this.candidates.count;
    const mean = new Float64Array(size);
    const variance = new Float64Array(size);
    const second = new Float64Array(size);
    let shareSoFar = 0;
    const add = (moments: CandidateMoments, share: number) => {
      shareSoFar += share;
      for (let j = 0; j < size; j++) {
        variance[j]! += share * moments.variance[j]!;
        // West's update of a weighted mean and variance: no cancellation
        const difference = moments.mean[j]! - mean[j]!;
        mean[j]! += (share / shareSoFar) * difference;
        second[j]! += share * difference * (moments.mean[j]! - mean[j]!);
      }
    };
    this.forEachDraw((moments, share) => share > 0 && add(moments, share), count);
    for (let j = 0; j < size; j++) variance[j]! += second[j]!;
    return { mean, variance };
  }

  /** The allowed candidate with the largest score; of equal ones the first, or with `random` any. A NaN is never the largest. */
  argmax(score: ArrayLike<number>, random?: Random): number {
    let best = Number.NEGATIVE_INFINITY;
    for (const i of this.allowed) if (score[i]! > best) best = score[i]!;
    const equals = this.allowed.filter((i) => score[i] === best);
    // all of them NaN
    if (equals.length === 0) return oneOf(this.allowed, random);
    return oneOf(equals, random);
  }

  /** The allowed candidate with the smallest value; of equal ones the first, or with `random` any. A NaN is never the smallest. */
  argmin(values: ArrayLike<number>, random?: Random): number {
    return this.argmax(
      Float64Array.from(values, (value) => -value),
      random,
    );
  }

  /** Whether no allowed candidate has a score above `none`: by this score nothing is left to gain. */
  isWithoutGain(score: ArrayLike<number>, none: number): boolean {
    return !this.allowed.some((i) => score[i]! > none);
  }
}

const oneOf = (equals: readonly number[], random?: Random): number =>
  equals[random === undefined || equals.length === 1 ? 0 : random.integer(equals.length)]!;

function observedCandidates({ model }: HyperPosterior, candidates: Inputs): Map<number, number> {
  const { count, dimension, values } = asInputs("SurrogateModel", model.x);
  const key = (points: Float64Array, i: number) =>
    // adding 0 makes one of both zeros
    Array.from(points.subarray(i * dimension, (i + 1) * dimension), (value) => value + 0).join(" ");
  const known = new Map(Array.from({ length: count }, (_, i) => [key(values, i), model.y[i]!] as const));
  const observed = new Map<number, number>();
  for (let j = 0; j < candidates.count; j++) {
    const y = known.get(key(candidates.values, j));
    if (y !== undefined) observed.set(j, y);
  }
  return observed;
}
