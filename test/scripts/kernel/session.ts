import assert from "node:assert/strict";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { root } from "../../support/fixture.js";
import { runPython } from "../../support/python.js";

/** By how much a time measured now may exceed what an idle machine is asked for: more, the more other work runs beside. */
export const allowance = () => Math.max(1, (3 * loadavg()[0]!) / availableParallelism());

/** A cell to execute; plain text stands for its code. */
interface Cell {
  readonly code: string;
  readonly stop_on_error?: boolean;
  readonly silent?: boolean;
}

/** What is sent to the kernel at once, and what happens meanwhile. */
export interface Step {
  readonly cells?: readonly (string | Cell)[];
  readonly interrupt_after?: number;
  readonly meanwhile?: readonly { readonly after: number; readonly type: string; readonly content: object }[];
}

export interface Message {
  /** "cell 0", "complete_request 1"; null for what has no request of the step. */
  readonly of: string | null;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: contents are Jupyter's
  readonly content: any;
  readonly seconds: number;
}

/** What came of a step. */
export class Result {
  readonly messages: readonly Message[];
  readonly seconds: number;
  readonly secondsAfterInterrupt: number;

  constructor(raw: { messages: Message[]; seconds: number; seconds_after_interrupt: number }) {
    this.messages = raw.messages;
    this.seconds = raw.seconds;
    this.secondsAfterInterrupt = raw.seconds_after_interrupt;
  }

  of(index = 0): readonly Message[] {
    return this.messages.filter(({ of }) => of === `cell ${index}`);
  }

  reply(index = 0) {
    return this.of(index).find(({ type }) => type === "execute_reply")!.content;
  }

  answer(type: string) {
    return this.messages.find((message) => message.type === type)!.content;
  }

  /** Everything shown as text: streams and results. */
  text(index = 0): string {
    return this.of(index)
      .map(({ type, content }) => {
        if (type === "stream") return content.text;
        return type === "execute_result" ? `${content.data["text/plain"]}\n` : "";
      })
      .join("");
  }

  error(index = 0): { ename: string; evalue: string; traceback: string[] } | undefined {
    return this.of(index).find(({ type }) => type === "error")?.content;
  }
}

interface Session {
  readonly results: readonly Result[];
  readonly alive: boolean;
  readonly start_seconds: number;
  readonly shutdown_seconds: number;
}

/** Runs steps in a kernel of its own, as a notebook in `folder` would. */
export function session(
  steps: readonly Step[],
  options: { environment?: Record<string, string>; busy_at_end?: boolean; folder?: string } = {},
): Session {
  const full = steps.map((step) => ({
    ...step,
    cells: (step.cells ?? []).map((cell) => (typeof cell === "string" ? { code: cell } : cell)),
  }));
  const task = { folder: join(root, "notebooks"), ...options, steps: full };
  const { code, output, errors } = runPython("test/scripts/kernel/session.py", [], JSON.stringify(task));
  assert.equal(code, 0, errors);
  const session = JSON.parse(output);
  return { ...session, results: session.results.map((raw: never) => new Result(raw)) };
}

/**
 * One kernel for all tests of a file: each says at the beginning what is to be executed, `play` does it once, and gives each
 * test its results.
 */
export function sharedSession(options: Parameters<typeof session>[1] = {}) {
  const steps: Step[] = [];
  let played: Session | undefined;
  const play = () => {
    played ??= session(steps, options);
    return played;
  };
  return {
    play,
    /** Plans steps (texts: one cell each). */
    plan(...planned: readonly (string | Step)[]): () => readonly Result[] {
      const first = steps.length;
      steps.push(...planned.map((step) => (typeof step === "string" ? { cells: [step] } : step)));
      return () => play().results.slice(first, first + planned.length);
    },
  };
}
