import { type LogDensity, testUniformity, type UniformityTest } from "../math/index.js";
import type { Random } from "../random/index.js";
import { InputError, requireInteger, silent } from "../support/index.js";
import type { SamplingHooks } from "./sampling/options.js";
import { derive } from "./sampling/run.js";
import { sampleNuts } from "./sampling/sample.js";

/** Parameters drawn from the prior and data drawn from them, as the posterior that the data give. */
export interface SimulatedProblem {
  /** The posterior of the unconstrained parameters, given the simulated data. */
  readonly posterior: LogDensity;
  /** Where the parameters that made the data lie in its space. */
  readonly truth: Float64Array;
  /** Scalar functions of a position whose ranks are taken, by name; they may depend on the data. */
  readonly quantities: Readonly<Record<string, (position: Float64Array) => number>>;
}

export interface CalibrationOptions {
  /** Simulated data sets. Default 500. */
  readonly replications?: number;
  /** Draws that the truth is ranked among, after thinning. Default 99. */
  readonly draws?: number;
  /** Of so many draws one is used, so that those ranked among are nearly independent. Default 20. */
  readonly thin?: number;
  /** Warm-up of the one chain per data set. Default 500. */
  readonly warmup?: number;
  readonly targetAcceptance?: number;
  /** Bins of the uniformity test; draws + 1 has to be a multiple. Default 20. */
  readonly bins?: number;
}

/** The outcome of simulation-based calibration. */
export interface Calibration {
  /** For every quantity the rank of its true value in each data set: 0 .. draws. */
  readonly ranks: Readonly<Record<string, readonly number[]>>;
  readonly uniformity: Readonly<Record<string, UniformityTest>>;
  readonly replications: number;
  readonly draws: number;
  /** Divergent transitions over all data sets. */
  readonly divergent: number;
}

/** How many draws of one chain lie below the truth; ties are broken by chance, as in a continuous quantity. */
function rankOf(draws: Float64Array, truth: number, random: Random): number {
  let below = 0;
  for (const draw of draws) if (draw < truth || (draw === truth && random.uniform() < 0.5)) below++;
  return below;
}

/**
 * Simulation-based calibration (Talts et al. 2018, arXiv:1804.06788): if the posterior is computed and sampled
 * rightly, the rank of the true value among draws from the posterior is uniform over data sets simulated from the
 * prior. Quantities that depend on the data, like the log likelihood, see errors that the parameters' own ranks do
 * not (Modrak et al. 2023).
 *
 * @param simulate makes one problem from a stream of its own
 */
export async function calibrate(
  simulate: (random: Random) => SimulatedProblem,
  options: CalibrationOptions,
  { random, progress = silent, signal, title = "simulation-based calibration" }: SamplingHooks,
): Promise<Calibration> {
  const {
    replications = 500,
    draws = 99,
    thin = 20,
    warmup = 500,
    targetAcceptance = 0.8,
    bins = 20,
  } = options;
  requireInteger("calibrate", "replications", replications, 1);
  requireInteger("calibrate", "draws", draws, 1);
  requireInteger("calibrate", "thin", thin, 1);
  const ranks: Record<string, number[]> = {};
  let divergent = 0;
  const task = progress(title, replications);
  for (let replication = 0; replication < replications; replication++) {
    const stream = random.split("replication", replication);
    const { posterior, truth, quantities } = simulate(stream.split("data"));
    if (truth.length !== posterior.dimension) {
      throw new InputError(
        "calibrate",
        `the truth has ${truth.length} coordinates, the posterior ${posterior.dimension}`,
      );
    }
    const run = await sampleNuts(
      posterior,
      { chains: 1, warmup, draws: draws * thin, targetAcceptance },
      { random: stream.split("chain"), signal },
    );
    for (const flag of run.statistics.divergent[0]!) divergent += flag;
    const ties = stream.split("ties");
    for (const [name, of] of Object.entries(quantities)) {
      const kept = derive(run, of)[0]!.filter((_, draw) => draw % thin === thin - 1);
      ranks[name] ??= [];
      ranks[name].push(rankOf(kept, of(truth), ties));
    }
    task.update(replication + 1, `${divergent} divergent`);
  }
  const uniformity = Object.fromEntries(
    Object.entries(ranks).map(([name, found]) => [name, testUniformity(found, draws + 1, bins)]),
  );
  task.finish(
    Object.entries(uniformity)
      .map(([name, { pValue }]) => `${name} p ${pValue.toFixed(3)}`)
      .join(", "),
  );
  return { ranks, uniformity, replications, draws, divergent };
}
