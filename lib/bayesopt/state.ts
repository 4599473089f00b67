import { createHash } from "node:crypto";
import type { Inputs, Kernel, Prior } from "../gp/index.js";
import type { RandomState } from "../random/index.js";
import { requireInput } from "../support/errors.js";
import type { Observation } from "./observations.js";
import type { ChainDiagnostics, SurrogateMemory } from "./surrogates/surrogate.js";

/** What was asked for at one step, before its value was known. */
export interface Question {
  /** Number of the step, counted from 0 as in the exam: step k is chosen with k earlier additions. */
  readonly k: number;
  /** Index of the candidate. */
  readonly candidate: number;
  readonly x: readonly number[];
  /** Whether it had been observed before. */
  readonly isRepeat: boolean;
  /** Parameters of the one hyper-draw the rule used, natural scale, by name; null if it averaged. */
  readonly hyper: Readonly<Record<string, number>> | null;
  /** Means over the hyper-posterior of the logarithms of the parameters, in the posterior's order. */
  readonly meanOfLogs: readonly number[] | null;
  /** Candidate with the lowest posterior mean, given the data so far. */
  readonly recommended: number | null;
  readonly diagnostics: ChainDiagnostics | null;
  readonly jitter: number;
}

/** A question with its answer. */
export interface Step extends Question {
  readonly y: number;
}

/** Everything an optimisation knows, as plain data: JSON and back loses nothing. */
export interface OptimizerState {
  readonly format: "pml-bayesopt-1";
  /** Of kernel, priors, noise, candidates, surrogate, rule and options: a state fits only the problem it came from. */
  readonly problem: string;
  readonly random: RandomState;
  /** In order of arrival, the start first. */
  readonly observations: readonly Observation[];
  /** Asked and not yet told. */
  readonly pending: Question | null;
  /** The surrogate's, of the last step that was told. */
  readonly memory: SurrogateMemory | null;
  /** The surrogate's, of the pending question. */
  readonly nextMemory: SurrogateMemory | null;
  readonly history: readonly Step[];
}

const describePrior = (prior: Prior | number) =>
  typeof prior === "number" ? prior : { kind: prior.kind, parameters: prior.parameters };

/** A digest of all that a state does not hold. */
export function problemDigest(problem: {
  readonly kernel: Kernel;
  readonly priors: Readonly<Record<string, Prior | number>>;
  readonly noise: Prior | number;
  readonly candidates: Inputs;
  readonly surrogate: { readonly name: string };
  readonly rule: { readonly name: string };
  readonly repeats: string;
}): string {
  const { kernel, priors, noise, candidates, surrogate, rule, repeats } = problem;
  const description = JSON.stringify({
    kernel: [kernel.kind, kernel.parameterNames],
    priors: Object.entries(priors).map(([name, prior]) => [name, describePrior(prior)]),
    noise: describePrior(noise),
    candidates: [candidates.dimension, Array.from(candidates.values)],
    surrogate: surrogate.name,
    rule: rule.name,
    repeats,
  });
  return createHash("sha256").update(description).digest("hex");
}

/** Checks that a state read from somewhere belongs to the problem. */
export function requireState(caller: string, state: OptimizerState, digest: string): void {
  requireInput(
    state.format === "pml-bayesopt-1" && Array.isArray(state.observations) && Array.isArray(state.history),
    caller,
    "this is no saved state of an optimisation",
  );
  requireInput(
    state.problem === digest,
    caller,
    "the saved state belongs to another problem: kernel, priors, noise, candidates, surrogate, rule or options differ",
    { saved: state.problem, present: digest },
  );
}
