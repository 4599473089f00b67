import type { HyperPosterior } from "../../gp/index.js";
import { ess, type Run, RunningCovariance, rhat, sampleNuts } from "../../inference/index.js";
import type { Random } from "../../random/index.js";
import type { ChainDiagnostics, Inference, Surrogate, SurrogateMemory } from "./surrogate.js";

/** Settings of {@link nutsSurrogate}. */
export interface NutsSurrogateOptions {
  /** Default 4. */
  readonly chains?: number;
  /** Warm-up transitions of each chain at the first step. Default 500. */
  readonly warmup?: number;
  /**
   * Warm-up transitions at a step that has a warm start. Default: as at the first step. Below 20 they adapt the step size alone,
   * and the metric is the covariance of the last step's draws.
   */
  readonly warmupAfterwards?: number;
  /** Kept draws of each chain. Default 500. */
  readonly draws?: number;
  /** Begin each step's chains where the last step's ended (default true); otherwise over-dispersed. */
  readonly warmStart?: boolean;
  /** Default "dense". */
  readonly metric?: "diagonal" | "dense";
  /** Default "perpendicular". */
  readonly momentum?: "independent" | "perpendicular";
  readonly targetAcceptance?: number;
}

/**
 * A short step, for chains that are too short to be wasteful; a metric from the draws, of which the covariance is handed on to the next
 * step; the last phase of warm-up as Stan has it.
 */
const ofShortChains = { acceptanceStatistic: "last-doubling", metricFrom: "draws", finalPhase: 50 } as const;

/**
 * Hyper-parameters sampled by NUTS. With a warm start, chain c begins at the last step's last draw of chain c, with its step
 * size and the covariance of its draws as metric: adding one observation moves the posterior little.
 */
export function nutsSurrogate(options: NutsSurrogateOptions = {}): Surrogate {
  const { chains = 4, warmup = 500, draws = 500, warmStart = true } = options;
  const { warmupAfterwards = warmup } = options;
  const { metric = "dense", momentum = "perpendicular", targetAcceptance = 0.8 } = options;
  const settings = { chains, warmup, draws, metric, momentum, targetAcceptance, ...ofShortChains };
  return {
    name: `nuts ${JSON.stringify({ ...settings, warmupAfterwards, warmStart })}`,
    async infer(posterior, memory, random) {
      const names = posterior.parameterNames;
      const known = warmStart ? usableStarts(posterior, memory, chains, random) : undefined;
      const run = await sampleNuts(
        posterior,
        { ...settings, names, ...(known && startingFrom(known, warmupAfterwards)) },
        { random },
      );
      return inferenceOf(run, metric);
    },
  };
}

const startingFrom = ({ positions, stepSize, covariance }: SurrogateMemory, warmup: number) => ({
  starts: positions,
  stepSize,
  ...(covariance && { startCovariance: covariance }),
  warmup,
});

/** The last step's positions, those at which the new posterior has no density replaced by draws from the prior. */
function usableStarts(
  posterior: HyperPosterior,
  memory: SurrogateMemory | null,
  chains: number,
  random: Random,
): SurrogateMemory | undefined {
  if (memory === null || memory.positions.length !== chains) return undefined;
  const gradient = new Float64Array(posterior.dimension);
  const isUsable = (position: ArrayLike<number>) =>
    Number.isFinite(posterior.logDensityAndGradient(Float64Array.from(position), gradient));
  const fresh = random.split("fresh starts");
  const positions = memory.positions.map((position) => {
    let start = position;
    for (let attempt = 0; attempt < 100 && !isUsable(start); attempt++)
      start = Array.from(posterior.samplePrior(fresh));
    return start;
  });
  return { ...memory, positions };
}

function inferenceOf(run: Run, metric: "diagonal" | "dense"): Inference {
  const { chains, draws } = run.settings;
  const dimension = run.coordinates.length;
  const positions = new Float64Array(chains * draws * dimension);
  for (let c = 0, place = 0; c < chains; c++) {
    for (let t = 0; t < draws; t++)
      for (let d = 0; d < dimension; d++) positions[place++] = run.coordinates[d]![c]![t]!;
  }
  const last = Array.from({ length: chains }, (_, c) =>
    run.coordinates.map((quantity) => quantity[c]![draws - 1]!),
  );
  const diagnostics = diagnose(run);
  const covariance = covarianceOf(positions, dimension, metric);
  const memory = { positions: last, stepSize: diagnostics.stepSize, ...(covariance && { covariance }) };
  return { draws: { positions }, memory, diagnostics };
}

/** Of all chains' draws, regularised as Stan does; too few draws tell nothing. */
function covarianceOf(
  positions: Float64Array,
  dimension: number,
  metric: "diagonal" | "dense",
): number[] | undefined {
  if (positions.length < 20 * dimension) return undefined;
  const running = new RunningCovariance(dimension, metric);
  for (let place = 0; place < positions.length; place += dimension)
    running.add(positions.subarray(place, place + dimension));
  return Array.from(running.regularised());
}

function diagnose(run: Run): ChainDiagnostics {
  const { chains, warmup, draws } = run.settings;
  const worst = (values: readonly number[]) => Math.max(...values);
  const all = (name: "divergent" | "acceptance") => run.statistics[name].flatMap((chain) => [...chain]);
  const mean = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  return {
    chains,
    warmup,
    draws,
    rhat: chains > 1 ? worst(run.coordinates.map((quantity) => rhat(quantity))) : null,
    essBulk: -worst(run.coordinates.map((quantity) => -ess(quantity, "bulk"))),
    essTail: -worst(run.coordinates.map((quantity) => -ess(quantity, "tail"))),
    divergences: all("divergent").reduce((sum, flag) => sum + flag, 0),
    acceptance: mean(all("acceptance")),
    stepSize: mean(run.adapted.map(({ stepSize }) => stepSize)),
    spreadOfMeans: worst(
      run.coordinates.map((quantity) => {
        const means = quantity.map(mean);
        const pooled = quantity.flatMap((chain) => [...chain]);
        const centre = mean(pooled);
        const sd = Math.sqrt(mean(pooled.map((value) => (value - centre) ** 2)));
        return (Math.max(...means) - Math.min(...means)) / sd;
      }),
    ),
  };
}
