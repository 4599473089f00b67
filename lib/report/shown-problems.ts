import {
  BayesianOptimiser,
  type OptimiserProblem,
  type OptimiserState,
  reportRule,
  thompson,
} from "../bayesopt/index.js";
import { brownian, cosine, matern32, rbf } from "../gp/index.js";
import type { Random } from "../random/index.js";
import { examPriors } from "./exam.js";
import { carefulChains, reportChains, studyChains } from "./exam-optimisation.js";

/** What the problems are made of whose optimisations the notebooks show: whoever keeps one counts their programs. */
export const shownParts = {
  kernels: () => [rbf(), brownian(), cosine(), matern32()],
  rules: () => [thompson(), reportRule()],
  surrogates: () => [studyChains, carefulChains, reportChains],
  priors: () => Object.values(examPriors()),
};

/** Whether a problem is made of {@link shownParts} alone, by their names: then its digest and their programs say all about it. */
export function isOfShownParts({ kernel, rule, surrogate, priors, noise }: OptimiserProblem): boolean {
  const kinds = new Set(shownParts.priors().map(({ kind }) => kind));
  return (
    [...Object.values(priors), noise].every((each) => typeof each === "number" || kinds.has(each.kind)) &&
    shownParts.kernels().some(({ kind }) => kind === kernel.kind) &&
    shownParts.rules().some(({ name }) => name === rule.name) &&
    shownParts.surrogates().some(({ name }) => name === surrogate.name)
  );
}

/** All that an optimisation depends on, as plain data: the state before its first step. */
export function startOf(problem: OptimiserProblem, random: Random): OptimiserState {
  return new BayesianOptimiser(problem, random).state;
}
