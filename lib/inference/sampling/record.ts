import type { ChainState, TransitionInfo } from "./transition-kernel.js";

/** The statistics kept of every draw. */
export const statisticNames = [
  "acceptance",
  "treeDepth",
  "leapfrogSteps",
  "divergent",
  "energy",
  "stepSize",
  "logDensity",
] as const;

export type StatisticName = (typeof statisticNames)[number];

/** Draws and statistics of one chain, column by column. */
export interface ChainRecord {
  /** [dimension][draw] */
  readonly draws: readonly Float64Array[];
  /** [draw] each; `divergent` is 0 or 1, energies and log densities are in nats. */
  readonly statistics: Readonly<Record<StatisticName, Float64Array>>;
}

export function emptyRecord(dimension: number, length: number): ChainRecord {
  const draws = Array.from({ length: dimension }, () => new Float64Array(length));
  const statistics = Object.fromEntries(
    statisticNames.map((name) => [name, new Float64Array(length)]),
  ) as Record<StatisticName, Float64Array>;
  return { draws, statistics };
}

/** Writes draw number `at`. */
export function writeDraw(
  record: ChainRecord,
  at: number,
  state: ChainState,
  info: TransitionInfo,
  stepSize: number,
): void {
  const { draws, statistics } = record;
  for (let i = 0; i < draws.length; i++) draws[i]![at] = state.position[i]!;
  statistics.acceptance[at] = info.acceptance;
  statistics.treeDepth[at] = info.treeDepth;
  statistics.leapfrogSteps[at] = info.leapfrogSteps;
  statistics.divergent[at] = info.divergent ? 1 : 0;
  statistics.energy[at] = info.energy;
  statistics.stepSize[at] = stepSize;
  statistics.logDensity[at] = state.logDensity;
}
