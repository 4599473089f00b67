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
import { type RuleParts, ruleOfParts } from "./rule-parts.js";

const seed = 1;
const right: RuleParts = { average: false, variance: false, independent: false };
const report: RuleParts = { average: true, variance: true, independent: true };
const repetitions = 40;
/** Of rules that average joint draws, whose covariances cost ten times as much. */
const fewer = 12;

/** Thompson sampling with one of the report's four departures, and the report's rule with one of them mended. */
const arms = [
  examArm("Thompson, but an average (B1)", fewer, { rule: ruleOfParts({ ...right, average: true }) }),
  examArm("Thompson, but v for the sd (B2)", repetitions, {
    rule: ruleOfParts({ ...right, variance: true }),
  }),
  examArm("Thompson, but point by point (B3)", repetitions, {
    rule: ruleOfParts({ ...right, independent: true }),
  }),
  examArm("Thompson, but the report's chains (B4)", repetitions, {
    rule: ruleOfParts(right),
    surrogate: reportChains,
  }),
  examArm("report, but one draw (B1 mended)", repetitions, {
    rule: ruleOfParts({ ...report, average: false }),
    surrogate: reportChains,
  }),
  examArm("report, but the sd (B2 mended)", repetitions, {
    rule: ruleOfParts({ ...report, variance: false }),
    surrogate: reportChains,
  }),
  examArm("report, but a joint draw (B3 mended)", fewer, {
    rule: ruleOfParts({ ...report, independent: false }),
    surrogate: reportChains,
  }),
  examArm("report, but the study's chains (B4 mended)", repetitions, { rule: ruleOfParts(report) }),
];

/** Which of the report's four departures from Algorithm 1 holds its rule back: one changed at a time, from either side. */
export const bayesoptCauses = jobStudy<ArmJob, ArmOutcome, readonly ArmResult[]>({
  name: "bayesopt-causes",
  question: "Which of the report's four departures from Thompson sampling keeps its rule at its start?",
  module: import.meta.url,
  seeds: [seed],
  jobs: jobsOfArms(arms),
  runJob: ({ arm, repetition }) => runArm(arms.find(({ name }) => name === arm)!, repetition, seed),
  summarise: (outcomes) => armResults(arms, outcomes),
  canary: () => firstSteps(arms, seed),
});
