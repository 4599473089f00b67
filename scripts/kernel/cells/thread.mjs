// @ts-check
import vm from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { describeThrown } from "../failure.mjs";
import { emptyBox, hoist } from "./box.mjs";
import { keepOldUtilities, lendChdir, standInForTslab } from "./environment.mjs";
import { addLocalModules, bindImports, importModule, meta, require } from "./modules.mjs";
import { openOutput } from "./output.mjs";
import { beginPlay, noteProgram, whereWritten } from "./play.mjs";
import { showResult } from "./result.mjs";
import {
  begin,
  currentExecution,
  gateOf,
  gatesOf,
  guardTimers,
  isStopped,
  stop,
  wayOf,
} from "./stopping.mjs";

// The thread in which the cells run. The kernel's main thread stays free beside it: it checks, completes, and stops what runs
// here. It may do so at any moment, in the midst of any line (V8 ends the running JavaScript), so nothing here relies on a
// `finally` or on a message being handled to its end.

/** @typedef {import("../failure.mjs").Cell} Cell */

const port = /** @type {import("node:worker_threads").MessagePort} */ (parentPort);
const { shared, folderPort, root, typescriptVersion } = workerData;
/** The statement that the running cell has reached. */
const reached = new Int32Array(shared, 0, 1);
const output = openOutput(port, new Int32Array(shared, 4, 1));

/** @type {Map<number, Cell>} */
const cells = new Map();
/** @type {Map<string, import("./box.mjs").Box>} */
const boxes = new Map();
let controller = new AbortController();
/** Ends the running cell with an error that nobody handles. @type {((error: unknown) => void) | undefined} */
let fail;

/** @param {string} name */
function boxOf(name) {
  const known = boxes.get(name);
  if (known) return known;
  const box = emptyBox(name);
  boxes.set(name, box);
  return box;
}

// Work that looks at the signal between its steps stops by itself; the library's does, without being given it.
Object.defineProperty(globalThis, Symbol.for("pml.interrupt"), {
  value: Object.freeze({
    get signal() {
      return controller.signal;
    },
  }),
});

/** @param {unknown} error */
const describe = (error) => describeThrown(error, cells, root, wayOf);

/**
 * @param {{ execution: number, number: number, source: string, code: string, map: string, modules: readonly { path: string, data: string }[] }} request
 */
async function run({ execution, number, source, code, map, modules }) {
  begin(execution);
  controller = new AbortController();
  reached[0] = -1;
  cells.set(execution, { number, source, map });
  addLocalModules(modules);
  /** @type {unknown} */
  let last;
  const cell = {
    box: boxOf,
    hoist: (/** @type {string} */ name) => hoist(boxOf(name)),
    import: importModule,
    bindImports: (/** @type {string} */ specifier, /** @type {any} */ module, /** @type {any} */ names) =>
      bindImports(specifier, module, names, boxOf),
    meta,
    show: (/** @type {unknown} */ value) => {
      last = value;
      return value;
    },
  };
  const begunAt = Date.now();
  let unhandled = false;
  const failed = new Promise((_, reject) => {
    fail = (error) => {
      unhandled = true;
      reject(error);
    };
  });
  try {
    await noteProgram([...cells.values()].map((each) => each.source));
    const script = new vm.Script(code, { filename: `cell-${execution}.js`, lineOffset: -1 });
    const begun = script.runInThisContext()(cell, gateOf(execution), gatesOf(execution), reached, require);
    await Promise.race([begun, failed]);
    await Promise.race([showResult(last, output), failed]);
    const note = whereWritten(root, begunAt);
    if (note !== undefined)
      output.display({ data: { "text/markdown": `<small>${note}</small>`, "text/plain": note } }, false);
    await Promise.race([new Promise((resolve) => setImmediate(resolve)), failed]); // rejections that nobody handles are announced only now
    end(execution, undefined);
  } catch (error) {
    end(execution, describe(error));
    if (unhandled) stop(execution); // what is left of the cell has no place to fail in
  }
}

/** @param {number} execution @param {import("../failure.mjs").Failure | undefined} failure */
function end(execution, failure) {
  if (isStopped(execution)) return;
  fail = undefined;
  port.postMessage({ kind: "end", execution, failure });
}

// As in plain Node, what nobody handles is fatal: not for the process, but for the cell that is running.
for (const event of /** @type {const} */ (["uncaughtException", "unhandledRejection"]))
  process.on(event, (/** @type {unknown} */ error) => {
    if (fail) return fail(error);
    output.print("stderr", `${describe(error).traceback.join("\n")}\n`);
  });

beginPlay();
keepOldUtilities();
lendChdir(folderPort, new Int32Array(shared, 8, 1));
standInForTslab(output, typescriptVersion);
guardTimers();

port.on("message", (message) => {
  if (message.kind === "run") void run(message);
  else if (message.kind === "abort" && message.execution === currentExecution()) controller.abort();
  else if (message.kind === "stop") {
    stop(message.execution);
    fail = undefined;
    port.postMessage({ kind: "stopped", execution: message.execution });
  }
});
port.postMessage({ kind: "ready" });
