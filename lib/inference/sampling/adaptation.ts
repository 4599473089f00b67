import type { Random } from "../../random/index.js";
import { DenseMetric, DiagonalMetric, type Metric, type MetricKind } from "../nuts/metric.js";
import { DualAveraging } from "./dual-averaging.js";
import { fisherMetric } from "./fisher-metric.js";
import { RunningCovariance } from "./running-covariance.js";
import type { ChainState, TransitionKernel, Tuning } from "./transition-kernel.js";
import { quickOpening, stanOpening, warmupSchedule } from "./warmup-schedule.js";

/** What the metric is learned from. */
export type MetricSource = "draws" | "draws-and-gradients";

/** What warm-up is to aim at. */
export interface AdaptationOptions {
  readonly warmup: number;
  readonly targetAcceptance: number;
  readonly metric: MetricKind;
  readonly metricFrom: MetricSource;
  readonly stepSize: number;
  readonly finalPhase?: number | undefined;
  readonly startCovariance?: ArrayLike<number>;
}

/**
 * Stan's windowed adaptation of step size and metric, with a longer last phase: fast, slow and fast again (see {@link warmupSchedule}); where
 * few draws tell the metric, with a shorter first one (see {@link quickOpening}).
 *
 * Call `learn` after every warm-up transition, and make the next one with `tuning`; after the last, `tuning`
 * is what to sample with.
 */
export class WindowedAdaptation {
  private readonly average: DualAveraging;
  private positions: Float64Array[] = [];
  private gradients: Float64Array[] = [];
  /** Transition numbers after which the metric is renewed, the first slow transition, the last one. */
  private readonly renewals: readonly number[];
  private readonly slowStart: number;
  private readonly slowEnd: number;
  private seen = 0;
  private metric: Metric;

  constructor(
    private readonly kernel: TransitionKernel,
    private readonly options: AdaptationOptions,
    random: Random,
    state: ChainState,
  ) {
    const isQuick = options.metricFrom === "draws-and-gradients" && options.metric !== "dense";
    const opening = isQuick ? quickOpening : stanOpening;
    const { initial, slow } = warmupSchedule(options.warmup, options.finalPhase, opening);
    this.slowStart = initial;
    let end = initial;
    this.renewals = slow.map((length) => {
      end += length;
      return end;
    });
    this.slowEnd = end;
    const { dimension } = kernel;
    this.metric = firstMetric(dimension, options);
    this.average = new DualAveraging(options.targetAcceptance, options.stepSize);
    if (options.warmup > 0) this.restart(random, state, options.stepSize);
  }

  /** What to make the next transition with. */
  get tuning(): Tuning {
    const done = this.seen >= this.options.warmup;
    return { metric: this.metric, stepSize: done ? this.average.averaged : this.average.stepSize };
  }

  /** Takes in the outcome of one warm-up transition. */
  learn(random: Random, state: ChainState, acceptance: number): void {
    this.average.learn(acceptance);
    if (this.seen >= this.slowStart && this.seen < this.slowEnd) {
      this.positions.push(state.position);
      this.gradients.push(state.gradient);
    }
    this.seen++;
    if (this.renewals.includes(this.seen)) {
      this.metric = this.learned();
      this.positions = [];
      this.gradients = [];
      this.restart(random, state, this.average.stepSize);
    }
  }

  /** The metric that the window's draws, and gradients, say. */
  private learned(): Metric {
    const { dimension } = this.kernel;
    const { metric, metricFrom } = this.options;
    const { positions, gradients } = this;
    if (metricFrom === "draws-and-gradients")
      return fisherMetric({ dimension, positions, gradients }, metric, this.variances());
    const running = new RunningCovariance(dimension, metric === "dense" ? "dense" : "diagonal");
    for (const position of positions) running.add(position);
    return metricOf(dimension, metric, running.regularised());
  }

  /** The variances of the metric in use. */
  private variances(): Float64Array {
    const { kind, covariance, dimension } = this.metric;
    return kind === "diagonal"
      ? covariance
      : Float64Array.from({ length: dimension }, (_, i) => covariance[i * dimension + i]!);
  }

  private restart(random: Random, state: ChainState, stepSize: number): void {
    this.average.restart(this.kernel.findStepSize(random, state, { metric: this.metric, stepSize }));
  }
}

function metricOf(dimension: number, kind: MetricKind, covariance: Float64Array): Metric {
  return kind === "diagonal" ? new DiagonalMetric(covariance) : new DenseMetric(dimension, covariance);
}

function firstMetric(dimension: number, { metric, startCovariance }: AdaptationOptions): Metric {
  if (startCovariance !== undefined) return metricOf(dimension, metric, Float64Array.from(startCovariance));
  return metric === "dense" ? DenseMetric.identity(dimension) : DiagonalMetric.identity(dimension);
}
