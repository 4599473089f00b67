import {
  BayesianOptimiser,
  expectedImprovement,
  logExpectedImprovement,
  lowerConfidenceBound,
  minimise,
  nutsSurrogate,
  probabilityOfImprovement,
  type Rule,
  reportRule,
  simpleRegret,
  thompson,
} from "pml/bayesopt";
import { conditionOn, jointSampler, logNormalPrior, predict, predictJoint, rbf } from "pml/gp";
import { Random } from "pml/random";
import { kolmogorovSmirnovPValue } from "../support/two-samples.js";
import type { Ledger } from "./ledger.js";

interface Acquisition {
  readonly xi: number;
  readonly expected_improvement: number[];
  readonly log_expected_improvement: (number | string)[];
  readonly probability_of_improvement: number[];
}

interface FixedCase {
  readonly x: number[];
  readonly y: number[];
  readonly lengthscale: number;
  readonly variance: number;
  readonly noise: number;
  readonly mean: number[];
  readonly sd: number[];
  readonly covariance_rows: number[];
  readonly covariance: number[][];
  readonly samples: number[][];
  readonly argmin: number[];
  readonly best_observed: number;
  readonly kappa: number;
  readonly lower_confidence_bound: number[];
  readonly upper_confidence_bound: number[];
  readonly acquisition: readonly Acquisition[];
}

interface Experiment {
  readonly repetitions: number;
  readonly "fraction_with_regret_below_0.01": readonly { readonly k: number; readonly fraction: number }[];
  readonly all_regrets_rounded: number[][];
}

interface File {
  readonly function: {
    readonly terms: readonly {
      readonly amplitude: number;
      readonly function: "sin" | "cos";
      readonly frequency: number;
      readonly phase: number;
    }[];
  };
  readonly true_minimum: { readonly grid_index: number; readonly grid_f: number };
  readonly grid: { readonly points: number };
  readonly standard_normal_draws: number[][];
  readonly fixed: readonly FixedCase[];
  readonly thompson_sampling: {
    readonly start: number[];
    readonly noise: number;
    readonly prior_log_lengthscale: { readonly mean: number; readonly sd: number };
    readonly prior_log_variance: { readonly mean: number; readonly sd: number };
  } & Readonly<Record<"with_noise" | "noise_free" | "report", Experiment>>;
}

const gridOf = (points: number) =>
  Float64Array.from({ length: points }, (_, i) => -1 + i * (2 / (points - 1)));

function checkFixed(c: FixedCase, grid: Float64Array, normals: number[][], ledger: Ledger): void {
  const kernel = rbf({ lengthscale: c.lengthscale, variance: c.variance });
  const regression = conditionOn({ kernel, noise: c.noise, x: c.x, y: c.y });
  const { mean, variance } = predict(regression, grid, "f");
  const sd = variance.map(Math.sqrt);
  ledger.compare("mean", mean, c.mean, 1e-10);
  ledger.compare("sd", sd, c.sd, 1e-10);
  const { covariance } = predictJoint(regression, grid, "f");
  const at = c.covariance_rows;
  const rows = at.map((i) => at.map((j) => covariance[i * grid.length + j]!));
  ledger.compare("covariance", rows, c.covariance, 1e-10);
  const sampler = jointSampler(predictJoint(regression, grid, "y"));
  const samples = normals.map((z) => sampler.fromNormals(z));
  ledger.compare("joint samples", samples, c.samples, 1e-8);
  ledger.compare(
    "argmin",
    samples.map((sample) => sample.indexOf(sample.reduce((a, b) => Math.min(a, b)))),
    c.argmin,
    0,
    "absolute",
  );
  const bound = (sign: number) => c.mean.map((m, j) => lowerConfidenceBound(m, c.sd[j]!, sign * c.kappa));
  ledger.compare("lower confidence bound", bound(1), c.lower_confidence_bound, 1e-12);
  ledger.compare("upper confidence bound", bound(-1), c.upper_confidence_bound, 1e-12);
  for (const each of c.acquisition) checkAcquisition(c, each, { mean, sd }, ledger);
}

