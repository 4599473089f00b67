import { requireInput, requireInteger } from "../../support/index.js";

/** Lengths, in transitions, of the phases of warm-up. */
export interface WarmupSchedule {
  /** Fast phase: the step size alone, while the chain finds the typical set. */
  readonly initial: number;
  /** Slow windows: at the end of each the metric is learned from its draws and the step size begins anew. */
  readonly slow: readonly number[];
  /** Fast phase: the step size for the final metric. */
  readonly final: number;
}

/** Lengths of the first phase and of the first slow window, in transitions. */
export interface Opening {
  readonly initial: number;
  readonly window: number;
}

/** Stan's. */
export const stanOpening: Opening = { initial: 75, window: 25 };

/**
 * For a metric of variances, or of these and a few directions, from draws and gradients, which ten draws tell well enough: in many
 * dimensions trajectories are long as long as the metric is the identity. What it saves, target by target: bench/PROFILE.md.
 */
export const quickOpening: Opening = { initial: 10, window: 10 };

/**
 * Stan's phases with a longer last one: 75 fast, slow windows of 25, 50, 100, ... (the last one takes what would be too short for the
 * next doubling), `finalPhase` fast. Short warm-ups are divided 15 %, 75 %, 10 %; below 20 transitions only the step size
 * is adapted.
 *
 * Stan ends with 50. Dual averaging has then not yet come near its target and the step stays too short: an effective draw costs 1.15 (the
 * exam's posterior) to 1.34 (eight schools) times as many gradients as after 300 of 1,000 (medians of ten seeds, diagonal metric).
 *
 * @param finalPhase transitions of the last phase, for a warm-up of at least 150. Default: three tenths of it, at least 50
 * @param opening how long the first phase and the first window are, for a warm-up of at least 150
 * @throws InputError unless both are integers of at least 0, and the first phase and one window of 25 fit beside the last
 *
 * @example warmupSchedule(1000) // { initial: 75, slow: [25, 50, 100, 450], final: 300 }
 * @example warmupSchedule(1000, 50) // as Stan: { initial: 75, slow: [25, 50, 100, 200, 500], final: 50 }
 */
export function warmupSchedule(
  warmup: number,
  finalPhase = Math.max(50, Math.floor(0.3 * warmup)),
  opening: Opening = stanOpening,
): WarmupSchedule {
  requireInteger("warmupSchedule", "warmup", warmup);
  requireInteger("warmupSchedule", "finalPhase", finalPhase);
  if (warmup < 20) return { initial: warmup, slow: [], final: 0 };
  if (warmup < 75 + 25 + 50) {
    const initial = Math.floor(0.15 * warmup);
    const final = Math.floor(0.1 * warmup);
    return { initial, slow: [warmup - initial - final], final };
  }
  requireInput(
    75 + 25 + finalPhase <= warmup,
    "warmupSchedule",
    () =>
      `a last phase of ${finalPhase} leaves less than 100 of ${warmup} transitions for the phases before it`,
    { warmup, finalPhase },
  );
  const { initial, window } = opening;
  return { initial, slow: slowWindows(warmup - initial - finalPhase, window), final: finalPhase };
}

function slowWindows(total: number, first: number): number[] {
  const windows: number[] = [];
  let left = total;
  for (let length = first; left > 0; length *= 2) {
    // a window is stretched to the end if the next one, twice as long, would not fit behind it
    const taken = left - length < 2 * length ? left : length;
    windows.push(taken);
    left -= taken;
  }
  return windows;
}
