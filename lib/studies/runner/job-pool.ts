// @silent: has jobs run elsewhere, exact to the bit

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { ambientSignal, InterruptedError } from "../../support/index.js";
import type { JobStudy } from "./job-study.js";
import type { StudyContext } from "./study.js";

/** What a thread is made with. */
export interface JobWorkerData {
  /** Name of the study, and the address of its module. */
  readonly study: string;
  readonly module: string;
}

/** What a thread says about one job. */
export type JobMessage =
  | { readonly job: number; readonly outcome: string }
  | { readonly job: number; readonly error: string };

// biome-ignore lint/suspicious/noExplicitAny: a pool runs studies of any jobs
type AnyJobStudy = JobStudy<any, unknown, unknown>;

/** An outcome as it is after having been written to a file: so a merged study equals one run at once. */
export function outcomeText(outcome: unknown): string {
  return JSON.stringify(outcome);
}

/**
 * Runs some jobs of a study, in as many threads as `threads` says (default: the cores; 1: in this thread).
 *
 * @returns their outcomes, in the order of `chosen`
 * @throws InterruptedError once the signal is aborted; the error of the first job that fails
 */
export async function runJobs(
  study: AnyJobStudy,
  chosen: readonly number[],
  {
    progress,
    signal = ambientSignal(),
    threads = availableParallelism(),
  }: Pick<StudyContext, "progress" | "signal" | "threads">,
): Promise<unknown[]> {
  const task = progress(study.name, chosen.length);
  const outcomes = new Map<number, unknown>();
  const keep = (job: number, text: string) => {
    outcomes.set(job, JSON.parse(text));
    task.update(outcomes.size);
  };
  if (threads === 1) {
    for (const job of chosen) {
      if (signal?.aborted) throw new InterruptedError("interrupted");
      keep(job, outcomeText(await study.runJob(study.jobs[job])));
    }
  } else {
    const queue = [...chosen];
    const lanes = Array.from({ length: Math.min(threads, chosen.length) }, () =>
      runLane(study, queue, keep, signal),
    );
    try {
      await Promise.all(lanes.map(({ done }) => done));
    } finally {
      for (const { worker } of lanes) void worker.terminate();
    }
  }
  task.finish(`${chosen.length} jobs`);
  return chosen.map((job) => outcomes.get(job));
}

/** One thread, that takes job after job from the common queue. */
function runLane(
  { name, module }: AnyJobStudy,
  queue: number[],
  keep: (job: number, text: string) => void,
  signal: AbortSignal | undefined,
): { readonly worker: Worker; readonly done: Promise<void> } {
  const workerData: JobWorkerData = { study: name, module };
  const worker = new Worker(new URL("./job-worker.js", import.meta.url), { workerData });
  const done = new Promise<void>((resolve, reject) => {
    const next = () => {
      const job = queue.shift();
      if (job === undefined) resolve();
      else worker.postMessage(job);
    };
    const stop = () => reject(new InterruptedError("interrupted"));
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
    worker.on("message", (message: JobMessage) => {
      if ("error" in message) {
        reject(new Error(`job ${message.job} of ${name} failed: ${message.error}`));
        return;
      }
      keep(message.job, message.outcome);
      next();
    });
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`a thread of ${name} ended with code ${code}`)));
    next();
  });
  return { worker, done };
}
