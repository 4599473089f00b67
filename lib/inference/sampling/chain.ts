import type { LogDensity } from "../../math/index.js";
import type { Random } from "../../random/index.js";
import type { MetricKind } from "../nuts/metric.js";
import { WindowedAdaptation } from "./adaptation.js";
import type { Settings } from "./options.js";
import { type ChainRecord, emptyRecord, writeDraw } from "./record.js";
import { firstState } from "./start.js";
import type { ChainState, TransitionKernel, Tuning } from "./transition-kernel.js";

/** What warm-up settled on. */
export interface AdaptedTuning {
  readonly stepSize: number;
  readonly metric: MetricKind;
  /** The metric's covariance: variances [dimension] of a diagonal one, rows [dimension * dimension] of any other. */
  readonly covariance: Float64Array;
}

/** One finished chain. Plain data. */
export interface ChainResult {
  readonly kept: ChainRecord;
  readonly warmup: ChainRecord | null;
  readonly adapted: AdaptedTuning;
}

/** One chain under way: warm-up, then draws, some transitions at a time. */
export class Chain {
  private readonly random: Random;
  private readonly adaptation: WindowedAdaptation;
  private readonly warmup: ChainRecord | null;
  private readonly kept: ChainRecord;
  private state: ChainState;
  private tuning: Tuning;
  private done = 0;
  /** Among the kept draws. */
  private divergences = 0;

  /** `random` is the chain's own stream. */
  constructor(
    density: LogDensity,
    private readonly kernel: TransitionKernel,
    private readonly settings: Settings,
    index: number,
    random: Random,
  ) {
    const { dimension } = density;
    this.state = firstState(density, random.split("start"), {
      start: settings.starts?.[index],
      radius: settings.startRadius,
    });
    this.random = random.split("transitions");
    this.adaptation = new WindowedAdaptation(kernel, settings, this.random, this.state);
    this.tuning = this.adaptation.tuning;
    this.warmup = settings.keepWarmup ? emptyRecord(dimension, settings.warmup) : null;
    this.kept = emptyRecord(dimension, settings.draws);
  }

  /** Transitions made so far, those of warm-up included. */
  get transitions(): number {
    return this.done;
  }

  get total(): number {
    return this.settings.warmup + this.settings.draws;
  }

  /** A short live text: phase, step size, divergences among the kept draws. */
  get note(): string {
    const phase = this.done < this.settings.warmup ? "warm-up" : "sampling";
    return `${phase}, step ${this.tuning.stepSize.toPrecision(3)}, ${this.divergences} divergent`;
  }

  /** Makes up to `count` further transitions. */
  advance(count: number): void {
    const { warmup } = this.settings;
    const end = Math.min(this.total, this.done + count);
    for (; this.done < end; this.done++) {
      const { stepSize } = this.tuning;
      const { state, info } = this.kernel.step(this.random, this.state, this.tuning);
      this.state = state;
      if (this.done >= warmup) {
        writeDraw(this.kept, this.done - warmup, state, info, stepSize);
        if (info.divergent) this.divergences++;
        continue;
      }
      if (this.warmup !== null) writeDraw(this.warmup, this.done, state, info, stepSize);
      this.adaptation.learn(this.random, state, info.acceptance);
      this.tuning = this.adaptation.tuning;
    }
  }

  /** The finished chain. */
  result(): ChainResult {
    const { stepSize, metric } = this.tuning;
    return {
      kept: this.kept,
      warmup: this.warmup,
      adapted: { stepSize, metric: metric.kind, covariance: metric.covariance },
    };
  }
}
