import type { LogDensity } from "../math/index.js";
import type { Random } from "../random/index.js";
import { InputError, requireFinite, requireInput, requireLength, requirePositive } from "../support/index.js";
import type { InputsLike } from "./inputs.js";
import type { Kernel } from "./kernels/kernel.js";
import { MarginalLikelihood } from "./marginal-likelihood.js";
import type { Prior } from "./priors/index.js";
import { conditionOn, type Regression, requireDistinct, requireNoise, requireNugget } from "./regression.js";

/** Data, kernel and priors of a fully Bayesian Gaussian process regression. */
export interface HyperPosteriorProblem {
  /** Its form is used, its parameters are not. */
  readonly kernel: Kernel;
  readonly x: InputsLike;
  readonly y: ArrayLike<number>;
  /** For every parameter of the kernel, by name: its prior, or a number that fixes it. */
  readonly priors: Readonly<Record<string, Prior | number>>;
  /** The noise variance (at least 0), or its prior. */
  readonly noise: number | Prior;
  /** Share of each prior variance that is added to it, see {@link RegressionProblem}. */
  readonly nugget?: number;
}

/** A parameter that is not fixed: one coordinate of the unconstrained space. */
interface FreeParameter {
  readonly name: string;
  /** Its place among the kernel's parameters; the noise comes after them. */
  readonly slot: number;
  readonly prior: Prior;
}

/** Which factors a log density has. */
interface Factors {
  readonly prior: boolean;
  readonly jacobian: boolean;
}

/**
 * The posterior of a Gaussian process's hyper-parameters, on the unconstrained scale on which samplers work:
 *
 * `ln p(y | theta(u)) + sum_j [ln p_j(theta_j(u_j)) + ln |d theta_j / d u_j|]` in nats, all constants kept.
 *
 * Coordinates are the parameters that have a prior, in the kernel's order, the noise last if it has one; `theta = exp(u)`
 * for priors on (0, Infinity), a scaled logistic function of u between bounds. Where a parameter leaves the range of
 * doubles or the covariance matrix is not positive definite in them, or too nearly singular, the log density is -Infinity. Evaluations allocate nothing and share buffers: one
 * object must not be used by two threads.
 *
 * @example
 * const posterior = new HyperPosterior({
 *   kernel: rbf(),
 *   ...examData(),
 *   priors: {
 *     lengthscale: logNormalPrior({ meanOfLog: -1, sdOfLog: 1 }),
 *     variance: logNormalPrior({ meanOfLog: 0, sdOfLog: 2 }),
 *   },
 *   noise: 1e-4,
 * });
 * posterior.logDensityAndGradient(Float64Array.of(-1, 0), new Float64Array(2)); // -14.08688245705174
 */
export class HyperPosterior implements LogDensity {
  readonly dimension: number;
  /** Names of the coordinates' parameters, in order. */
  readonly parameterNames: readonly string[];
  readonly priors: readonly Prior[];
  /** ln p(y | theta(u)) alone, as a function of u: for maximum likelihood. Not a density of u. */
  readonly likelihood: LogDensity;
  /** The log density of theta itself, without the Jacobian, as a function of u: for the mode on the natural scale. */
  readonly naturalScale: LogDensity;
  private readonly marginal: MarginalLikelihood;
  private readonly free: readonly FreeParameter[];
  /** The kernel's parameters and the noise, natural scale, of the last evaluation; fixed ones stay. */
  private readonly natural: Float64Array;
  private readonly byLogarithm: Float64Array;

  /**
   * @throws InputError for a parameter without a prior, a name the kernel does not have, a prior that allows values
   *   of 0 or below, data that are not finite or of different lengths, or equal inputs with the noise fixed at 0
   */
  constructor(private readonly problem: HyperPosteriorProblem) {
    const { kernel, x, y, noise } = problem;
    const { nugget = 0 } = problem;
    requireNugget("HyperPosterior", nugget);
    this.marginal = new MarginalLikelihood(kernel, x, y, nugget);
    if (noise === 0 && nugget === 0) requireDistinct("HyperPosterior", kernel, this.marginal.inputs);
    const given = givenParameters(problem);
    this.natural = Float64Array.from(given, ([, value]) => (typeof value === "number" ? value : 1));
    this.byLogarithm = new Float64Array(given.length);
    this.free = given.flatMap(([name, prior], slot) =>
      typeof prior === "number" ? [] : [{ name, slot, prior: requirePositiveSupport(name, prior) }],
    );
    requireInput(
      this.free.length > 0,
      "HyperPosterior",
      "wants at least one parameter with a prior, got none",
    );
    this.dimension = this.free.length;
    this.parameterNames = this.free.map(({ name }) => name);
    this.priors = this.free.map(({ prior }) => prior);
    this.likelihood = this.view({ prior: false, jacobian: false });
    this.naturalScale = this.view({ prior: true, jacobian: false });
  }

  logDensityAndGradient(position: Float64Array, gradient: Float64Array): number {
    return this.evaluate(position, gradient, everything);
  }

