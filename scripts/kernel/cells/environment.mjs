// @ts-check
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import util from "node:util";
import { receiveMessageOnPort } from "node:worker_threads";

const require = createRequire(import.meta.url);

/** What TensorFlow's package still calls, and Node warns of (22) or has removed (from 23). */
export function keepOldUtilities() {
  const utilities = /** @type {any} */ (util);
  utilities.isNullOrUndefined = (/** @type {unknown} */ value) => value === null || value === undefined;
  utilities.isArray = Array.isArray;
}

/**
 * A thread cannot change the process's folder; the main thread does it for it.
 * @param {import("node:worker_threads").MessagePort} port
 * @param {Int32Array} answered
 */
export function lendChdir(port, answered) {
  process.chdir = (folder) => {
    Atomics.store(answered, 0, 0);
    port.postMessage(folder);
    Atomics.wait(answered, 0, 0);
    const problem = receiveMessageOnPort(port)?.message;
    if (problem) throw Object.assign(new Error(problem.message), problem);
  };
}

/**
 * `import { display } from "tslab"` and the library's own displays, without tslab's compiler: its public module finds its
 * two neighbours loaded already, and they are ours.
 * @param {import("./output.mjs").Output} output
 * @param {string} typescriptVersion
 */
export function standInForTslab(output, typescriptVersion) {
  const folder = join(dirname(require.resolve("tslab/package.json")), "dist");
  const provide = (/** @type {string} */ path, /** @type {object} */ exports) => {
    require.cache[path] = /** @type {any} */ ({
      id: path,
      filename: path,
      loaded: true,
      exports,
      children: [],
      paths: [],
    });
  };
  provide(join(folder, "jupyter.js"), { __esModule: true, lastWriteDisplayData: output.display });
  provide(require.resolve("@tslab/typescript-for-tslab"), { version: typescriptVersion });
}
