// @silent: stops work

const hook = Symbol.for("pml.interrupt");

/**
 * The signal of the place in which the library runs, if that place has one: our notebook kernel keeps the signal of the running
 * cell under `globalThis[Symbol.for("pml.interrupt")].signal`, and any other program may do the same. It is what every long function
 * looks at that is given no signal of its own.
 */
export function ambientSignal(): AbortSignal | undefined {
  const place = (globalThis as Record<symbol, unknown>)[hook] as { readonly signal: AbortSignal } | undefined;
  return place?.signal;
}
