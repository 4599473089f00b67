// @silent: reports progress

import { setImmediate } from "node:timers/promises";

/** One piece of long work that is being reported on. */
export interface ProgressTask {
  /** `done` of `total` units are finished; `note` is a short live text ("loss 142.8, KL 6.7"). Cheap to call often. */
  update(done: number, note?: string): void;
  /** The work is complete; `note` stays on the screen and in the notebook, so it holds no timings. */
  finish(note?: string): void;
}

/** Where long work reports to: a notebook cell, a terminal, a log, or nowhere. */
export type ProgressSink = (title: string, total: number) => ProgressTask;

/** Reports to nobody: the default of every library function. */
export const silent: ProgressSink = () => ({ update: () => {}, finish: () => {} });

/** Thrown by long work that was interrupted; what was finished before is kept. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
}

/** Lets long synchronous work breathe: hands over to the event loop about ten times a second and stops if asked to. */
export class Breather {
  private last = performance.now();
  constructor(
    private readonly signal?: AbortSignal,
    private readonly everyMilliseconds = 100,
  ) {}

  /** Call between steps. Throws {@link InterruptedError} once the signal is aborted. */
  async breathe(): Promise<void> {
    if (performance.now() - this.last >= this.everyMilliseconds) {
      await setImmediate();
      this.last = performance.now();
    }
    if (this.signal?.aborted) throw new InterruptedError("interrupted");
  }
}
