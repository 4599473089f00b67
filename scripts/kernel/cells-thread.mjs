// @ts-check
import { setTimeout as sleep } from "node:timers/promises";
import { getHeapStatistics } from "node:v8";
import { MessageChannel, SHARE_ENV, Worker } from "node:worker_threads";
import { terminateExecution } from "./terminate.mjs";

// The main thread's side of the thread in which the cells run (cells/thread.mjs).

/** Milliseconds that work has to stop by itself once it is asked to. */
const grace = 500;
/** Milliseconds within which a thread that waits answers; one that computes does not. */
const answerTime = 60;
/** The same after its JavaScript was ended. */
const recoveryTime = 300;
const tries = 3;

/** @typedef {import("./failure.mjs").Failure} Failure */

/**
 * How an execution ended. `failure` is what the cell threw; `isInterrupted` if the user asked it to stop, whatever became of it;
 * `lost` if the thread ended, and all names with it; `reached`: the statement at which it was.
 * @typedef {{ failure?: Failure | undefined, isInterrupted: boolean, lost?: string, reached: number }} Outcome
 */

/**
 * @typedef {object} Running
 * @property {number} execution
 * @property {boolean} isInterrupted
 * @property {boolean} isStopping
 * @property {(outcome: { failure?: Failure | undefined, lost?: string }) => void} resolve
 */

/** @typedef {(message: any) => void} Listener to what cells show */

export class CellsThread {
  #options;
  #listener;
  #onLost;
  /** @type {Worker | undefined} */
  #worker;
  #shared = new SharedArrayBuffer(12);
  /** @type {Running | undefined} */
  #running;
  /** @type {Set<number>} */
  #stopped = new Set();
  /** What happens at the next "stopped" of an execution. @type {Map<number, () => void>} */
  #awaitingStop = new Map();

  /**
   * @param {{ root: string, typescriptVersion: string }} options
   * @param {Listener} listener
   * @param {(sentence: string, isRunning: boolean) => void} onLost when the thread has ended, and all names with it
   */
  constructor(options, listener, onLost) {
    this.#options = options;
    this.#listener = listener;
    this.#onLost = onLost;
    this.#start();
  }

  #start() {
    this.#shared = new SharedArrayBuffer(12);
    const shared = this.#shared;
    const { port1, port2 } = new MessageChannel();
    const memory = Math.round(getHeapStatistics().heap_size_limit / 2 ** 20);
    const worker = new Worker(new URL("./cells/thread.mjs", import.meta.url), {
      workerData: { ...this.#options, shared, folderPort: port2 },
      transferList: [port2],
      env: SHARE_ENV,
      // ending JavaScript inside of a timer would otherwise crash the process
      execArgv: ["--no-force-async-hooks-checks"],
      resourceLimits: { maxOldGenerationSizeMb: memory },
    });
    const answered = new Int32Array(shared, 8, 1);
    port1.on("message", (folder) => {
      try {
        process.chdir(folder);
      } catch (error) {
        const { message, code } = /** @type {NodeJS.ErrnoException} */ (error);
        port1.postMessage({ message, code });
      }
      Atomics.store(answered, 0, 1);
      Atomics.notify(answered, 0);
    });
    port1.unref();
    /** @type {string | undefined} */
    let cause;
    worker.on("message", (message) => this.#hear(message));
    worker.on("error", (error) => {
      const isFull = /** @type {NodeJS.ErrnoException} */ (error).code === "ERR_WORKER_OUT_OF_MEMORY";
      cause = isFull
        ? `the memory of the cells (${memory} MB of JavaScript's heap) is full`
        : `the thread of the cells failed (${error?.message})`;
    });
    worker.on("exit", (code) => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      const sentence = `${cause ?? `process.exit(${code}) has ended the thread of the cells`}: all names are gone, the next cell starts afresh`;
      const running = this.#running;
      this.#onLost(sentence, running !== undefined);
      running?.resolve({ lost: sentence });
    });
    this.#worker = worker;
  }

  /** @param {any} message */
  #hear(message) {
    const { kind, execution } = message;
    if (kind === "stopped") return this.#awaitingStop.get(execution)?.();
    if (kind === "end") {
      if (this.#running?.execution === execution) this.#running?.resolve({ failure: message.failure });
      return;
    }
    if (kind === "ready") return;
    const traffic = new Int32Array(this.#shared, 4, 1);
    Atomics.sub(traffic, 0, 1);
    Atomics.notify(traffic, 0);
    if (!this.#stopped.has(execution)) this.#listener(message);
  }

  /**
   * Runs a compiled cell.
   * @param {{ execution: number, number: number, source: string, code: string, map: string, modules: readonly object[] }} cell
   * @returns {Promise<Outcome>}
   */
  async run(cell) {
    if (!this.#worker) this.#start();
    const reached = new Int32Array(this.#shared, 0, 1);
    const outcome = await new Promise((/** @type {Running["resolve"]} */ resolve) => {
      this.#running = { execution: cell.execution, isInterrupted: false, isStopping: false, resolve };
      this.#worker?.postMessage({ kind: "run", ...cell });
    });
    const isInterrupted = this.#running?.isInterrupted ?? false;
    this.#running = undefined;
    return { ...outcome, isInterrupted, reached: Atomics.load(reached, 0) };
  }

  /** Whether the running cell was asked to stop. */
  get isInterrupted() {
    return this.#running?.isInterrupted ?? false;
  }

  /**
   * Asks the running cell to stop, by the signal of its execution; soon, or when asked again, it is stopped in any case.
   */
  interrupt() {
    const running = this.#running;
    if (!running) return;
    if (running.isInterrupted) return void this.#stop(running);
    running.isInterrupted = true;
    this.#worker?.postMessage({ kind: "abort", execution: running.execution });
    setTimeout(() => this.#stop(running), grace);
  }

  /** @param {Running} running */
  async #stop(running) {
    if (running.isStopping || this.#running !== running) return;
    running.isStopping = true;
    let isStopped = await this.#isStopped(running, answerTime);
    for (let trial = 0; trial < tries && !isStopped; trial++) {
      if (!(await terminateExecution())) break; // in native code: it will hear it when that is done
      isStopped = await this.#isStopped(running, recoveryTime);
    }
    this.#stopped.add(running.execution);
    running.resolve({});
  }

  /** Tells the thread that an execution is over for it, and whether it has heard. @param {Running} running @param {number} milliseconds */
  async #isStopped({ execution }, milliseconds) {
    if (this.#running?.execution !== execution) return true;
    const heard = new Promise((/** @type {(heard: boolean) => void} */ answer) => {
      this.#awaitingStop.set(execution, () => answer(true));
    });
    this.#worker?.postMessage({ kind: "stop", execution });
    const answer = await Promise.race([heard, sleep(milliseconds, false)]);
    if (answer) this.#awaitingStop.delete(execution);
    return answer;
  }

  /**
   * Another thread in place of this one, of which nothing is left.
   * @param {() => void} between what happens when the one is gone and the other not there
   */
  async renew(between) {
    await this.end();
    between();
    this.#start();
  }

  /** Ends the thread. */
  async end() {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}
