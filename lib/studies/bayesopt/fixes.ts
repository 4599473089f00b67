import {
  mapSurrogate,
  nutsSurrogate,
  quadratureSurrogate,
  thompson,
  withExploration,
} from "../../bayesopt/index.js";
import {
  brownian,
  cosine,
  logNormalPrior,
  matern32,
  matern52,
  periodic,
  productKernel,
  rationalQuadratic,
  rbf,
  sumKernel,
} from "../../gp/index.js";
import { examFunction, examStart } from "../../report/index.js";
import { jobStudy } from "../runner/job-study.js";
import {
  type ArmJob,
  type ArmOutcome,
  type ArmResult,
  armResults,
  firstSteps,
  jobsOfArms,
  runArm,
} from "./arm.js";
import { examArm } from "./exam-arm.js";

const seed = 1;
const lengthscale = logNormalPrior({ meanOfLog: -1, sdOfLog: 1 });
const variance = logNormalPrior({ meanOfLog: 0, sdOfLog: 2 });
const stationary = { lengthscale, variance };
/** Expects what a function with some ten valleys on [-1, 1] has: 95 % between 0.037 and 0.27. */
const shorter = { lengthscale: logNormalPrior({ meanOfLog: -2.3, sdOfLog: 0.5 }), variance };
const moreStart = [-0.75, -0.25, 0.25, 0.75].map((x) => ({ x: [x], y: examFunction(x) }));

/** Thompson sampling with one thing changed in each. */
const arms = [
  examArm("noise-free draw", 100, { rule: thompson({ noiseFree: true }) }),
  examArm("no repeated points", 100, { repeats: "excluded" }),
  examArm("prior of shorter lengthscales", 100, { priors: shorter }),
  examArm("10 % random", 100, { rule: withExploration(thompson(), 0.1) }),
  examArm("nine start points", 100, { start: [...examStart, ...moreStart] }),
  examArm("most probable hyper-parameters", 100, { surrogate: mapSurrogate({ starts: 4 }) }),
  examArm("exact hyper-posterior", 100, { surrogate: quadratureSurrogate({ pointsPerAxis: 41 }) }),
  examArm("longer chains", 40, { surrogate: nutsSurrogate({ chains: 4, warmup: 200, draws: 200 }) }),
  examArm("Matern 3/2", 40, { kernel: matern32(), priors: stationary }),
  examArm("Matern 5/2", 40, { kernel: matern52(), priors: stationary }),
  examArm("rational quadratic", 40, {
    kernel: rationalQuadratic(),
    priors: { ...stationary, scaleMixture: logNormalPrior({ meanOfLog: 0, sdOfLog: 1 }) },
  }),
  examArm("periodic x RBF", 20, {
    kernel: productKernel(periodic(), rbf()),
    priors: {
      "left.lengthscale": logNormalPrior({ meanOfLog: 0, sdOfLog: 1 }),
      "left.period": lengthscale,
      "left.variance": 1,
      "right.lengthscale": logNormalPrior({ meanOfLog: 0, sdOfLog: 1 }),
      "right.variance": variance,
    },
  }),
  examArm("RBF + RBF", 40, {
    kernel: sumKernel(rbf(), rbf()),
    priors: {
      "left.lengthscale": logNormalPrior({ meanOfLog: -2.3, sdOfLog: 0.5 }),
      "left.variance": variance,
      "right.lengthscale": logNormalPrior({ meanOfLog: 0, sdOfLog: 0.5 }),
      "right.variance": variance,
    },
  }),
  examArm("Brownian", 40, { kernel: brownian(), priors: { variance } }),
  examArm("cosine", 40, { kernel: cosine(), priors: stationary }),
];

/** The exam's third deliverable and fault B11: what helps Thompson sampling, and what does not. */
export const bayesoptFixes = jobStudy<ArmJob, ArmOutcome, readonly ArmResult[]>({
  name: "bayesopt-fixes",
  question: "Which single change makes Thompson sampling find the exam's minimum more often?",
  module: import.meta.url,
  seeds: [seed],
  jobs: jobsOfArms(arms),
  runJob: ({ arm, repetition }) => runArm(arms.find(({ name }) => name === arm)!, repetition, seed),
  summarise: (outcomes) => armResults(arms, outcomes),
  canary: () => firstSteps(arms, seed),
});
