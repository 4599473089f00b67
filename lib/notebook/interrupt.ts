// @silent: stops work

import { ambientSignal } from "../support/index.js";

let terminalSignal: AbortSignal | undefined;

/**
 * A signal that is aborted when the user interrupts: the kernel's *Interrupt*, or Ctrl-C in a terminal (a second Ctrl-C
 * ends the process as usual). Long work that is given it stops between two steps and keeps what is finished; in our kernel also
 * without being given it.
 *
 * In our kernel every execution has a signal of its own; on a stock tslab the signal is never aborted.
 */
export function interruptSignal(): AbortSignal {
  const ofKernel = ambientSignal();
  if (ofKernel !== undefined) return ofKernel;
  terminalSignal ??= signalOfTerminal();
  return terminalSignal;
}

function signalOfTerminal(): AbortSignal {
  const controller = new AbortController();
  // tslab handles its own interrupts, and a listener added beside it would end the kernel
  if (process.stdin.isTTY || process.stdout.isTTY) process.once("SIGINT", () => controller.abort());
  return controller.signal;
}
