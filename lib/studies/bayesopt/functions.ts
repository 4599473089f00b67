import {
  branin,
  candidateAt,
  forrester,
  gramacyLee,
  gridCandidates,
  hartmann3,
  logExpectedImprovementRule,
  lowerConfidenceBoundRule,
  type OptimiserProblem,
  probabilityOfImprovementRule,
  type Rule,
  randomSearch,
  reportRule,
  type TestFunction,
  thompson,
  valuesOnCandidates,
} from "../../bayesopt/index.js";
import { type Inputs, rbf } from "../../gp/index.js";
import type { Random } from "../../random/index.js";
import { examNoise, examPriors, reportChains, studyChains } from "../../report/index.js";
import { jobStudy } from "../runner/job-study.js";
import {
  type Arm,
  type ArmJob,
  type ArmOutcome,
  type ArmResult,
  armResults,
  firstSteps,
  jobsOfArms,
  runArm,
} from "./arm.js";

const seed = 1;
const rules: readonly { readonly name: string; readonly rule: Rule; readonly repetitions: number }[] = [
  { name: "Thompson sampling", rule: thompson(), repetitions: 30 },
  { name: "as in the report", rule: reportRule(), repetitions: 30 },
  { name: "expected improvement", rule: logExpectedImprovementRule(), repetitions: 30 },
  { name: "probability of improvement", rule: probabilityOfImprovementRule(), repetitions: 30 },
  { name: "lower confidence bound", rule: lowerConfidenceBoundRule(), repetitions: 30 },
  { name: "random", rule: randomSearch(), repetitions: 40 },
];

/** A function with its domain mapped to [-1, 1]^d and its values to mean 0 and variance 1 over the candidates. */
export interface StandardFunction {
  readonly name: string;
  readonly candidates: Inputs;
  readonly values: Float64Array;
}

/** The units in which the exam's priors make sense: a stand-in for the units that a user would choose. */
function standardised(f: TestFunction): StandardFunction {
  const { count, dimension, values: coordinates } = f.candidates;
  const points = Math.round(count ** (1 / dimension));
  const candidates = gridCandidates(
    ...Array.from({ length: coordinates.length / count }, () => ({ lower: -1, upper: 1, points })),
  );
  const raw = valuesOnCandidates(f);
  const mean = raw.reduce((sum, value) => sum + value, 0) / count;
  const sd = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
  return { name: f.name, candidates, values: raw.map((value) => (value - mean) / sd) };
}

/** The functions of the study. */
export const standardFunctions: readonly StandardFunction[] = [forrester, gramacyLee, branin, hartmann3].map(
  standardised,
);

const key = (x: readonly number[]) => x.join(" ");

/** A start of 2 + 2 d different candidates at random. */
function problemOf({ candidates, values }: StandardFunction, rule: Rule, random: Random): OptimiserProblem {
  const start = Array.from(random.permutation(candidates.count).subarray(0, 2 + 2 * candidates.dimension));
  return {
    kernel: rbf(),
    priors: { ...examPriors() },
    noise: examNoise,
    candidates,
    start: start.map((i) => ({ x: candidateAt(candidates, i), y: values[i]! })),
    surrogate: rule.name === "as in the report" ? reportChains : studyChains,
    rule,
  };
}

const arms: readonly Arm[] = standardFunctions.flatMap((f) => {
  const byPlace = new Map(Array.from(f.values, (value, i) => [key(candidateAt(f.candidates, i)), value]));
  return rules.map(({ name, rule, repetitions }) => ({
    name: `${f.name}: ${name}`,
    repetitions,
    steps: 20,
    problem: (random: Random) => problemOf(f, rule, random),
    objective: (x: readonly number[]) => byPlace.get(key(x))!,
  }));
});

/** Beyond the exam: the same rules on functions they were not looked at on. */
export const bayesoptFunctions = jobStudy<ArmJob, ArmOutcome, readonly ArmResult[]>({
  name: "bayesopt-functions",
  question: "Does the order of the rules hold on other functions?",
  module: import.meta.url,
  seeds: [seed],
  jobs: jobsOfArms(arms),
  runJob: ({ arm, repetition }) => runArm(arms.find(({ name }) => name === arm)!, repetition, seed),
  summarise: (outcomes) => armResults(arms, outcomes),
  canary: () => firstSteps(arms, seed),
});
