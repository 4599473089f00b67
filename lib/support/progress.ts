// @silent: reports progress

import { ambientSignal } from "./ambient-signal.js";

/** One piece of long work that is being reported on. */
export interface ProgressTask {
  /** `done` of `total` units are finished; `note` is a short live text ("loss 142.8, KL 6.7"). Cheap to call often. */
  update(done: number, note?: string): void;
  /** The work is complete; `note` stays on the screen and in the notebook, so it holds no timings. */
  finish(note?: string): void;
}

/**
 * Where long work reports to: a notebook cell, a terminal, a log, or nowhere. Work that goes on where it once stopped says how many
 * units were done `before`; its pace is that of the others.
 */
export type ProgressSink = (title: string, total: number, before?: number) => ProgressTask;

/** Reports to nobody: the default of every library function. */
export const silent: ProgressSink = () => ({ update: () => {}, finish: () => {} });

/** How long work is watched and stopped. */
export interface WorkHooks {
  readonly progress?: ProgressSink | undefined;
  /** Stops between two pieces of work, with an {@link InterruptedError}. */
  readonly signal?: AbortSignal | undefined;
  /** Name shown by the progress. */
  readonly title?: string | undefined;
}

/** Thrown by long work that was interrupted; what was finished before is kept. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
}

/** The next turn of the event loop: at once in Node, behind a timer of no delay in a browser. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}

/**
 * Lets long synchronous work breathe: hands over to the event loop about ten times a second and stops if asked to, by the given
 * signal or, without one, by that of the place ({@link ambientSignal}).
 */
export class Breather {
  private last = performance.now();
  constructor(
    private readonly signal: AbortSignal | undefined = ambientSignal(),
    private readonly everyMilliseconds = 100,
  ) {}

  /** Call between steps. Throws {@link InterruptedError} once the signal is aborted. */
  async breathe(): Promise<void> {
    if (performance.now() - this.last >= this.everyMilliseconds) {
      await nextTurn();
      this.last = performance.now();
    }
    if (this.signal?.aborted) throw new InterruptedError("interrupted");
  }
}
