import { derive, type Quantity, type Run, sampleNuts } from "pml/inference";
import type { LogDensity } from "pml/math";
import { Random } from "pml/random";
import { banana } from "../inference/targets/banana.js";
import { eightSchools } from "../inference/targets/eight-schools.js";
import { funnel, nonCentredFunnel } from "../inference/targets/funnel.js";
import { gaussian } from "../inference/targets/gaussian.js";
import { samplerErrors, type Truth } from "../support/sampler-errors.js";
import type { Checker } from "./checkers.js";
import type { Ledger } from "./ledger.js";

// biome-ignore lint/suspicious/noExplicitAny: fixture entries are data of many shapes
type Entry = any;

/** A quantity to estimate, from a run, and the truth about it. */
interface Estimate {
  readonly name: string;
  readonly of: (run: Run) => Quantity;
  readonly truth: Truth;
}

/** How a target of the file is computed, sampled and judged. */
interface Target {
  /** The density whose values the file holds. */
  readonly density: LogDensity;
  /** The density that is sampled: the same, or its non-centred form. */
  readonly sampled: LogDensity;
  readonly estimates: readonly Estimate[];
  /** Allowed distance in Monte-Carlo standard errors. */
  readonly allowed: number;
}

const coordinate =
  (i: number) =>
  (run: Run): Quantity =>
    run.coordinates[i]!;

/** Mean, sd and quantiles of every coordinate, where the file lists them as [dimension]. */
function coordinateEstimates(entry: Entry): Estimate[] {
  return entry.mean.map((mean: number, i: number) => ({
    name: `x${i}`,
    of: coordinate(i),
    truth: {
      mean,
      sd: entry.sd[i],
      quantiles: entry.quantiles[i],
      probabilities: entry.quantile_probabilities,
    },
  }));
}

function gaussianTarget(entry: Entry): Target {
  const density = gaussian(entry.mean, entry.covariance);
  return { density, sampled: density, estimates: coordinateEstimates(entry), allowed: 4 };
}

/** The sd of x_i has too heavy a tail to be estimated: mean and sd of x0, quantiles of x_i. */
function funnelTarget(entry: Entry): Target {
  const { dimension, scale_of_x0: scale } = entry;
  const all = coordinateEstimates(entry);
  const estimates = all.map(({ name, truth }, i) =>
    i === 0
      ? { name, of: coordinate(0), truth }
      : {
          name,
          of: (run: Run) => derive(run, (position) => Math.exp(position[0]! / 2) * position[i]!),
          truth: { quantiles: truth.quantiles!, probabilities: truth.probabilities! },
        },
  );
  return {
    density: funnel(dimension, scale),
    sampled: nonCentredFunnel(dimension, scale),
    estimates,
    allowed: 4,
  };
}

/** The effective sample size of the quadratic coordinate is itself uncertain. */
function bananaTarget(entry: Entry): Target {
  const density = banana(entry.mean_of_x0, entry.s1, entry.s2);
  return { density, sampled: density, estimates: coordinateEstimates(entry), allowed: 6 };
}

function schoolsTarget(entry: Entry): Target {
  const { y, sigma, scale_of_mu: scaleOfMu, scale_of_tau: scaleOfTau, truth } = entry;
  const density = eightSchools({ y, sigma, scaleOfMu, scaleOfTau });
  const estimate = (name: string, of: Estimate["of"], known: Entry): Estimate => ({
    name,
    of,
    truth: { ...known, probabilities: entry.quantile_probabilities },
  });
  const estimates = [
    estimate("mu", coordinate(0), truth.mu),
    estimate("tau", (run) => derive(run, (position) => Math.exp(position[1]!)), truth.tau),
    estimate("log tau", coordinate(1), truth.log_tau),
    ...truth.theta.map((known: Entry, j: number) =>
      estimate(
        `theta${j}`,
        (run) => derive(run, (position) => position[0]! + Math.exp(position[1]!) * position[j + 2]!),
        known,
      ),
    ),
    ...truth.theta_tilde.map((known: Entry, j: number) =>
      estimate(`theta tilde ${j}`, coordinate(j + 2), known),
    ),
  ];
  return { density, sampled: density, estimates, allowed: 4 };
}

const targets: Readonly<Record<string, (entry: Entry) => Target>> = {
  gaussian: gaussianTarget,
  funnel: funnelTarget,
  banana: bananaTarget,
  schools_non_centred: schoolsTarget,
};

function checkPoints(entry: Entry, density: LogDensity, ledger: Ledger): void {
  const gradient = new Float64Array(density.dimension);
  for (const point of entry.points) {
    const logDensity = density.logDensityAndGradient(Float64Array.from(point.position), gradient);
    ledger.compare(`${entry.name} log density`, logDensity, point.log_density, 1e-10);
    ledger.compare(`${entry.name} gradient`, gradient, point.gradient, 1e-10);
  }
}

/**
 * Compares the moments of one run with the truth. Of some hundred comparisons at 4 standard errors one fails by
 * chance in a few runs of a hundred, so an estimate beyond its limit is judged by a second run from another stream
 * with four times the draws: chance does not strike twice (1e-7), while a bias doubles in standard errors.
 */
async function checkMoments(name: string, target: Target, ledger: Ledger): Promise<void> {
  const sample = (draws: number) =>
    sampleNuts(
      target.sampled,
      { draws, targetAcceptance: 0.95 },
      { random: Random.from("nuts_targets").split(name, draws) },
    );
  const first = await sample(1500);
  let second: Run | undefined;
  for (const estimate of target.estimates) {
    const errors = samplerErrors(estimate.of(first), estimate.truth);
    for (const [what, error] of Object.entries(errors)) {
      let judged = error;
      if (!(error <= target.allowed)) {
        second ??= await sample(6000);
        judged = samplerErrors(estimate.of(second), estimate.truth)[what]!;
      }
      const kind = what.startsWith("quantile") ? "quantiles" : what;
      ledger.record(`${name} ${kind} (in MCSE)`, judged, target.allowed, `${estimate.name}, ${what}`);
    }
  }
}

/** nuts_targets.json: log densities and gradients, and the moments of NUTS draws against the truth. */
export const check: Checker = async (data, ledger) => {
  for (const entry of data.targets) {
    const make = targets[entry.name];
    if (make === undefined) throw new Error(`no target is called ${entry.name}`);
    const target = make(entry);
    checkPoints(entry, target.density, ledger);
    await checkMoments(entry.name, target, ledger);
  }
};
