import { InputError, requireInput } from "../../support/index.js";
import type { AdaptedTuning, ChainResult } from "./chain.js";
import type { Settings } from "./options.js";
import { type ChainRecord, type StatisticName, statisticNames } from "./record.js";

/** A scalar quantity of a run: one array of draws per chain. All diagnostics take this. */
export type Quantity = readonly Float64Array[];

/** Draws and their statistics, as scalar quantities. */
export interface Draws {
  /** The quantity of each coordinate, in order: [dimension][chain][draw], on the unconstrained scale. */
  readonly coordinates: readonly Quantity[];
  /** The quantity of each statistic: [chain][draw]; `divergent` is 0 or 1, energies and log densities in nats. */
  readonly statistics: Readonly<Record<StatisticName, Quantity>>;
}

/** The outcome of sampling: plain data. */
export interface Run extends Draws {
  readonly sampler: SamplerName;
  readonly names: readonly string[];
  /** Draws of warm-up, if they were asked for. Not draws from the density. */
  readonly warmup: Draws | null;
  /** What each chain's warm-up settled on. */
  readonly adapted: readonly AdaptedTuning[];
  readonly settings: {
    readonly chains: number;
    readonly warmup: number;
    readonly draws: number;
    readonly targetAcceptance: number;
    /** NUTS only. */
    readonly maxTreeDepth: number | null;
  };
}

export type SamplerName = "nuts" | "hmc" | "metropolis";

function collect(records: readonly ChainRecord[]): Draws {
  const coordinates = records[0]!.draws.map((_, i) => records.map((record) => record.draws[i]!));
  const statistics = Object.fromEntries<Quantity>(
    statisticNames.map((name) => [name, records.map((record) => record.statistics[name])]),
  ) as Record<StatisticName, Quantity>;
  return { coordinates, statistics };
}

/** Puts finished chains side by side. */
export function assembleRun(
  sampler: SamplerName,
  chains: readonly ChainResult[],
  settings: Settings,
  maxTreeDepth: number | null,
): Run {
  const warmups = chains.flatMap(({ warmup }) => (warmup === null ? [] : [warmup]));
  return {
    sampler,
    names: settings.names,
    ...collect(chains.map(({ kept }) => kept)),
    warmup: warmups.length === chains.length ? collect(warmups) : null,
    adapted: chains.map(({ adapted }) => adapted),
    settings: {
      chains: settings.chains,
      warmup: settings.warmup,
      draws: settings.draws,
      targetAcceptance: settings.targetAcceptance,
      maxTreeDepth,
    },
  };
}

/**
 * The quantity of a coordinate, by its name or number.
 *
 * Throws an InputError if there is none.
 */
export function quantity(run: Run, coordinate: string | number): Quantity {
  const index = typeof coordinate === "number" ? coordinate : run.names.indexOf(coordinate);
  const found = run.coordinates[index];
  requireInput(
    found !== undefined,
    "quantity",
    () => `no coordinate ${JSON.stringify(coordinate)} among ${run.names.join(", ")}`,
    { coordinate },
  );
  return found;
}

/**
 * A scalar function of every drawn position, as a quantity.
 *
 * @example derive(run, ([logScale]) => Math.exp(logScale))
 */
export function derive(run: Draws, of: (position: Float64Array) => number): Quantity {
  const { coordinates } = run;
  const first = coordinates[0];
  if (first === undefined) throw new InputError("derive", "the run holds no coordinates");
  const position = new Float64Array(coordinates.length);
  return first.map((draws, chain) =>
    draws.map((_, draw) => {
      for (let i = 0; i < position.length; i++) position[i] = coordinates[i]![chain]![draw]!;
      return of(position);
    }),
  );
}
