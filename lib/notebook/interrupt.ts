// @silent: stops work

const kernelHook = Symbol.for("pml.interrupt");

let terminalSignal: AbortSignal | undefined;

/**
 * A signal that is aborted when the user interrupts: the kernel's *Interrupt*, or Ctrl-C in a terminal (a second Ctrl-C
 * ends the process as usual). Pass it to long work, which then stops between two steps and keeps what is finished.
 *
 * In our kernel every execution has a signal of its own; on a stock tslab the signal is never aborted.
 */
export function interruptSignal(): AbortSignal {
  const hook = (globalThis as Record<symbol, unknown>)[kernelHook] as
    | { readonly signal: AbortSignal }
    | undefined;
  if (hook !== undefined) return hook.signal;
  terminalSignal ??= signalOfTerminal();
  return terminalSignal;
}

function signalOfTerminal(): AbortSignal {
  const controller = new AbortController();
  // tslab handles its own interrupts, and a listener added beside it would end the kernel
  if (process.stdin.isTTY || process.stdout.isTTY) process.once("SIGINT", () => controller.abort());
  return controller.signal;
}
