import { gridQuadrature, HyperPosterior, hyperSummary, priorSampler, rbf } from "../../gp/index.js";
import { calibrate, type SimulatedProblem } from "../../inference/index.js";
import { Random } from "../../random/index.js";
import { examGrid, examInputs, examNoise, examPriors, turningPoints } from "../../report/index.js";
import { jobStudy } from "../runner/job-study.js";
import { checkPrediction, type PredictiveCheck } from "./predictive-check.js";

const seed = 1;
const blocks = 20;
const perBlock = 25;
/** Draws of NUTS among which the truth is ranked. */
export const rankedAmong = 99;

/** A function drawn from the exam's prior, its hyper-parameters included, and its five values with the model's noise. */
export interface SimulatedFunction {
  readonly posterior: HyperPosterior;
  readonly lengthscale: number;
  readonly variance: number;
  readonly grid: Float64Array;
  /** The function with the noise of an observation, on the grid: what the prediction is of. */
  readonly truth: Float64Array;
}

/** Draws hyper-parameters, the function at the exam's five places and on its grid, and the noise of the values. */
export function simulateFunction(random: Random): SimulatedFunction {
  const priors = examPriors();
  const lengthscale = priors.lengthscale.sample(random);
  const variance = priors.variance.sample(random);
  const kernel = rbf({ lengthscale, variance });
  const grid = examGrid();
  const places = Float64Array.from([...examInputs, ...grid]);
  // observations: the exam's noise makes the matrix regular where it is not small beside the variance
  const values = priorSampler(kernel, places, { noise: Math.max(examNoise, 1e-9 * variance) }).draw(random);
  const y = values.slice(0, examInputs.length);
  const posterior = new HyperPosterior({
    kernel: rbf(),
    x: examInputs,
    y,
    priors: { ...priors },
    noise: examNoise,
  });
  return { posterior, lengthscale, variance, grid, truth: values.slice(examInputs.length) };
}

/** One simulated function: where its truth lies in the exact posterior, and how it lies in the prediction. */
export interface SimulatedCheck extends Omit<PredictiveCheck, "prediction"> {
  readonly ofLengthscale: number;
  readonly ofVariance: number;
  readonly turns: number;
}

/** Ranks of the truth among draws of NUTS, and checks against the exact posterior, of all simulated functions. */
export interface GpCalibrationResult {
  readonly ranks: Readonly<Record<string, readonly number[]>>;
  readonly divergent: number;
  readonly checks: readonly SimulatedCheck[];
}

const round = (value: number) => Number(value.toPrecision(4));

function checkOf({ posterior, lengthscale, variance, grid, truth }: SimulatedFunction): SimulatedCheck {
  const exact = gridQuadrature(posterior, { pointsPerAxis: 41 });
  const check = checkPrediction(posterior, exact, grid, truth);
  return {
    ofLengthscale: round(hyperSummary(posterior, exact, "lengthscale").cdf(lengthscale)),
    ofVariance: round(hyperSummary(posterior, exact, "variance").cdf(variance)),
    turns: turningPoints(truth.filter((_, i) => i % 4 === 0)),
    report: round(check.report),
    total: round(check.total),
    quantiles: round(check.quantiles),
    smallestTail: round(check.smallestTail),
  };
}

function problemOf(random: Random): SimulatedProblem {
  const { posterior, lengthscale, variance } = simulateFunction(random);
  const gradient = new Float64Array(2);
  return {
    posterior,
    truth: posterior.positionOf({ lengthscale, variance }),
    quantities: {
      lengthscale: ([logL]) => logL!,
      variance: ([, logV]) => logV!,
      "log density": (position) => posterior.logDensityAndGradient(position, gradient),
    },
  };
}

async function runBlock(block: number, replications = perBlock): Promise<GpCalibrationResult> {
  const random = Random.from(seed).split("block", block);
  const options = { replications, draws: rankedAmong, thin: 10, warmup: 300, targetAcceptance: 0.95 };
  const { ranks, divergent } = await calibrate(problemOf, options, { random: random.split("nuts") });
  const checks = Array.from({ length: replications }, (_, i) =>
    checkOf(simulateFunction(random.split("check", i))),
  );
  return { ranks, divergent, checks };
}

/** Model and sampler of 2.1 on functions that the model itself draws: what coverage is to be expected, and whether NUTS is right. */
export const gpCalibration = jobStudy<number, GpCalibrationResult, GpCalibrationResult>({
  name: "gp-calibration",
  question:
    "On functions drawn from the prior: are NUTS' draws calibrated, and how much does the band of five points hold?",
  module: import.meta.url,
  seeds: [seed],
  jobs: Array.from({ length: blocks }, (_, block) => block),
  runJob: (block) => runBlock(block),
  summarise(outcomes) {
    const names = Object.keys(outcomes[0]!.ranks);
    return {
      ranks: Object.fromEntries(names.map((name) => [name, outcomes.flatMap(({ ranks }) => ranks[name]!)])),
      divergent: outcomes.reduce((sum, each) => sum + each.divergent, 0),
      checks: outcomes.flatMap(({ checks }) => checks),
    };
  },
  canary: () => runBlock(0, 2),
});
