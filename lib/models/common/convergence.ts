import { InputError } from "../../support/index.js";

/** One iteration of EM: the mean log-likelihood of a training row in nats, BEFORE its M step. */
export interface EmIteration {
  /** From 1. */
  readonly iteration: number;
  readonly meanLogLikelihood: number;
}

/** Falls of an objective up to this share of its size are rounding. */
export const roundingShare = 1e-9;

/** When EM has converged. */
export interface ConvergenceRule {
  /** In nats per row. */
  readonly tolerance: number;
  /** The largest fall that is no fault, nats per row; by default {@link roundingShare} of the objective. */
  readonly allowedFall?: number;
}

/**
 * Whether EM has converged: its objective has changed by less than the tolerance in the last iteration. No step of EM lowers its objective
 * (Dempster, Laird and Rubin 1977, theorem 1), so that a fall is a fault, of the code or of the numbers, and not convergence.
 *
 * @param objectives of all iterations so far, nats per row
 * @throws InputError if the last one lies below the one before by more than rounding
 */
export function hasConverged(
  caller: string,
  objectives: readonly number[],
  { tolerance, allowedFall }: ConvergenceRule,
): boolean {
  if (objectives.length < 2) return false;
  const [before, now] = objectives.slice(-2) as [number, number];
  if (before - now > (allowedFall ?? roundingShare * Math.abs(now)))
    throw new InputError(
      caller,
      `EM lowered its objective by ${before - now} nats a row in iteration ${objectives.length}, from ${before} to ${now}`,
      { iteration: objectives.length, before, now },
    );
  return Math.abs(now - before) < tolerance;
}
