// @silent: has chains run elsewhere, exact to the bit

import { availableParallelism } from "node:os";
import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import {
  type Algorithm,
  assembleRun,
  type ChainResult,
  completeSettings,
  defaultTargets,
  finishNote,
  type NutsSettings,
  type Run,
  type SampleOptions,
  type SamplingHooks,
  type Settings,
} from "../../inference/index.js";
import type { LogDensity } from "../../math/index.js";
import type { RandomState } from "../../random/index.js";
import {
  ambientSignal,
  InputError,
  InterruptedError,
  requireInput,
  requireInteger,
  silent,
} from "../../support/index.js";

/**
 * A density as another thread can make it: a function cannot be sent, but the name of one can.
 *
 * `module` is a file URL or an absolute path; it must export under `factory` a function that makes the
 * {@link LogDensity} from `data` (anything that structuredClone copies).
 *
 * @example
 * // model.mjs: export const regression = ({ x, y }) => ({ dimension: 2, logDensityAndGradient(...) {...} })
 * const source = { module: new URL("./model.mjs", import.meta.url).href, factory: "regression", data: { x, y } };
 */
export interface DensitySource {
  readonly module: string;
  readonly factory: string;
  readonly data?: unknown;
}

/** Makes the density that a source describes. */
export async function loadDensity({ module, factory, data }: DensitySource): Promise<LogDensity> {
  const exports = await import(isAbsolute(module) ? pathToFileURL(module).href : module);
  const make: unknown = exports[factory];
  requireInput(
    typeof make === "function",
    "loadDensity",
    () => `${module} exports no function ${factory}, but ${Object.keys(exports).join(", ") || "nothing"}`,
    { module, factory },
  );
  return make(data);
}

/** What a worker is told. */
export interface ThreadTask {
  readonly source: DensitySource;
  readonly algorithm: Algorithm;
  readonly settings: Settings;
  readonly index: number;
  /** State of the chain's own stream. */
  readonly random: RandomState;
}

/** What a worker says: how far it is, what stopped it, or its finished chain. */
export type ThreadMessage =
  | { readonly kind: "progress"; readonly transitions: number }
  | { readonly kind: "failure"; readonly functionName: string | null; readonly message: string }
  | { readonly kind: "result"; readonly result: ChainResult };

/** Threads that have finished a chain and wait for another. They keep no process alive. */
const idle: Worker[] = [];

function takeThread(): Worker {
  const waiting = idle.pop();
  if (waiting !== undefined) {
    waiting.ref();
    return waiting;
  }
  const worker = new Worker(new URL("./thread-worker.js", import.meta.url));
  worker.on("exit", () => {
    if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
  });
  return worker;
}

function giveBack(worker: Worker): void {
  worker.unref();
  idle.push(worker);
}

/** Ends the threads that wait for a chain, and tells how many there were. */
export async function endIdleThreads(): Promise<number> {
  const ending = idle.splice(0);
  await Promise.all(ending.map((worker) => worker.terminate()));
  return ending.length;
}

function runThread(
  task: ThreadTask,
  onProgress: (transitions: number) => void,
  signal: AbortSignal | undefined,
): Promise<ChainResult> {
  const worker = takeThread();
  return new Promise<ChainResult>((resolve, reject) => {
    const stop = () => {
      letGo();
      void worker.terminate();
      reject(new InterruptedError("interrupted"));
    };
    const hear = (message: ThreadMessage) => {
      if (message.kind === "progress") return onProgress(message.transitions);
      letGo();
      giveBack(worker);
      if (message.kind === "result") resolve(message.result);
      else reject(asError(message, task));
    };
    const fail = (error: unknown) => {
      letGo();
      reject(error);
    };
    const ended = (code: number) =>
      fail(new Error(`the thread of chain ${task.index} ended with code ${code} before it had a result`));
    const letGo = () => {
      signal?.removeEventListener("abort", stop);
      worker.off("message", hear).off("error", fail).off("exit", ended);
    };
    signal?.addEventListener("abort", stop, { once: true });
    worker.on("message", hear).on("error", fail).on("exit", ended);
    worker.postMessage(task);
  });
}

function asError(
  { functionName, message }: Extract<ThreadMessage, { kind: "failure" }>,
  { index }: ThreadTask,
): Error {
  if (functionName === null) return new Error(message);
  const problem = message.startsWith(`${functionName}: `) ? message.slice(functionName.length + 2) : message;
  return new InputError(functionName, problem, { chain: index });
}

/** Does all tasks, at most `limit` at a time; results in the order of the tasks. */
async function inPool<Result>(
  count: number,
  limit: number,
  run: (index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(count);
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const index = next++;
      results[index] = await run(index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, count) }, lane));
  return results;
}

/**
 * The same as {@link sampleNuts}, chains side by side in worker threads: the same seed gives the same draws. The threads start
 * with the first call (some 50 ms each) and wait for the next, which finds the density's module loaded and compiled.
 *
 * @param options.threads chains at a time, default the number of cores
 */
export async function sampleNutsInThreads(
  source: DensitySource,
  options: SampleOptions & NutsSettings & { readonly threads?: number },
  { random, progress = silent, signal = ambientSignal() }: SamplingHooks,
): Promise<Run> {
  const { threads = availableParallelism(), ...sampleOptions } = options;
  requireInteger("sampleNutsInThreads", "threads", threads, 1);
  const density = await loadDensity(source);
  const settings = completeSettings(
    "sampleNutsInThreads",
    sampleOptions,
    density.dimension,
    defaultTargets.nuts,
  );
  const algorithm: Algorithm = { sampler: "nuts", settings: sampleOptions };
  const done = new Array<number>(settings.chains).fill(0);
  const task = progress(
    `nuts, ${settings.chains} chains in threads`,
    settings.chains * (settings.warmup + settings.draws),
  );
  if (signal?.aborted) throw new InterruptedError("interrupted");
  const chains = await inPool(settings.chains, threads, (index) =>
    runThread(
      { source, algorithm, settings, index, random: random.split("chain", index).state() },
      (transitions) => {
        done[index] = transitions;
        task.update(done.reduce((sum, count) => sum + count, 0));
      },
      signal,
    ),
  );
  const run = assembleRun("nuts", chains, settings, sampleOptions.maxTreeDepth ?? 10);
  task.finish(finishNote(run));
  return run;
}
