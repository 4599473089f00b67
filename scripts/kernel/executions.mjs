// @ts-check
import { setTimeout as sleep } from "node:timers/promises";
import { CellsThread } from "./cells-thread.mjs";
import { describeDiagnostics } from "./failure.mjs";
import { GatheredOutput } from "./gathered-output.mjs";

/** Milliseconds after a failure in which requests that were sent before it may still arrive. */
const lateRequests = 10;
/** Characters of a stopped cell after which a note says that they break off. */
const muchPrinted = 10_000;

/** @typedef {import("./messages.mjs").Message} Message */
/** @typedef {import("./failure.mjs").Failure} Failure */
/** @typedef {(type: string, content: object) => void} Reply */
/** @typedef {{ message: Message, reply: Reply }} Request */

/** @type {Failure} */
const interrupted = { ename: "Interrupted", evalue: "the cell was interrupted", traceback: ["Interrupted"] };

/**
 * The cells that Jupyter asks to execute: one after the other, each told about while it is under way, and none left out but
 * those that waited behind a failure, where the failed request says so (`stop_on_error`).
 */
export class Executions {
  #checker;
  #history;
  #root;
  #publish;
  #thread;
  /** @type {Request[]} */
  #waiting = [];
  /** @type {Request | undefined} */
  #current;
  /** @type {Message | undefined} */
  #last;
  #isDraining = false;
  #executions = 0;
  #count = 0;
  #output;

  /**
   * @param {object} parts
   * @param {import("./checker.mjs").Checker} parts.checker
   * @param {import("./history.mjs").History} parts.history
   * @param {string} parts.root the repository
   * @param {string} parts.typescriptVersion
   * @param {(parent: Message | undefined, type: string, content: object) => void} parts.publish
   */
  constructor({ checker, history, root, typescriptVersion, publish }) {
    this.#checker = checker;
    this.#history = history;
    this.#root = root;
    this.#publish = publish;
    this.#output = new GatheredOutput((type, content) => {
      if (!this.#last?.content.silent) publish(this.#last, type, content);
    });
    this.#thread = new CellsThread(
      { root, typescriptVersion },
      (message) => this.#show(message),
      (sentence, isRunning) => {
        checker.forget();
        if (!isRunning) this.#output.text("stderr", `${sentence}\n`);
      },
    );
  }

  /** The request that is being executed, if one is. */
  get current() {
    return this.#current?.message;
  }

  /** @param {Message} message @param {Reply} reply */
  add(message, reply) {
    this.#waiting.push({ message, reply });
    void this.#drain();
  }

  interrupt() {
    this.#thread.interrupt();
  }

  /**
   * Begins anew, as a kernel that was just started: without names, and with cell 1.
   * @param {() => void} restore puts the process in order, for the cells to come
   */
  async afresh(restore) {
    if (this.#isDraining) throw new Error("a cell is being executed");
    this.#isDraining = true; // cells that come meanwhile wait for the new thread
    this.#checker.forget();
    this.#history.clear();
    this.#count = 0;
    this.#last = undefined;
    try {
      await this.#thread.renew(restore);
    } finally {
      this.#isDraining = false;
      void this.#drain();
    }
  }

  end() {
    return this.#thread.end();
  }

  async #drain() {
    if (this.#isDraining) return;
    this.#isDraining = true;
    for (let request = this.#waiting.shift(); request; request = this.#waiting.shift()) {
      this.#current = request;
      const { message, reply } = request;
      this.#publish(message, "status", { execution_state: "busy" });
      const failure = await this.#execute(message);
      const aborted = failure ? await this.#abortedWith(request) : [];
      this.#output.flush();
      if (failure) this.#publish(message, "error", failure);
      reply("execute_reply", this.#content(failure));
      this.#current = undefined;
      this.#publish(message, "status", { execution_state: "idle" });
      for (const other of aborted) this.#abort(other);
    }
    this.#isDraining = false;
  }

  /** @param {Failure | undefined} failure */
  #content(failure) {
    const execution_count = this.#count;
    return failure
      ? { status: "error", execution_count, ...failure, user_expressions: {}, payload: [] }
      : { status: "ok", execution_count, user_expressions: {}, payload: [] };
  }

  /** The requests that waited behind one that has failed. @param {Request} failed */
  async #abortedWith({ message: { content } }) {
    if (content.stop_on_error === false || content.silent) return [];
    await sleep(lateRequests);
    return this.#waiting.splice(0);
  }

  /** @param {Request} request */
  #abort({ message, reply }) {
    this.#publish(message, "status", { execution_state: "busy" });
    reply("execute_reply", { status: "aborted", execution_count: this.#count });
    this.#publish(message, "status", { execution_state: "idle" });
  }

  /** @param {Message} message @returns {Promise<Failure | undefined>} */
  async #execute(message) {
    const { code: source, silent, store_history } = message.content;
    this.#executions += 1;
    if (!silent) {
      this.#count += 1;
      if (store_history !== false) this.#history.add(this.#count, source);
      this.#publish(message, "execute_input", { code: source, execution_count: this.#count });
    }
    this.#output.begin();
    this.#last = message;
    const checked = this.#check(source);
    if ("ename" in checked) return checked;
    const { compiled, modules } = checked;
    if (!compiled) {
      this.#checker.keep();
      return undefined;
    }
    const { code, map } = compiled;
    const cell = { execution: this.#executions, number: this.#count, source, code, map, modules };
    const running = this.#thread.run(cell);
    void this.#checkAhead(message);
    const { failure, isInterrupted, lost, reached } = await running;
    if (lost) return { ename: "ThreadEnded", evalue: lost, traceback: [`ThreadEnded: ${lost}`] };
    if (isInterrupted && this.#output.length > muchPrinted)
      this.#output.text("stderr", "\n[cut here: the cell was stopped while it printed]\n");
    const isWhole = !failure && (!isInterrupted || reached === compiled.end);
    if (isWhole) this.#checker.keep();
    else this.#checker.keepUpTo(source, compiled, reached);
    return isInterrupted ? interrupted : failure;
  }

  /**
   * The thread of the cells computes, this one would wait: it checks the cells that are next, as JupyterLab asks for them all at once and
   * `npm start` names them.
   *
   * @param {Message} running
   */
  async #checkAhead(running) {
    const named = running.content.ahead ?? [];
    const isMore = () => {
      const waiting = this.#waiting.map(({ message }) => message.content.code);
      try {
        return this.#checker.checkAhead(waiting.length > 0 ? waiting : named);
      } catch {
        return false; // in its turn it is told what is wrong with it
      }
    };
    // between two cells Stop and everything else is heard
    do await sleep(0);
    while (this.current === running && !this.#thread.isInterrupted && isMore());
  }

  /** @param {string} source */
  #check(source) {
    try {
      const checked = this.#checker.check(source);
      if (checked.diagnostics.length === 0) return checked;
      return describeDiagnostics(checked.diagnostics, source, this.#count, this.#root);
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      return describeDiagnostics([`the compiler failed: ${message}`], source, this.#count, this.#root);
    }
  }

  /** @param {any} message of the cells' thread */
  #show({ kind, name, text, content, update, data }) {
    if (kind === "text") this.#output.text(name, text);
    else if (kind === "display")
      this.#output.message(update ? "update_display_data" : "display_data", content);
    else if (kind === "result")
      this.#output.message("execute_result", { execution_count: this.#count, data, metadata: {} });
  }
}
