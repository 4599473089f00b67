import { scope, type Tensor, tensor } from "../../tensorflow/index.js";
import type { LevelCounts } from "./expected-counts.js";
import {
  inPrecision,
  logarithm,
  overOrZero,
  plus,
  product,
  productLeftTransposed,
  reshaped,
  sumAlong,
  sumOver,
  times,
  timesOrZero,
} from "./kernels.js";
import type { LevelTensors } from "./messages.js";

/** Images added to each row of probabilities before it is estimated: Dirichlet priors whose mode is the estimate. */
export interface PseudoCounts {
  /** Shared evenly by the H states that may follow. */
  readonly transition: number;
  /** Shared by the levels in proportion to {@link EmissionBase}. */
  readonly emission: number;
}

/** What the pseudo-counts add to expected counts, level by level: of transitions a scalar, of emissions [n, V, 1]. */
export interface PriorCounts {
  readonly transitions: Tensor;
  readonly emissions: Tensor;
}

const scalar = (value: number, like: Tensor) =>
  inPrecision(tensor(Float32Array.of(value), []), like.type === "float64" ? "float64" : "float32");

/** The parameters of a level, and the levels that the states draw of their own before they are blurred, [n V, H]. */
export interface MaximisedLevel extends LevelTensors {
  readonly drawn: Tensor;
}

/** What is the same for all levels of a tree. */
export interface MaximisationPlan {
  /** What expected counts are to be multiplied by first. */
  readonly images: number;
  /** [1, V, V], p(level seen | level drawn); without it the two are one. */
  readonly blur: Tensor | undefined;
}

/**
 * The parameters of a level from its expected counts: `(count + pseudo-count) / sum`, transitions over the child's states, emissions over the levels drawn.
 */
export function maximiseLevel(
  counts: LevelCounts,
  prior: PriorCounts,
  { images, blur }: MaximisationPlan,
  [size, V, states]: readonly [size: number, V: number, states: number],
): MaximisedLevel {
  return scope(() => {
    const factor = scalar(images, counts.transitions);
    const transitions = plus(times(counts.transitions, factor), prior.transitions);
    const emissions = plus(reshaped(times(counts.emissions, factor), size, V, states), prior.emissions);
    const drawn = overOrZero(emissions, sumAlong(emissions, 1));
    const seen = blur === undefined ? drawn : productLeftTransposed(blur, drawn);
    return {
      transitions: overOrZero(transitions, sumAlong(transitions, 2)),
      emissions: reshaped(seen, size * V, states),
      drawn: reshaped(drawn, size * V, states),
    };
  });
}

/**
 * How often each level is expected to have been drawn, from how often it was seen: `q(u) sum_x p(x | u) count(x) / p(x)`, by Bayes' rule.
 */
export function drawnCounts(
  seen: Tensor,
  { emissions, drawn }: MaximisedLevel,
  { blur }: MaximisationPlan,
  [size, V, states]: readonly [size: number, V: number, states: number],
): Tensor {
  if (blur === undefined) return seen;
  return scope(() => {
    const ratio = reshaped(overOrZero(seen, emissions), size, V, states);
    return times(drawn, reshaped(product(blur, ratio), size * V, states));
  });
}

/** The logarithm of the prior of a level's parameters but for a constant, nats, [] in double precision: `sum pseudo-count ln probability`. */
export function logPriorOfLevel(
  { transitions, drawn }: MaximisedLevel,
  prior: PriorCounts,
  [size, V, states]: readonly [size: number, V: number, states: number],
): Tensor {
  const total = (probabilities: Tensor, counts: Tensor) =>
    sumOver(
      timesOrZero(logarithm(inPrecision(probabilities, "float64")), inPrecision(counts, "float64")),
      0,
      1,
      2,
    );
  return scope(() =>
    plus(total(transitions, prior.transitions), total(reshaped(drawn, size, V, states), prior.emissions)),
  );
}
