import {
  BayesianOptimiser,
  logExpectedImprovementRule,
  lowerConfidenceBoundRule,
  minimise,
  type Observation,
  probabilityOfImprovementRule,
  quadratureSurrogate,
  type Rule,
  randomSearch,
  reportRule,
  SurrogateModel,
  thompson,
  valuesOnCandidates,
} from "../../bayesopt/index.js";
import { HyperPosterior, logNormalPrior, type Prior, rbf } from "../../gp/index.js";
import { Random } from "../../random/index.js";
import {
  exam,
  examNoise,
  examPriors,
  examProblem,
  examStart,
  reportChains,
  studyChains,
} from "../../report/index.js";
import { jobStudy } from "../runner/job-study.js";

/** Standard deviations of the noise of an observation, in units of f, whose own over the candidates is 2.1. */
export const noiseLevels = [0.25, 1] as const;

/** After how many evaluations, beyond the five of the start, the runs are read. */
export const readAfter = [5, 10, 20, 30] as const;

/** What an optimiser is told of the noise: its true variance, the exam's 1e-4, or a prior from which it is to learn. */
export type NoiseBelief = "known" | "the exam's" | "fitted";

/** A rule with what it believes of the noise. */
interface NoisyRule {
  readonly name: string;
  readonly rule: Rule;
  readonly belief: NoiseBelief;
}

/** The rules of the study, as it names them. */
export const noisyRules = {
  thompson: "Thompson sampling",
  noiseFree: "Thompson sampling, noise-free draw",
  report: "as in the report",
  improvement: "expected improvement",
  onLowestMean: "expected improvement on the lowest mean",
  probability: "probability of improvement",
  bound: "lower confidence bound",
  random: "random",
  believed: "Thompson sampling, noise of 1e-4 believed",
  fitted: "Thompson sampling, noise fitted",
} as const;

const known = (name: string, rule: Rule): NoisyRule => ({ name, rule, belief: "known" });
const rules: readonly NoisyRule[] = [
  known(noisyRules.thompson, thompson()),
  known(noisyRules.noiseFree, thompson({ noiseFree: true })),
  known(noisyRules.report, reportRule()),
  known(noisyRules.improvement, logExpectedImprovementRule()),
  known(noisyRules.onLowestMean, logExpectedImprovementRule({ incumbent: "lowest mean" })),
  known(noisyRules.probability, probabilityOfImprovementRule()),
  known(noisyRules.bound, lowerConfidenceBoundRule()),
  known(noisyRules.random, randomSearch()),
  { name: noisyRules.believed, rule: thompson(), belief: "the exam's" },
  { name: noisyRules.fitted, rule: thompson(), belief: "fitted" },
];

/** One run of one rule at one level of noise. */
export interface NoiseJob {
  readonly rule: string;
  /** Standard deviation. */
  readonly noise: number;
  readonly repetition: number;
}

/** What is kept of a run: a number for each of {@link readAfter}. */
export interface NoiseOutcome extends NoiseJob {
  /** `f(x) - min f` without noise, x the candidate of the lowest posterior mean: the same reading, with the true noise, for all rules. */
  readonly regret: readonly number[];
  /** The same at the place of the lowest value observed, which is how the report reads its runs. */
  readonly regretOfLowest: readonly number[];
  /** The lowest value observed, minus min f: below 0 the noise has promised more than there is. */
  readonly promised: readonly number[];
}

/** The runs of one rule at one level, in the order of the repetitions, small enough to be committed: a run is a text of numbers. */
export interface NoiseArm extends Pick<NoiseJob, "rule" | "noise"> {
  readonly belief: NoiseBelief;
  readonly regret: readonly string[];
  readonly regretOfLowest: readonly string[];
  readonly promised: readonly string[];
}

const seed = 1;
const repetitions = 100;
const values = valuesOnCandidates(exam);
const lowest = values.reduce((a, b) => Math.min(a, b));

/** Wide: 95 % of the standard deviation between 0.02 and 7. */
const priorOfNoise: Prior = logNormalPrior({ meanOfLog: -2, sdOfLog: 3 });

