import {
  gridSearch,
  logExpectedImprovementRule,
  lowerConfidenceBoundRule,
  probabilityOfImprovementRule,
  randomSearch,
  reportRule,
} from "../../bayesopt/index.js";
import { reportChains } from "../../report/index.js";
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

/** Every rule on the exam's function, from the exam's five points. */
const arms = [
  examArm("Thompson sampling", 200),
  examArm("as in the report", 200, { rule: reportRule(), surrogate: reportChains }),
  examArm("expected improvement", 200, { rule: logExpectedImprovementRule() }),
  examArm("probability of improvement", 200, { rule: probabilityOfImprovementRule() }),
  examArm("lower confidence bound", 200, { rule: lowerConfidenceBoundRule() }),
  examArm("random", 200, { rule: randomSearch() }),
  examArm("grid", 1, { rule: gridSearch() }),
];

/** Fault B10: how often each rule finds the minimum, by hundreds of runs instead of a few. */
export const bayesoptRules = jobStudy<ArmJob, ArmOutcome, readonly ArmResult[]>({
  name: "bayesopt-rules",
  question: "How fast, and how often, does each rule find the minimum of the exam's function?",
  module: import.meta.url,
  seeds: [seed],
  jobs: jobsOfArms(arms),
  runJob: ({ arm, repetition }) => runArm(arms.find(({ name }) => name === arm)!, repetition, seed),
  summarise: (outcomes) => armResults(arms, outcomes),
  canary: () => firstSteps(arms, seed),
});
