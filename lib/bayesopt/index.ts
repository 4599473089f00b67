/** Bayesian optimisation: where to evaluate a function next, by a Gaussian process and a rule. */

// the loop
export { BayesianOptimiser, type OptimiserProblem, type Proposal } from "./optimiser.js";
export { minimise, type MinimiseOptions, type Objective, ObjectiveError } from "./minimise.js";
export type { Observation } from "./observations.js";
export type { OptimiserState, Question, Step } from "./state.js";

// the domain
export { candidateAt, type GridAxis, gridCandidates } from "./candidates.js";

// how hyper-parameters are dealt with
export { fixedSurrogate } from "./surrogates/fixed.js";
export { type MapSurrogateOptions, mapSurrogate } from "./surrogates/map.js";
export { nutsSurrogate, type NutsSurrogateOptions } from "./surrogates/nuts.js";
export { quadratureSurrogate, type QuadratureSurrogateOptions } from "./surrogates/quadrature.js";
export type { ChainDiagnostics, Inference, Surrogate, SurrogateMemory } from "./surrogates/surrogate.js";
export { type CandidateMoments, SurrogateModel } from "./surrogate-model.js";

// rules
export { expectedImprovementRule, type ImprovementOptions } from "./rules/expected-improvement.js";
export type { Incumbent } from "./rules/incumbent.js";
export { gridSearch } from "./rules/grid-search.js";
export { logExpectedImprovementRule } from "./rules/log-expected-improvement.js";
export {
  type LowerConfidenceBoundOptions,
  lowerConfidenceBoundRule,
} from "./rules/lower-confidence-bound.js";
export { probabilityOfImprovementRule } from "./rules/probability-of-improvement.js";
export { randomSearch } from "./rules/random-search.js";
export { reportRule } from "./rules/report-rule.js";
export { defaultAveraged, type Rule, type Suggestion } from "./rules/rule.js";
export { thompson, type ThompsonOptions } from "./rules/thompson.js";
export { withExploration } from "./rules/with-exploration.js";

// scores of one normal distribution
export {
  expectedImprovement,
  logExpectedImprovement,
  lowerConfidenceBound,
  probabilityOfImprovement,
} from "./acquisition.js";

// judging a run
export { simpleRegret } from "./regret.js";
export {
  branin,
  forrester,
  gramacyLee,
  hartmann3,
  type TestFunction,
  valuesOnCandidates,
} from "./test-functions.js";

// continuous boxes
export type { Box, Range } from "./box/box.js";
export {
  ackleyFunction,
  type BoxFunction,
  braninFunction,
  hartmann6Function,
  levyFunction,
  rosenbrockFunction,
} from "./box/box-functions.js";
export { type BoxObservation, BoxOptimiser, type BoxProblem, type BoxState } from "./box/box-optimiser.js";
export type { BoxSurrogate } from "./box/hyper-draws.js";
export { type BoxObjective, minimiseInBox, type MinimiseInBoxOptions } from "./box/minimise-in-box.js";
export { SaasPosterior } from "./box/saas-posterior.js";
export type { BoxKernel } from "./box/unit-model.js";