  /** All parameters at a position by name, natural scale: the kernel's, fixed ones included, and `noise`. */
  parametersAt(position: ArrayLike<number>): Readonly<Record<string, number>> {
    const values = this.naturalAt(position);
    const names = [...this.problem.kernel.parameterNames, "noise"];
    return Object.fromEntries(names.map((name, slot) => [name, values[slot]!]));
  }

  /**
   * The position of parameters given by name on the natural scale; names of fixed parameters may be there and are not read.
   *
   * @throws InputError for a missing name or a value outside the prior's support
   */
  positionOf(parameters: Readonly<Record<string, number>>): Float64Array {
    return Float64Array.from(this.free, ({ name, prior }) => {
      const value = parameters[name];
      const { lower, upper } = prior.support;
      if (value === undefined || !(value > lower && value < upper)) {
        throw new InputError("positionOf", `${name} must be between ${lower} and ${upper}, got ${value}`, {
          name,
          value,
        });
      }
      return prior.transform.toPosition(value);
    });
  }

  /** The kernel's parameters in its order, then the noise, at a position. */
  naturalAt(position: ArrayLike<number>): Float64Array {
    requireLength("HyperPosterior", "position", position.length, this.dimension);
    requireFinite("HyperPosterior", "position", position);
    const values = this.natural.slice();
    this.free.forEach(({ slot, prior }, c) => {
      values[slot] = prior.transform.toValue(position[c]!);
    });
    return values;
  }

  /** The Gaussian process conditioned on the data with the parameters of a position. Throws as {@link conditionOn}. */
  regressionAt(position: ArrayLike<number>): Regression {
    const values = this.naturalAt(position);
    const { inputs: x, y, parameterCount } = this.marginal;
    const kernel = this.problem.kernel.withParameters(values.subarray(0, parameterCount));
    return conditionOn({ kernel, noise: values[parameterCount]!, x, y, nugget: this.nugget });
  }

  /** Share of each prior variance of the data that is added to it. */
  get nugget(): number {
    return this.marginal.nugget;
  }

  /** The form of kernel and the data, for prepared predictions at many parameters. */
  get model(): { readonly kernel: Kernel; readonly x: InputsLike; readonly y: Float64Array } {
    return { kernel: this.problem.kernel, x: this.marginal.inputs, y: this.marginal.y };
  }

  /** The position of one draw from the priors: a start for a chain. */
  samplePrior(random: Random): Float64Array {
    return Float64Array.from(this.free, ({ prior }) => prior.transform.toPosition(prior.sample(random)));
  }

  private view(factors: Factors): LogDensity {
    return {
      dimension: this.dimension,
      logDensityAndGradient: (position, gradient) => this.evaluate(position, gradient, factors),
    };
  }

  private evaluate(position: Float64Array, gradient: Float64Array, factors: Factors): number {
    const { dimension, free, natural, byLogarithm, marginal } = this;
    if (position.length !== dimension || gradient.length !== dimension) {
      requireLength("logDensityAndGradient", "position", position.length, dimension);
      requireLength("logDensityAndGradient", "gradient", gradient.length, dimension);
    }
    for (let c = 0; c < dimension; c++) {
      const { slot, prior } = free[c]!;
      natural[slot] = prior.transform.toValue(position[c]!);
    }
    let sum = marginal.evaluate(natural, natural[marginal.parameterCount]!, byLogarithm);
    if (sum === Number.NEGATIVE_INFINITY) return sum;
    for (let c = 0; c < dimension; c++) {
      const { slot, prior } = free[c]!;
      const u = position[c]!;
      gradient[c] = byLogarithm[slot]! * prior.transform.elasticity(u);
      if (!factors.prior) continue;
      gradient[c]! += prior.positionLogDensityDerivative(u);
      sum += prior.positionLogDensity(u);
      if (factors.jacobian) continue;
      gradient[c]! -= prior.transform.logJacobianDerivative(u);
      sum -= prior.transform.logJacobian(u);
    }
    return sum;
  }
}

const everything: Factors = { prior: true, jacobian: true };

/** Prior or fixed value of each kernel parameter in the kernel's order, and of the noise, checked. */
function givenParameters({ kernel, priors, noise }: HyperPosteriorProblem): [string, Prior | number][] {
  for (const name of Object.keys(priors)) {
    requireInput(
      kernel.parameterNames.includes(name),
      "HyperPosterior",
      () => `${kernel.kind} has no parameter ${name}, only ${kernel.parameterNames.join(", ")}`,
      { name },
    );
  }
  if (typeof noise === "number") requireNoise("HyperPosterior", noise);
  const ofKernel = kernel.parameterNames.map((name): [string, Prior | number] => {
    const given = priors[name];
    if (given === undefined)
      throw new InputError("HyperPosterior", `${name} wants a prior, or a number that fixes it`, { name });
    return [name, typeof given === "number" ? requirePositive("HyperPosterior", name, given) : given];
  });
  return [...ofKernel, ["noise", noise]];
}

function requirePositiveSupport(name: string, prior: Prior): Prior {
  requireInput(
    prior.support.lower >= 0,
    "HyperPosterior",
    () =>
      `${name} must be positive, but its ${prior.kind} prior allows values down to ${prior.support.lower}`,
    { name, kind: prior.kind },
  );
  return prior;
}
