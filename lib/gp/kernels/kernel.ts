import { InputError, requireInput, requireLength, requirePositive } from "../../support/index.js";
import type { PairView } from "../pairs.js";

/**
 * A kernel on fixed pairs of inputs, ready for many evaluations at different parameters. Nothing is allocated after
 * its making. Parameters are on the natural scale, `parameters[offset]` being the kernel's first.
 */
export interface PairEvaluator {
  /** k of every pair as of the last {@link PairEvaluator.evaluate}; overwritten by the next. */
  readonly values: Float64Array;
  /** Computes {@link PairEvaluator.values}. */
  evaluate(parameters: Float64Array, offset: number): void;
  /**
   * Adds `sum over pairs of weights[pair] dk(pair) / d ln parameter_j` to `gradient[offset + j]`: the gradient of any
   * function of the matrix whose derivative by k(pair) is `weights[pair]`. To be called with the parameters of the
   * last evaluate.
   */
  addGradient(parameters: Float64Array, offset: number, weights: Float64Array, gradient: Float64Array): void;
}

/** A covariance function with its parameters: positive numbers on the natural scale, named and in a fixed order. */
export interface Kernel {
  readonly kind: string;
  /** For a sum or product, paths such as `left.lengthscale`. */
  readonly parameterNames: readonly string[];
  /** In the order of {@link Kernel.parameterNames}. */
  readonly parameters: readonly number[];
  /** The same kernel with other parameters. Throws InputError for a wrong number of them or one that is not positive. */
  withParameters(parameters: ArrayLike<number>): Kernel;
  /** Binds the kernel's form (not its parameters) to pairs of inputs. */
  prepare(pairs: PairView): PairEvaluator;
}

/**
 * Makes a kernel that is not composed of others.
 *
 * @param named its parameters in order; each must be positive and finite
 * @param prepare the kernel's form, given the pairs
 */
export function elementaryKernel(
  kind: string,
  named: Readonly<Record<string, number>>,
  prepare: (pairs: PairView) => PairEvaluator,
): Kernel {
  const parameterNames = Object.keys(named);
  const parameters = parameterNames.map((name) => requirePositive(kind, name, named[name]!));
  return {
    kind,
    parameterNames,
    parameters,
    prepare,
    withParameters(values) {
      requireLength(kind, "parameters", values.length, parameterNames.length);
      const entries = parameterNames.map((name, index) => [name, values[index]!]);
      return elementaryKernel(kind, Object.fromEntries(entries), prepare);
    },
  };
}

/** A kernel's parameters by name, in order. */
export function namedParameters(kernel: Kernel): Readonly<Record<string, number>> {
  return Object.fromEntries(kernel.parameterNames.map((name, index) => [name, kernel.parameters[index]!]));
}

/**
 * The kernel with some parameters replaced, by name.
 *
 * @throws InputError for a name that the kernel does not have, or a value that is not positive and finite
 *
 * @example
 * withNamedParameters(rbf({ lengthscale: 1, variance: 2 }), { lengthscale: 0.5 });
 */
export function withNamedParameters(kernel: Kernel, named: Readonly<Record<string, number>>): Kernel {
  for (const name of Object.keys(named)) {
    if (!kernel.parameterNames.includes(name)) {
      throw new InputError(
        "withNamedParameters",
        `${kernel.kind} has no parameter ${name}, only ${kernel.parameterNames.join(", ")}`,
        { name },
      );
    }
  }
  return kernel.withParameters(kernel.parameterNames.map((name, i) => named[name] ?? kernel.parameters[i]!));
}

/** Refuses points of more than one dimension for kernels that are positive semi-definite on a line only. */
export function requireLine(kind: string, pairs: PairView): void {
  requireInput(
    pairs.dimension === 1,
    kind,
    () => `is a covariance function for points on a line only, got ${pairs.dimension} dimensions`,
    { dimension: pairs.dimension },
  );
}