function checkAcquisition(
  c: FixedCase,
  expected: Acquisition,
  own: { readonly mean: Float64Array; readonly sd: Float64Array },
  ledger: Ledger,
): void {
  const scores = [
    ["expected improvement", expectedImprovement, expected.expected_improvement],
    ["log expected improvement", logExpectedImprovement, expected.log_expected_improvement],
    ["probability of improvement", probabilityOfImprovement, expected.probability_of_improvement],
  ] as const;
  for (const [name, score, wanted] of scores) {
    const from = (mean: ArrayLike<number>, sd: ArrayLike<number>) =>
      Array.from(mean, (m, j) => score(m, sd[j]!, c.best_observed, expected.xi));
    ledger.compare(`${name}, from the stored mean and sd`, from(c.mean, c.sd), [...wanted], 1e-9);
    ledger.compare(`${name}, from our own`, from(own.mean, own.sd), [...wanted], 1e-6);
  }
}

/** Runs of the loop: few enough for a test, each with chains of its own at every step. */
const plans = [
  { name: "with_noise", repetitions: 32, rule: thompson() },
  { name: "noise_free", repetitions: 12, rule: thompson({ noiseFree: true }) },
  { name: "report", repetitions: 12, rule: reportRule() },
] as const;
const surrogate = nutsSurrogate({ chains: 2, warmup: 150, warmupAfterwards: 19, draws: 60 });

async function regretsOf(file: File, rule: Rule, repetitions: number, steps: number): Promise<number[][]> {
  const { start, noise, prior_log_lengthscale, prior_log_variance } = file.thompson_sampling;
  const f = (x: number) =>
    file.function.terms.reduce(
      (sum, { amplitude, function: shape, frequency, phase }) =>
        sum + amplitude * Math[shape](frequency * x + phase),
      0,
    );
  const grid = gridOf(file.grid.points);
  const prior = ({ mean, sd }: { mean: number; sd: number }) =>
    logNormalPrior({ meanOfLog: mean, sdOfLog: sd });
  const problem = {
    kernel: rbf(),
    priors: { lengthscale: prior(prior_log_lengthscale), variance: prior(prior_log_variance) },
    noise,
    candidates: grid,
    start: start.map((x) => ({ x: [x], y: f(x) })),
    surrogate,
    rule,
  };
  const values = grid.map(f);
  const regrets: number[][] = [];
  for (let r = 0; r < repetitions; r++) {
    const optimiser = new BayesianOptimiser(problem, Random.from(1).split("conformance", rule.name, r));
    regrets.push(simpleRegret(await minimise(optimiser, ([x]) => f(x!), steps), values));
  }
  return regrets;
}

/** Fractions by their two-sample standard errors, and whole distributions by Kolmogorov and Smirnov's test. */
function compareRegrets(name: string, own: number[][], reference: Experiment, ledger: Ledger): void {
  const steps = reference.all_regrets_rounded[0]!.length;
  for (const { k, fraction } of reference["fraction_with_regret_below_0.01"]) {
    const found = own.filter((run) => run[k - 1]! < 0.01).length;
    const [n, m] = [own.length, reference.repetitions];
    // one success and one failure are added, so that a fraction of 0 has an error too
    const pooled = (found + fraction * m + 1) / (n + m + 2);
    const error = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
    const distance = Math.abs(found / n - fraction) / error;
    ledger.record(`${name}: best grid point found, standard errors apart`, distance, 4, `k = ${k}`);
  }
  for (let k = 0; k < steps; k++) {
    const column = (rows: number[][]) => rows.map((run) => Number(run[k]!.toFixed(6)));
    const p = kolmogorovSmirnovPValue(column(own), column(reference.all_regrets_rounded));
    // written so that a larger error is worse: passes while p is above 1e-3, shared by all steps
    ledger.record(
      `${name}: regrets by two-sample test, -log10 p`,
      -Math.log10(p),
      3 + Math.log10(steps),
      `k = ${k + 1}`,
    );
  }
}

/** bayesopt.json: joint samples and acquisition scores at fixed parameters, and the regret of whole runs with NUTS at every step. */
export async function check(file: File, ledger: Ledger): Promise<void> {
  const grid = gridOf(file.grid.points);
  for (const each of file.fixed) checkFixed(each, grid, file.standard_normal_draws, ledger);
  for (const { name, repetitions, rule } of plans) {
    const reference = file.thompson_sampling[name];
    const steps = reference.all_regrets_rounded[0]!.length;
    compareRegrets(name, await regretsOf(file, rule, repetitions, steps), reference, ledger);
  }
}