function believedNoise(belief: NoiseBelief, noise: number): number | Prior {
  if (belief === "fitted") return priorOfNoise;
  return belief === "known" ? noise ** 2 : examNoise;
}

/** Index of the candidate with the lowest posterior mean by the true noise, over 64 draws that stand for the exact hyper-posterior. */
async function recommended(observations: readonly Observation[], noise: number, random: Random) {
  const posterior = new HyperPosterior({
    kernel: rbf(),
    x: observations.map(({ x }) => x[0]!),
    y: observations.map(({ y }) => y),
    priors: { ...examPriors() },
    noise: noise ** 2,
  });
  const { draws } = await quadratureSurrogate({ pointsPerAxis: 41 }).infer(posterior, null, random);
  const all = Array.from({ length: exam.candidates.count }, (_, i) => i);
  const model = new SurrogateModel(posterior, draws, exam.candidates, Number.POSITIVE_INFINITY, all);
  return model.argmin(model.averaged(64).mean);
}

/** Runs one job. The noise of a repetition is the same for every rule, value for value, so that rules are compared in pairs. */
export async function runNoisy(
  { rule: name, noise, repetition }: NoiseJob,
  after: readonly number[] = readAfter,
): Promise<NoiseOutcome> {
  const { rule, belief } = rules.find((each) => each.name === name)!;
  const errors = Random.from(seed).split("noise of observations", repetition);
  const observe = (x: readonly number[]) => exam.evaluate(x) + noise * errors.normal();
  const surrogate = rule.name === reportRule().name ? reportChains : studyChains;
  const start = examStart.map(({ x }) => ({ x, y: observe(x) }));
  const problem = { ...examProblem({ rule, surrogate, start }), noise: believedNoise(belief, noise) };
  const random = Random.from(seed).split(`${name}, noise ${noise}`, repetition);
  const optimiser = new BayesianOptimiser(problem, random.split("optimisation"));
  const { observations } = await minimise(optimiser, observe, after[after.length - 1]!);
  const outcome = { regret: [] as number[], regretOfLowest: [] as number[], promised: [] as number[] };
  for (const count of after) {
    const known = observations.slice(0, start.length + count);
    const best = known.reduce((a, b) => (b.y < a.y ? b : a));
    const read = await recommended(known, noise, random.split("reading", count));
    outcome.regret.push(values[read]! - lowest);
    outcome.regretOfLowest.push(exam.evaluate(best.x) - lowest);
    outcome.promised.push(best.y - lowest);
  }
  return { rule: name, noise, repetition, ...outcome };
}

function armsOf(outcomes: readonly NoiseOutcome[]): NoiseArm[] {
  return noiseLevels.flatMap((noise) =>
    rules.map(({ name, belief }) => {
      const own = outcomes.filter((outcome) => outcome.rule === name && outcome.noise === noise);
      const texts = (pick: (outcome: NoiseOutcome) => readonly number[]) =>
        own.map((outcome) =>
          pick(outcome)
            .map((value) => Number(value.toPrecision(6)))
            .join(" "),
        );
      return {
        rule: name,
        noise,
        belief,
        regret: texts(({ regret }) => regret),
        regretOfLowest: texts(({ regretOfLowest }) => regretOfLowest),
        promised: texts(({ promised }) => promised),
      };
    }),
  );
}

const jobs: NoiseJob[] = noiseLevels.flatMap((noise) =>
  rules.flatMap(({ name }) =>
    Array.from({ length: repetitions }, (_, repetition) => ({ rule: name, noise, repetition })),
  ),
);

/** Beyond the exam, whose values carry no noise: which rules bear it, and how a run is to be read then. */
export const bayesoptNoise = jobStudy<NoiseJob, NoiseOutcome, readonly NoiseArm[]>({
  name: "bayesopt-noise",
  question: "Which rule finds the exam's minimum when values carry noise, and does it have to know how much?",
  module: import.meta.url,
  seeds: [seed],
  jobs,
  runJob: (job) => runNoisy(job),
  summarise: armsOf,
  canary: async () => {
    const outcomes: NoiseOutcome[] = [];
    for (const { name } of rules)
      outcomes.push(await runNoisy({ rule: name, noise: 1, repetition: 0 }, [2, 4]));
    return outcomes;
  },
});
