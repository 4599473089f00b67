import { InputError } from "../../support/index.js";
import { dispose, keep, read, readFloat64, scope, type Tensor, tensor } from "../../tensorflow/index.js";
import type { LatentTreeConfig } from "./config.js";
import { expectedCounts } from "./expected-counts.js";
import { inPrecision, plus, times } from "./kernels.js";
import { blurKernel } from "./level-blur.js";
import type { Levels } from "./level-rows.js";
import { batchIndices, flattened, levelRange, levelTensors, unflattened } from "./level-tensors.js";
import {
  drawnCounts,
  logPriorOfLevel,
  type MaximisationPlan,
  type MaximisedLevel,
  maximiseLevel,
  type PriorCounts,
} from "./m-step.js";
import type { LevelTensors, MessagePlan } from "./messages.js";
import type { LatentTreeParameters, LatentTreeSize, MadePass } from "./model.js";
import { Repeated } from "./repeated.js";
import type { TreeOrder } from "./tree.js";

/**
 * EM on one set of rows. It holds the expected counts per image as tensors; the parameters follow from them whenever they are wanted. One graph serves
 * both kinds of steps: `new = kept old + gained counts`, the counts being those of a batch under the parameters of `mean`.
 */
export class Trainer {
  private mean: Tensor[];
  private readonly priors: readonly PriorCounts[];
  private readonly shapes: readonly (readonly [size: number, levels: number, states: number])[];
  private readonly plan: MessagePlan;
  private readonly maximisation: MaximisationPlan;
  private readonly work: Repeated;

  constructor(
    readonly rows: Levels,
    private readonly tree: TreeOrder,
    private readonly size: LatentTreeSize,
    private readonly config: LatentTreeConfig,
    histograms: Float64Array,
    counts: LatentTreeParameters<Float32Array | Float64Array>,
  ) {
    const { batchRows: batch, precision } = config;
    this.plan = { tree, size, batch, precision, hasMissing: rows.hasMissing };
    this.maximisation = { images: rows.count, blur: this.blurTensor() };
    this.shapes = tree.levels.map((level) => [level.size, size.levels, size.states]);
    this.priors = tree.levels.map((level) => this.priorOf(level, histograms));
    this.mean = scope(() =>
      flattened(levelTensors(counts, size, tree)).map((each) => keep(inPrecision(each, precision))),
    );
    this.work = new Repeated((args) => this.batchStep(args), Number.POSITIVE_INFINITY);
  }

  private blurTensor(): Tensor | undefined {
    const { blur, precision } = this.config;
    const { levels } = this.size;
    if (blur.share === 0) return undefined;
    return scope(() => keep(inPrecision(tensor(blurKernel(levels, blur), [1, levels, levels]), precision)));
  }

  private priorOf({ first, size }: TreeOrder["levels"][number], histograms: Float64Array): PriorCounts {
    const { states, levels } = this.size;
    const { pseudoCounts, precision } = this.config;
    const range = histograms.subarray(first * levels, (first + size) * levels);
    return scope(() => ({
      transitions: keep(
        inPrecision(tensor(Float32Array.of(pseudoCounts.transition / states), [1, 1, 1]), precision),
      ),
      emissions: keep(
        inPrecision(
          tensor(
            Float32Array.from(range, (share) => share * pseudoCounts.emission),
            [size, levels, 1],
          ),
          precision,
        ),
      ),
    }));
  }

  private maximised(mean: readonly Tensor[]): MaximisedLevel[] {
    return unflattened(mean).map((counts, depth) =>
      maximiseLevel(counts, this.priors[depth]!, this.maximisation, this.shapes[depth]!),
    );
  }

  private batchStep([indices, weights, kept, gained, ...counts]: readonly Tensor[]): Tensor[] {
    const mean = counts.slice(0, counts.length / 2);
    const old = counts.slice(counts.length / 2);
    const levels = this.maximised(mean);
    const found = expectedCounts(this.plan, levels, indices!, weights!);
    const drawn = found.counts.map(({ transitions, emissions }, depth) => ({
      transitions,
      emissions: drawnCounts(emissions, levels[depth]!, this.maximisation, this.shapes[depth]!),
    }));
    const fresh = flattened(drawn).map((each, i) =>
      scope(() => plus(times(old[i]!, kept!), times(each, gained!))),
    );
    return [found.logLikelihoods, ...fresh];
  }

