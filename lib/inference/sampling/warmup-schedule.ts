import { requireInteger } from "../../support/index.js";

/** Lengths, in transitions, of the phases of warm-up. */
export interface WarmupSchedule {
  /** Fast phase: the step size alone, while the chain finds the typical set. */
  readonly initial: number;
  /** Slow windows: at the end of each the metric is learned from its draws and the step size begins anew. */
  readonly slow: readonly number[];
  /** Fast phase: the step size for the final metric. */
  readonly final: number;
}

/**
 * Stan's schedule: 75 fast, slow windows of 25, 50, 100, ... (the last one takes what would be too short for the
 * next doubling), 50 fast. Short warm-ups are divided 15 %, 75 %, 10 %; below 20 transitions only the step size
 * is adapted.
 *
 * @example warmupSchedule(1000) // { initial: 75, slow: [25, 50, 100, 200, 500], final: 50 }
 */
export function warmupSchedule(warmup: number): WarmupSchedule {
  requireInteger("warmupSchedule", "warmup", warmup);
  if (warmup < 20) return { initial: warmup, slow: [], final: 0 };
  if (warmup < 75 + 25 + 50) {
    const initial = Math.floor(0.15 * warmup);
    const final = Math.floor(0.1 * warmup);
    return { initial, slow: [warmup - initial - final], final };
  }
  return { initial: 75, slow: slowWindows(warmup - 75 - 50), final: 50 };
}

function slowWindows(total: number): number[] {
  const windows: number[] = [];
  let left = total;
  for (let length = 25; left > 0; length *= 2) {
    // a window is stretched to the end if the next one, twice as long, would not fit behind it
    const taken = left - length < 2 * length ? left : length;
    windows.push(taken);
    left -= taken;
  }
  return windows;
}
