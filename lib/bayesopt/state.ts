import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Inputs, Kernel, Prior } from "../gp/index.js";
import { Random, type RandomState } from "../random/index.js";
import { requireInput } from "../support/index.js";
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
  /** Share of each prior variance that was added to it, where there is no noise. */
  readonly nugget?: number;
  /** True if the rule saw nothing left to gain anywhere, and chose at random. */
  readonly nothingToGain?: true;
}

/** A question with its answer. */
export interface Step extends Question {
  readonly y: number;
}

/** Everything an optimisation knows, as plain data: JSON and back loses nothing. */
export interface OptimiserState {
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
  return bytesToHex(sha256(utf8ToBytes(description)));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every(Number.isFinite);
const isNullOr = (test: (value: unknown) => boolean) => (value: unknown) => value === null || test(value);

function isPoint(value: unknown, dimension: number): boolean {
  return isNumbers(value) && value.length === dimension;
}

function isQuestion(value: unknown, k: number, dimension: number, candidates: number): boolean {
  if (!isRecord(value)) return false;
  const isCandidate = (index: unknown) =>
    Number.isInteger(index) && (index as number) >= 0 && (index as number) < candidates;
  return (
    value.k === k &&
    isCandidate(value.candidate) &&
    isPoint(value.x, dimension) &&
    typeof value.isRepeat === "boolean" &&
    isNullOr(isRecord)(value.hyper) &&
    isNullOr(isNumbers)(value.meanOfLogs) &&
    isNullOr(isCandidate)(value.recommended) &&
    isNullOr(isRecord)(value.diagnostics) &&
    Number.isFinite(value.jitter) &&
    (value.nugget === undefined || Number.isFinite(value.nugget)) &&
    (value.nothingToGain === undefined || value.nothingToGain === true)
  );
}

function isMemory(value: unknown): boolean {
  return (
    isRecord(value) &&
    Array.isArray(value.positions) &&
    value.positions.every(isNumbers) &&
    Number.isFinite(value.stepSize) &&
    (value.covariance === undefined || isNumbers(value.covariance))
  );
}

/** The first part of a state that is not what it should be. */
function wrongPart(state: OptimiserState, { dimension, count }: Inputs): string | undefined {
  const { observations, history, pending } = state;
  const isObservation = (value: unknown) =>
    isRecord(value) && isPoint(value.x, dimension) && Number.isFinite(value.y);
  const isStep = (value: unknown, k: number) =>
    isQuestion(value, k, dimension, count) && isObservation(value);
  const checks: Readonly<Record<string, boolean>> = {
    random: isRecord(state.random),
    observations: Array.isArray(observations) && observations.length > 0 && observations.every(isObservation),
    history: Array.isArray(history) && history.every(isStep),
    pending: pending === null || isQuestion(pending, history?.length, dimension, count),
    memory: isNullOr(isMemory)(state.memory),
    nextMemory: isNullOr(isMemory)(state.nextMemory),
  };
  return Object.keys(checks).find((part) => !checks[part]);
}

/** Checks that a state read from somewhere is whole and belongs to the problem. */
export function requireState(
  caller: string,
  state: OptimiserState,
  digest: string,
  candidates: Inputs,
): void {
  requireInput(
    isRecord(state) && state.format === "pml-bayesopt-1",
    caller,
    "this is no saved state of an optimisation",
  );
  requireInput(
    state.problem === digest,
    caller,
    "the saved state belongs to another problem: kernel, priors, noise, candidates, surrogate, rule or options differ",
    { saved: state.problem, present: digest },
  );
  const wrong = wrongPart(state, candidates);
  requireInput(
    wrong === undefined,
    caller,
    () => `the saved state is damaged: its ${wrong} is not understood`,
    {
      part: wrong,
    },
  );
  Random.restore(state.random);
}
