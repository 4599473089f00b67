import {
  BayesianOptimiser,
  type ChainDiagnostics,
  minimise,
  type Proposal,
  type Surrogate,
} from "../../bayesopt/index.js";
import { gridQuadrature, hyperSummary } from "../../gp/index.js";
import { Random } from "../../random/index.js";
import { carefulChains, exam, examProblem, reportChains, studyChains } from "../../report/index.js";
import { jobStudy } from "../runner/job-study.js";

const seed = 1;
const steps = 20;

/** Chains of one kind, and in how many runs of Thompson sampling they are looked at. */
interface ChainsArm {
  readonly name: string;
  readonly surrogate: Surrogate;
  readonly repetitions: number;
}

const arms: readonly ChainsArm[] = [
  { name: "the studies': 2 x 60", surrogate: studyChains, repetitions: 20 },
  { name: "the report's: 1 x 100", surrogate: reportChains, repetitions: 20 },
  { name: "by the rule: 4 x 1000", surrogate: carefulChains, repetitions: 6 },
];

/** One run of an arm: a job. */
export interface ChainsJob {
  readonly arm: string;
  readonly repetition: number;
}

/** One step of a run: its chains' diagnostics, and where the draw that was used lies in the exact hyper-posterior. */
export interface ChainsStep {
  readonly candidate: number;
  /** `P(l <= the lengthscale drawn)` and `P(v <= the variance drawn)` given the data of the step: uniform if the chains are right. */
  readonly ofLengthscale: number;
  readonly ofVariance: number;
  /** null of a single chain */
  readonly rhat: number | null;
  readonly essBulk: number;
  readonly essTail: number;
  readonly divergences: number;
}

/** The steps of all runs of an arm, run after run. */
export interface ChainsResult {
  readonly arm: string;
  readonly repetitions: number;
  readonly steps: readonly (readonly ChainsStep[])[];
}

const round = (value: number, digits = 4) => Number(value.toPrecision(digits));

function stepOf({ model, suggestion, candidate }: Proposal, checks: ChainDiagnostics): ChainsStep {
  const quadrature = gridQuadrature(model.posterior, { pointsPerAxis: 61 });
  const [lengthscale, variance] = model.parameters[suggestion.hyperDraw!]!;
  const at = (name: string, value: number) =>
    round(hyperSummary(model.posterior, quadrature, name).cdf(value));
  return {
    candidate,
    ofLengthscale: at("lengthscale", lengthscale!),
    ofVariance: at("variance", variance!),
    rhat: checks.rhat === null ? null : round(checks.rhat),
    essBulk: round(checks.essBulk, 3),
    essTail: round(checks.essTail, 3),
    divergences: checks.divergences,
  };
}

async function runChains({ name, surrogate }: ChainsArm, repetition: number, count = steps) {
  const random = Random.from(seed).split(name, repetition);
  const optimiser = new BayesianOptimiser(examProblem({ surrogate }), random);
  const found: ChainsStep[] = [];
  await minimise(optimiser, exam.evaluate, count, {
    onProposal: (proposal) => found.push(stepOf(proposal, proposal.diagnostics!)),
  });
  return found;
}

const armOf = (name: string) => arms.find((arm) => arm.name === name)!;

/** One rule of convergence for all chains of 2.1 and 2.2, and what falling short of it does to the draws that are used. */
export const bayesoptChains = jobStudy<ChainsJob, readonly ChainsStep[], readonly ChainsResult[]>({
  name: "bayesopt-chains",
  question:
    "How far are the chains of Thompson sampling's steps from converged, and their draws from the exact posterior?",
  module: import.meta.url,
  seeds: [seed],
  jobs: arms.flatMap(({ name, repetitions }) =>
    Array.from({ length: repetitions }, (_, repetition) => ({ arm: name, repetition })),
  ),
  runJob: ({ arm, repetition }) => runChains(armOf(arm), repetition),
  summarise(outcomes) {
    let from = 0;
    return arms.map(({ name, repetitions }) => {
      const own = outcomes.slice(from, from + repetitions);
      from += repetitions;
      return { arm: name, repetitions, steps: own };
    });
  },
  canary: async () => {
    // what diagnostics there are depends in its last bits on what the engine has compiled; the choices do not
    const found = [];
    for (const arm of arms) found.push((await runChains(arm, 0, 2)).map(({ candidate }) => candidate));
    return { found };
  },
});
