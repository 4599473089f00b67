import { requireFinite, requireInput, requireLength } from "../support/index.js";
import { asInputs, type Inputs, type InputsLike } from "./inputs.js";
import { type Prediction, type PredictionTarget, predict } from "./prediction.js";
import { conditionOn, type Regression, type RegressionProblem } from "./regression.js";

/** What a Gaussian process is expected to be before it has seen data: a number for each point. */
export type MeanFunction = (points: Inputs) => Float64Array;

/** The same number everywhere. */
export function constantMean(value: number): MeanFunction {
  requireFinite("constantMean", "value", [value]);
  return ({ count }) => new Float64Array(count).fill(value);
}

/** `intercept + slopes . x` (Rasmussen & Williams 2006, section 2.7, with coefficients that are known). */
export function linearMean({
  slopes,
  intercept = 0,
}: {
  readonly slopes: readonly number[];
  readonly intercept?: number;
}): MeanFunction {
  requireFinite("linearMean", "slopes", slopes);
  requireFinite("linearMean", "intercept", [intercept]);
  return ({ count, dimension, values }) => {
    requireLength("linearMean", "slopes", slopes.length, dimension);
    return Float64Array.from({ length: count }, (_, i) =>
      slopes.reduce((sum, slope, d) => sum + slope * values[i * dimension + d]!, intercept),
    );
  };
}

/** A Gaussian process around a mean function, conditioned on data. */
export interface RegressionAround {
  /** Of what the data deviate from the mean by. */
  readonly deviations: Regression;
  /** As {@link predict}, the mean function added. */
  predict(at: InputsLike, target: PredictionTarget): Prediction;
}

/**
 * Conditions a Gaussian process with a mean function on data: `y - mean(x)` is what {@link conditionOn} takes (Rasmussen & Williams 2006, eq. 2.38).
 *
 * @throws InputError as {@link conditionOn}, and if the mean is not finite at a point
 */
export function conditionAround(mean: MeanFunction, problem: RegressionProblem): RegressionAround {
  const x = asInputs("conditionAround", problem.x);
  requireLength("conditionAround", "y", problem.y.length, x.count);
  const expected = checkedMean(mean, x);
  const deviations = conditionOn({
    ...problem,
    x,
    y: Float64Array.from(problem.y, (value, i) => value - expected[i]!),
  });
  return {
    deviations,
    predict(at, target) {
      const points = asInputs("predict", at);
      const prediction = predict(deviations, points, target);
      const around = checkedMean(mean, points);
      return { ...prediction, mean: prediction.mean.map((value, i) => value + around[i]!) };
    },
  };
}

function checkedMean(mean: MeanFunction, points: Inputs): Float64Array {
  const values = mean(points);
  requireLength("conditionAround", "mean", values.length, points.count);
  requireFinite("conditionAround", "mean", values);
  return values;
}

/** Outputs with mean 0 and standard deviation 1, and the way back. */
export interface StandardisedOutputs {
  readonly values: Float64Array;
  readonly mean: number;
  /** Standard deviation with n - 1; 1 for outputs that are all alike. */
  readonly sd: number;
  /** A prediction of standardised outputs in the outputs' own units. */
  restore(prediction: Prediction): Prediction;
}

/**
 * `(y - mean) / sd`: what priors of hyper-parameters on a unit scale are made for.
 *
 * @throws InputError for no output, or one that is not finite
 */
export function standardiseOutputs(y: ArrayLike<number>): StandardisedOutputs {
  requireInput(y.length > 0, "standardiseOutputs", "wants at least one output, got none");
  requireFinite("standardiseOutputs", "y", y);
  const all = Float64Array.from(y);
  const mean = all.reduce((sum, value) => sum + value / all.length, 0);
  const squares = all.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const spread = all.length > 1 ? Math.sqrt(squares / (all.length - 1)) : 0;
  const sd = spread > 1e-14 * Math.abs(mean) ? spread : 1;
  return {
    values: all.map((value) => (value - mean) / sd),
    mean,
    sd,
    restore: (prediction) => ({
      ...prediction,
      mean: prediction.mean.map((value) => mean + sd * value),
      variance: prediction.variance.map((value) => sd * sd * value),
    }),
  };
}