  /** Runs a batch; returns the log-likelihoods of its rows, and the new counts, kept. */
  private run(chosen: ArrayLike<number>, old: readonly Tensor[], kept: number, gained: number) {
    const { batch, precision } = this.plan;
    const exact = (values: Float64Array, ...shape: readonly number[]) =>
      precision === "float64" ? tensor(values, shape) : tensor(Float32Array.from(values), shape);
    return scope(() => {
      const [logLikelihoods, ...counts] = this.work.run([
        batchIndices(this.rows, chosen, this.size, this.tree, batch),
        exact(
          Float64Array.from({ length: batch }, (_, i) => (i < chosen.length ? 1 : 0)),
          1,
          batch,
          1,
        ),
        exact(Float64Array.of(kept)),
        exact(Float64Array.of(gained)),
        ...this.mean,
        ...old,
      ]) as [Tensor, ...Tensor[]];
      const values = readFloat64(logLikelihoods).subarray(0, chosen.length);
      for (const [i, value] of values.entries()) requirePossible(value, chosen[i]!);
      return { total: values.reduce((sum, value) => sum + value, 0), counts: counts.map(keep) };
    });
  }

  /** Moves the expected counts by a step towards those of some rows. Returns the sum of the rows' log-likelihoods before. */
  step(chosen: ArrayLike<number>, size: number): number {
    const { total, counts } = this.run(chosen, this.mean, 1 - size, size / chosen.length);
    this.replace(counts);
    return total;
  }

  /** One iteration of ordinary EM. */
  async fullPass(
    batches: Iterable<readonly [start: number, end: number]>,
    tick: (share: number) => Promise<void>,
  ): Promise<MadePass> {
    const { count } = this.rows;
    const logPrior = this.logPrior();
    let total = 0;
    let sums = scope(() =>
      this.mean.map((each) =>
        keep(times(each, inPrecision(tensor(Float32Array.of(0), []), this.plan.precision))),
      ),
    );
    try {
      for (const [start, end] of batches) {
        const chosen = Int32Array.from({ length: end - start }, (_, i) => start + i);
        const found = this.run(chosen, sums, 1, 1 / count);
        dispose(...sums);
        sums = found.counts;
        total += found.total;
        await tick(end / count);
      }
    } catch (error) {
      dispose(...sums);
      throw error;
    }
    this.replace(sums);
    const meanLogLikelihood = total / count;
    return { kind: "full", meanLogLikelihood, objective: meanLogLikelihood + logPrior / count };
  }

  private logPrior(): number {
    return this.tree.levels.reduce(
      (sum, _, depth) =>
        sum +
        scope(() => {
          const counts = unflattened(this.mean)[depth]!;
          const level = maximiseLevel(counts, this.priors[depth]!, this.maximisation, this.shapes[depth]!);
          return readFloat64(logPriorOfLevel(level, this.priors[depth]!, this.shapes[depth]!))[0]!;
        }),
      0,
    );
  }

  private replace(counts: Tensor[]): void {
    dispose(...this.mean);
    this.mean = counts;
  }

  /** The expected counts per image. */
  counts(): LatentTreeParameters<Float32Array | Float64Array> {
    return this.config.precision === "float64"
      ? this.collected(Float64Array, (level) => level)
      : this.collected(Float32Array, (level) => level);
  }

  /** The parameters that follow from them. */
  parameters(): LatentTreeParameters {
    return this.collected(Float32Array, (counts, depth) =>
      maximiseLevel(counts, this.priors[depth]!, this.maximisation, this.shapes[depth]!),
    );
  }

  private collected<Numbers extends Float32Array | Float64Array>(
    Numbers: new (length: number) => Numbers,
    made: (counts: LevelTensors, depth: number) => LevelTensors,
  ): LatentTreeParameters<Numbers> {
    const { states, levels, dimension } = this.size;
    const prior = new Numbers(states);
    const transitions = new Numbers((dimension - 1) * states ** 2);
    const emissions = new Numbers(dimension * levels * states);
    this.tree.levels.forEach((level, depth) => {
      scope(() => {
        const found = made(unflattened(this.mean)[depth]!, depth);
        const range = levelRange(this.size, level);
        const numbers = (of: Tensor) => read(of) as Float32Array | Float64Array;
        if (depth === 0) prior.set(numbers(found.transitions));
        else transitions.set(numbers(found.transitions), range.transitions[0]);
        emissions.set(numbers(found.emissions), range.emissions[0]);
      });
    });
    return { prior, transitions, emissions };
  }

  dispose(): void {
    dispose(...this.mean);
    for (const { transitions, emissions } of this.priors) dispose(transitions, emissions);
    if (this.maximisation.blur !== undefined) dispose(this.maximisation.blur);
    this.work.dispose();
  }
}

function requirePossible(logLikelihood: number, row: number): void {
  if (Number.isFinite(logLikelihood)) return;
  throw new InputError(
    "latentTree.fit",
    `row ${row} has the log-likelihood ${logLikelihood}: give transitions and emissions pseudo-counts above 0, or compute in double precision`,
    { row, logLikelihood },
  );
}
