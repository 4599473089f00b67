import {
  gridCandidates,
  nutsSurrogate,
  type Observation,
  type OptimiserProblem,
  type Rule,
  type Surrogate,
  type TestFunction,
  thompson,
} from "../bayesopt/index.js";
import { type Kernel, type Prior, rbf } from "../gp/index.js";
import { examFunction, examInputs, examNoise, examPriors } from "./exam.js";

/** The exam's function: `sin 20x + 2 cos 14x - 2 sin 6x` on [-1, 1], 200 points. */
export const exam: TestFunction = {
  name: "exam",
  dimension: 1,
  candidates: gridCandidates({ lower: -1, upper: 1, points: 200 }),
  minimisers: [[0.2327059995866556]],
  minimum: -4.954400388749326,
  evaluate: ([x]) => examFunction(x!),
};

/**
 * The chains of the studies: 2 x 60 draws from a warm start at every step. One draw of them is used, so they need not
 * be long; what longer ones would change is one of the questions.
 */
export const studyChains = nutsSurrogate({ chains: 2, warmup: 150, warmupAfterwards: 19, draws: 60 });

/** Chains long enough to pass every check of {@link HyperRun.passes} at nearly every step: 4 x 1000 draws at a target of 0.99. */
export const carefulChains = nutsSurrogate({ chains: 4, warmup: 1000, draws: 1000, targetAcceptance: 0.99 });

/** As in the report: one chain, 100 + 100 transitions from a fresh start at every step. */
export const reportChains = nutsSurrogate({
  chains: 1,
  warmup: 100,
  draws: 100,
  warmStart: false,
  metric: "diagonal",
  momentum: "independent",
});

/** The exam's five pairs. */
export const examStart: readonly Observation[] = examInputs.map((x) => ({ x: [x], y: examFunction(x) }));

/** What may differ from Algorithm 1 with the exam's kernel and priors. */
export interface ExamVariant {
  readonly rule?: Rule;
  readonly surrogate?: Surrogate;
  readonly kernel?: Kernel;
  readonly priors?: Readonly<Record<string, Prior | number>>;
  readonly repeats?: "allowed" | "excluded";
  readonly start?: readonly Observation[];
}

/** The exam's problem, or a variant of it. */
export function examProblem({
  rule = thompson(),
  surrogate = studyChains,
  kernel = rbf(),
  priors = { ...examPriors() },
  repeats = "allowed",
  start = examStart,
}: ExamVariant = {}): OptimiserProblem {
  return { kernel, priors, noise: examNoise, candidates: exam.candidates, start, surrogate, rule, repeats };
}
