// @ts-check

// A cell that was stopped must not come back: not behind an `await`, not from a timer, not into the cells after it. What
// waits is bound to the execution during which it began to wait; once that is stopped, it waits for ever.

let current = 0;
/** @type {Set<number>} */
const stopped = new Set();

/** Where rejections passed through cells on their way. @type {WeakMap<object, { execution: number, line: number }[]>} */
const ways = new WeakMap();

/** @param {number} execution is beginning */
export function begin(execution) {
  current = execution;
}

/** The execution under way, or the last one. */
export const currentExecution = () => current;

/** @param {number} execution */
export function stop(execution) {
  stopped.add(execution);
}

export const isStopped = (/** @type {number} */ execution) => stopped.has(execution);

/** The lines of cells that waited for what was rejected with `error`, innermost first. @param {object} error */
export const wayOf = (error) => ways.get(error) ?? [];

/** @param {unknown} error @param {number} execution @param {number} line */
function note(error, execution, line) {
  if (typeof error !== "object" || error === null) return;
  ways.set(error, [...wayOf(error), { execution, line }]);
}

/**
 * What the code of cell `cell` awaits in place of `awaited`: the same, as long as nobody stops the execution.
 * @param {number} cell
 */
export const gateOf = (cell) => (/** @type {unknown} */ awaited, /** @type {number} */ line) => {
  const execution = current;
  return new Promise((resolve, reject) => {
    Promise.resolve(awaited).then(
      (value) => {
        if (!stopped.has(execution)) resolve(value);
      },
      (error) => {
        if (stopped.has(execution)) return;
        note(error, cell, line);
        reject(error);
      },
    );
  });
};

/**
 * The same for `for await`.
 * @param {number} cell
 */
export function gatesOf(cell) {
  const gate = gateOf(cell);
  return (/** @type {any} */ iterable, /** @type {number} */ line) => ({
    [Symbol.asyncIterator]() {
      const iterator = iterable[Symbol.asyncIterator]?.() ?? fromSync(iterable[Symbol.iterator]());
      return {
        next: () => gate(iterator.next(), line),
        return: async (/** @type {unknown} */ value) =>
          iterator.return ? gate(iterator.return(value), line) : { value, done: true },
      };
    },
  });
}

/** `for await` over an array waits for each of its values. @param {Iterator<unknown>} iterator */
function fromSync(iterator) {
  return {
    async next() {
      const { value, done } = iterator.next();
      return { value: await value, done };
    },
    return: async (/** @type {unknown} */ value) => iterator.return?.(value) ?? { value, done: true },
  };
}

/** Timers that were set by an execution end with it when it is stopped. */
export function guardTimers() {
  for (const name of /** @type {const} */ (["setTimeout", "setInterval", "setImmediate"])) {
    const original = /** @type {any} */ (globalThis[name]);
    const guarded = (/** @type {any} */ callback, /** @type {any[]} */ ...rest) => {
      if (typeof callback !== "function") return original(callback, ...rest);
      const execution = current;
      /** @type {any} */
      const timer = original(
        (/** @type {any[]} */ ...values) => {
          if (!stopped.has(execution)) callback(...values);
          else if (name === "setInterval") clearInterval(timer);
        },
        ...rest,
      );
      return timer;
    };
    Object.defineProperties(guarded, Object.getOwnPropertyDescriptors(original));
    /** @type {any} */ (globalThis)[name] = guarded;
  }
}
