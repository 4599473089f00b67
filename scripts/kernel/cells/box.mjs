// @ts-check

/**
 * The place of one name of the notebook. All code that names it reads and writes `value`.
 * @typedef {{ value: unknown }} Box
 */

/**
 * A box before its declaration has run: reading is an error, as JavaScript has it, the first store ends that.
 * Each has a class of its own, so that V8 knows of each what kind of value is in it: a loop over such a name runs nearly as
 * fast as over a local one.
 *
 * @param {string} name
 * @returns {Box}
 */
export function emptyBox(name) {
  class Empty {
    get value() {
      throw new ReferenceError(`Cannot access '${name}' before initialization`);
    }
    set value(/** @type {unknown} */ value) {
      store(this, value);
    }
  }
  return new Empty();
}

/** @param {Box} box @param {unknown} value */
function store(box, value) {
  Object.defineProperty(box, "value", { value, writable: true, enumerable: true, configurable: true });
}

/** An imported name is what its module says at the time. @param {Box} box @param {() => unknown} read */
export function bindLive(box, read) {
  Object.defineProperty(box, "value", {
    get: read,
    set: (value) => store(box, value),
    enumerable: true,
    configurable: true,
  });
}

/** `var`: undefined before its line. @param {Box} box */
export function hoist(box) {
  if (!Object.hasOwn(box, "value")) store(box, undefined);
}
