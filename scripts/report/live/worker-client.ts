import type { Kind, Questions, Request, Response } from "./protocol.js";

/** The worker's program, put here by the build. */
declare const workerSource: string;

/** What the page's tests may set before the script runs, to see it fail. */
declare global {
  var liveWorkerSource: string | undefined;
}

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (reason: Error) => void;
}

/** Asks the worker; one for the whole page, started with the first question. */
export class WorkerClient {
  private worker: Worker | undefined;
  private next = 0;
  private readonly waiting = new Map<number, Waiting>();

  /** @returns the answer; rejected with a sentence for the reader */
  ask<K extends Kind>(kind: K, question: Questions[K]["question"]): Promise<Questions[K]["answer"]> {
    return new Promise((resolve, reject) => {
      const id = this.next++;
      this.waiting.set(id, { resolve: resolve as never, reject });
      try {
        this.worker ??= this.start();
        const request: Request = { id, kind, question };
        this.worker.postMessage(request);
      } catch (error) {
        this.fail(`This browser starts no worker here (${(error as Error).message}).`);
      }
    });
  }

  private start(): Worker {
    const source = globalThis.liveWorkerSource ?? workerSource;
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    worker.addEventListener("message", ({ data }: MessageEvent<Response>) => {
      const waiting = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if ("failure" in data) waiting?.reject(new Error(data.failure));
      else waiting?.resolve(data.answer as never);
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.fail(
        `The computation stopped (${event.message || "the worker failed"}). Change something to try again.`,
      );
    });
    return worker;
  }

  /** All that wait are told; the next question starts a new worker. */
  private fail(sentence: string): void {
    this.worker?.terminate();
    this.worker = undefined;
    const all = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of all) reject(new Error(sentence));
  }
}

/**
 * Follows a question that changes faster than it can be answered: one is computed at a time, and of those that come meanwhile only
 * the last is asked next.
 */
export class Latest<K extends Kind> {
  private busy = false;
  private pending: Questions[K]["question"] | undefined;

  constructor(
    private readonly client: WorkerClient,
    private readonly kind: K,
    private readonly answered: (answer: Questions[K]["answer"], isLast: boolean) => void,
    private readonly failed: (sentence: string) => void,
  ) {}

  async ask(question: Questions[K]["question"]): Promise<void> {
    this.pending = question;
    if (this.busy) return;
    this.busy = true;
    while (this.pending !== undefined) {
      const asked: Questions[K]["question"] = this.pending;
      this.pending = undefined;
      try {
        const answer = await this.client.ask(this.kind, asked);
        this.answered(answer, this.pending === undefined);
      } catch (error) {
        if (this.pending === undefined) this.failed((error as Error).message);
      }
    }
    this.busy = false;
  }
}
