import { Breather, requireInteger, silent, type WorkHooks } from "../../support/index.js";
import type { BoxObservation, BoxOptimiser, BoxState } from "./box-optimiser.js";

/** A function on a box: its value, or with constraints both. */
export type BoxObjective = (
  x: readonly number[],
) => number | Omit<BoxObservation, "x"> | Promise<number | Omit<BoxObservation, "x">>;

/** Hooks of {@link minimiseInBox}. */
export interface MinimiseInBoxOptions extends WorkHooks {
  /** Points that are asked for together and evaluated at once. Default 1. */
  readonly batch?: number;
  /** Called after each batch: the place to save the state. */
  readonly onBatch?: (state: BoxState) => void;
}

/**
 * Asks and tells until there are `evaluations` observations in all, those of a resumed state included.
 *
 * @returns the best that was observed; undefined where no observation holds the constraints
 */
export async function minimiseInBox(
  optimiser: BoxOptimiser,
  objective: BoxObjective,
  evaluations: number,
  { batch = 1, onBatch, progress = silent, signal }: MinimiseInBoxOptions = {},
): Promise<BoxObservation | undefined> {
  requireInteger("minimiseInBox", "evaluations", evaluations, 1);
  requireInteger("minimiseInBox", "batch", batch, 1);
  const breather = new Breather(signal);
  const task = progress("optimisation", evaluations);
  const told = () => optimiser.state.observations.length;
  while (told() < evaluations) {
    await breather.breathe();
    const points: (readonly number[])[] = [...optimiser.state.pending];
    while (points.length < Math.min(batch, evaluations - told())) points.push(await optimiser.ask());
    const values = await Promise.all(points.map(async (x) => objective(x)));
    values.forEach((value, i) => {
      optimiser.tell({ x: points[i]!, ...(typeof value === "number" ? { y: value } : value) });
    });
    onBatch?.(optimiser.state);
    task.update(told(), `best ${optimiser.best?.y.toPrecision(6) ?? "none yet"}`);
  }
  task.finish(`best ${optimiser.best?.y.toPrecision(6) ?? "none that holds the constraints"}`);
  return optimiser.best;
}
