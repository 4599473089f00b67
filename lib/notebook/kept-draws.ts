import { programVersion } from "../node/index.js";
import {
  choicesOfOneStep,
  examHyperPosterior,
  type FollowedOptimisation,
  type FollowOptions,
  followedSteps,
  followOptimisation,
  HyperTrials,
  hyperTrials,
  isOfShownParts,
  type OneStepChoices,
  type OneStepOptions,
  type Repetitions,
  startOf,
} from "../report/index.js";
import type { ProgressSink } from "../support/index.js";
import { interruptSignal } from "./interrupt.js";
import { keptNumbers } from "./kept-numbers.js";

/** What is to be minimised, how, and by which surrogate. */
type Problem = Parameters<typeof followOptimisation>[0];

/** How NUTS is to run. */
type NutsOptions = Parameters<typeof hyperTrials>[1];

/** The versions of the programs that make what is kept, by the first part of the files' names. */
export const drawsCode = () => ({
  optimisation: programVersion(import.meta.url, "followOptimisation", "isOfShownParts"),
  "one-step": programVersion(import.meta.url, "choicesOfOneStep", "isOfShownParts"),
  "nuts-trials": programVersion(import.meta.url, "hyperTrials", "examHyperPosterior"),
});

/** Optimisations of one problem, and how each is followed. */
export interface KeptOptimisations extends Omit<FollowOptions, "random" | "signal">, Repetitions {}

/**
 * Optimisations of the exam's function for a notebook, each followed step by step (see {@link followOptimisation}): states and curves from `data/models` where
 * problem, streams and code agree, sampled under the cell otherwise. A problem with a kernel, a kind of prior, a rule or a surrogate that the
 * notebooks do not show is sampled every time.
 */
export async function keptOptimisations(
  problem: Problem,
  count: number,
  { repetitions, random, progress, asInReport = false, figures }: KeptOptimisations,
): Promise<FollowedOptimisation[]> {
  const follow = async (sink?: ProgressSink) => {
    const runs: FollowedOptimisation[] = [];
    for (let r = 0; r < repetitions; r++)
      runs.push(
        await followOptimisation(problem, count, {
          random: random(r),
          signal: interruptSignal(),
          asInReport,
          ...(sink && { progress: sink }),
          ...(figures && { figures }),
        }),
      );
    return runs;
  };
  if (!isOfShownParts(problem)) return follow(progress);
  const recipe = { starts: startsOf(problem, { repetitions, random }), count, asInReport, figures };
  const code = drawsCode().optimisation;
  const packed = await keptNumbers("optimisation", { recipe, code }, progress, async (sink) =>
    (await follow(sink)).map(({ state, steps }) => ({
      state,
      curves: steps.map(({ k, drawn, mean, sd }) => ({ k, drawn, mean, sd })),
    })),
  );
  return packed.map(({ state, curves }) => ({ state, steps: followedSteps(state, curves, asInReport) }));
}

/** Where a rule asks for a value at one step, repeated (see {@link choicesOfOneStep}), kept as {@link keptOptimisations} are. */
export async function keptChoices(problem: Problem, options: OneStepOptions): Promise<OneStepChoices> {
  const choose = () => choicesOfOneStep(problem, options);
  if (!isOfShownParts(problem)) return choose();
  const recipe = { starts: startsOf(problem, options), suggestions: options.suggestions };
  const code = drawsCode()["one-step"];
  return keptNumbers("one-step", { recipe, code }, undefined, choose);
}

/**
 * The numbers of repeated runs of NUTS on the exam's hyper-posterior (see {@link hyperTrials}), kept as {@link keptOptimisations} are; the draws
 * themselves are not.
 */
export async function keptTrials(options: NutsOptions, repeated: Repetitions): Promise<HyperTrials> {
  const recipe = { options, streams: streamsOf(repeated) };
  const code = drawsCode()["nuts-trials"];
  const make = async () => (await hyperTrials(examHyperPosterior(), options, repeated)).trials;
  return new HyperTrials(await keptNumbers("nuts-trials", { recipe, code }, undefined, make));
}

const streamsOf = ({ repetitions, random }: Repetitions) =>
  Array.from({ length: repetitions }, (_, r) => random(r).state());

/** Problem (by its digest), observations and stream of each optimisation. */
const startsOf = (problem: Problem, { repetitions, random }: Repetitions) =>
  Array.from({ length: repetitions }, (_, r) => startOf(problem, random(r)));
