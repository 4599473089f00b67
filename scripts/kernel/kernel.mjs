// @ts-check
import { dirname, join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { format } from "node:util";
import { Worker } from "node:worker_threads";
import { describeDiagnostics, describeThrown } from "./failure.mjs";
import { loadTslab, tslabProblem } from "./tslab.mjs";

// The project's Jupyter kernel: tslab, with what it leaves out put right, and none of its files touched.
//  1. A failing cell gets an `error` output and reply (ename, evalue, traceback, no machine paths); so does a cell during
//     which a promise was rejected or an exception thrown that nobody handles.
//  2. Execution is announced (`execute_input`), cells behind a failure are `aborted`, versions are true.
//  3. Files that change on disk while it runs do not disturb it.
//  4. All that is printed arrives, however fast.
//  5. Interruption of long work: during every execution
//         globalThis[Symbol.for("pml.interrupt")].signal
//     is an AbortSignal of that execution's own; an interrupt (SIGINT) aborts it. Work that looks at it between its
//     steps stops by itself; half a second later the cell is given up in any case. An interrupted cell counts as failed
//     even if it returned with what it has (so no queued cell runs); in that case the names it declared are there.
// The notebooks run on a stock tslab too: nobody may rely on that symbol being there.
// Usage: kernel.mjs CONNECTION_FILE

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const graceMilliseconds = 500;

/**
 * The execution under way.
 * @typedef {object} Execution
 * @property {number} number
 * @property {string} source
 * @property {AbortController} controller
 * @property {string[]} diagnostics
 * @property {{ error: unknown } | undefined} thrown the first thing thrown
 */

/** @typedef {import("./failure.mjs").Failure} Failure */
/** @typedef {import("./failure.mjs").Cell} Cell */

const [connectionFile] = process.argv.slice(2);
const tslab = loadTslab();
const problem = connectionFile
  ? tslabProblem(tslab)
  : "Jupyter starts it, with the name of a connection file";
if (problem) {
  console.error(`The TypeScript kernel cannot start: ${problem}.`);
  process.exit(1);
}

/** @type {Map<number, Cell>} */
const cells = new Map();
/** @type {Execution | undefined} */
let current;
let lastSignal = new AbortController().signal;
let compiled = "";
/** @type {Failure | undefined} */
let lastFailure;
let executions = 0;

Object.defineProperty(globalThis, Symbol.for("pml.interrupt"), {
  value: Object.freeze({
    get signal() {
      return current?.controller.signal ?? lastSignal;
    },
  }),
});

// A running kernel keeps the library that it has loaded, and its types with it. Left to watch the disk, tslab stumbles over
// two changes in a row ("Unexpected pending rebuildTimer"), and the cell that happens to run fails.
tslab.typescript.sys.watchFile = () => ({ close() {} });
tslab.typescript.sys.watchDirectory = () => ({ close() {} });

/** Names the compiled code after its cell, so that stack traces tell the cells apart. */
const { createConverter } = tslab.converter;
tslab.converter.createConverter = (/** @type {unknown} */ options) => {
  const converter = createConverter(options);
  const { convert } = converter;
  converter.convert = (/** @type {string} */ declarations, /** @type {string} */ source) => {
    const result = convert(declarations, source);
    compiled = result.output ?? "";
    if (result.output && current) result.output += `\n//# sourceURL=cell-${current.number}.js`;
    return result;
  };
  return converter;
};

/** What went wrong in an execution that has ended, or undefined. @param {Execution} execution @param {boolean} ok */
function failureOf({ number, source, controller, diagnostics, thrown }, ok) {
  if (controller.signal.aborted)
    return { ename: "Interrupted", evalue: "the cell was interrupted", traceback: ["Interrupted"] };
  if (thrown) return describeThrown(thrown.error, cells, root);
  if (diagnostics.length > 0 || !ok) return describeDiagnostics(diagnostics, source, number, root);
  return undefined;
}

const { createExecutor } = tslab.executor;
tslab.executor.createExecutor = (/** @type {string} */ folder, /** @type {unknown} */ converters) => {
  const executor = createExecutor(folder, converters, {
    log: (/** @type {unknown[]} */ ...values) => console.log(...values),
    // tslab calls this with the thrown value alone, or with a format and a diagnostic's parts
    error: (/** @type {unknown} */ first, /** @type {unknown[]} */ ...rest) => {
      if (!current) console.error(first, ...rest);
      else if (rest.length > 0) current.diagnostics.push(format(first, ...rest));
      else current.thrown ??= { error: first };
    },
  });
  const { execute, interrupt } = executor;
  executor.execute = async (/** @type {string} */ source) => {
    executions += 1;
    const execution = /** @type {Execution} */ ({
      number: executions,
      source,
      controller: new AbortController(),
      diagnostics: [],
      thrown: undefined,
    });
    current = execution;
    compiled = "";
    let ok = false;
    try {
      ok = await execute(source);
      await nextTurn(); // a rejection that nobody handles is announced only now
    } catch (error) {
      execution.thrown ??= { error };
    }
    cells.set(execution.number, { source, compiled });
    lastSignal = execution.controller.signal;
    current = undefined;
    lastFailure = failureOf(execution, ok);
    return lastFailure === undefined;
  };
  executor.interrupt = () => {
    const interrupted = current;
    if (!interrupted) return;
    if (interrupted.controller.signal.aborted) interrupt();
    interrupted.controller.abort();
    setTimeout(() => {
      if (current === interrupted) interrupt();
    }, graceMilliseconds);
  };
  abandon = interrupt;
  return executor;
};
/** Gives the running cell up at once. */
let abandon = () => {};

const { JupyterHandlerImpl, ZmqServer } = tslab.jupyter;

/** Sends a message about a request. @param {any} server @param {any} request @param {string} type @param {object} content */
function publish(server, request, type, content, socket = server.iopub) {
  const message = request.createReply();
  message.header.msg_type = type;
  message.content = content;
  message.signAndSend(server.connInfo.key, socket);
}

/** The server and the whole message of a request's content. @type {WeakMap<object, { server: any, message: any, failure?: Failure }>} */
const requests = new WeakMap();

const serverExecute = ZmqServer.prototype.handleExecute;
ZmqServer.prototype.handleExecute = function (/** @type {unknown} */ socket, /** @type {any} */ message) {
  requests.set(message.content, { server: this, message });
  return serverExecute.call(this, socket, message);
};

const runCell = JupyterHandlerImpl.prototype.handleExecuteImpl;
JupyterHandlerImpl.prototype.handleExecuteImpl = async function (
  /** @type {any} */ content,
  /** @type {unknown[]} */ ...writers
) {
  const request = requests.get(content);
  if (!request) return runCell.call(this, content, ...writers);
  const { server, message } = request;
  publish(server, message, "execute_input", { code: content.code, execution_count: this.execCount + 1 });
  lastFailure = undefined;
  try {
    return await runCell.call(this, content, ...writers);
  } finally {
    request.failure = lastFailure;
    if (lastFailure) publish(server, message, "error", lastFailure);
  }
};

const handlerExecute = JupyterHandlerImpl.prototype.handleExecute;
JupyterHandlerImpl.prototype.handleExecute = async function (
  /** @type {any} */ content,
  /** @type {unknown[]} */ ...writers
) {
  const reply = await handlerExecute.call(this, content, ...writers);
  if (reply.status === "abort") return { ...reply, status: "aborted" };
  return {
    ...reply,
    ...(reply.status === "error" ? requests.get(content)?.failure : { user_expressions: {}, payload: [] }),
  };
};

const kernelInfo = JupyterHandlerImpl.prototype.handleKernel;
JupyterHandlerImpl.prototype.handleKernel = function () {
  const reply = kernelInfo.call(this);
  return {
    ...reply,
    status: "ok",
    implementation_version: tslab.version,
    language_info: { ...reply.language_info, version: tslab.typescriptVersion },
  };
};

/** A socket whose messages wait, in order, while it is busy. @param {any} socket */
function patient(socket) {
  const send = socket.send.bind(socket);
  /** @type {unknown[]} */
  let waiting = [];
  const isBusy = (/** @type {any} */ error) => error?.code === "EBUSY";
  const drain = async () => {
    for (let next = 0; next < waiting.length; ) {
      try {
        await send(waiting[next]);
        next += 1;
      } catch (error) {
        if (!isBusy(error)) throw error;
        await nextTurn();
      }
    }
    waiting = [];
  };
  const sendOrKeep = (/** @type {unknown} */ message) => {
    if (waiting.length === 0) {
      try {
        return send(message);
      } catch (error) {
        if (!isBusy(error)) throw error;
      }
    }
    if (waiting.push(message) === 1) void drain();
  };
  return { send: sendOrKeep, close: () => socket.close() };
}

// After 512 messages in one turn of the event loop the socket is "busy", and what comes then is lost; ZeroMQ itself drops
// what is more than 1000 behind. The last lines of a cell that prints much would be missing without a word.
const { bindSocket } = ZmqServer.prototype;
ZmqServer.prototype.bindSocket = function (/** @type {any} */ socket, /** @type {unknown[]} */ ...rest) {
  if (socket === this.iopub) {
    socket.sendHighWaterMark = 0;
    this.iopub = patient(socket);
  }
  return bindSocket.call(this, socket, ...rest);
};

ZmqServer.prototype.handleCommInfoRequest = function (
  /** @type {unknown} */ socket,
  /** @type {unknown} */ message,
) {
  publish(this, message, "comm_info_reply", { status: "ok", comms: {} }, socket);
};

const close = ZmqServer.prototype.close;
ZmqServer.prototype.close = function () {
  close.call(this);
  setTimeout(() => process.exit(0), 200).unref(); // timers of cells must not keep the process
};

tslab.main.startKernel({ configPath: connectionFile, enableFindLocal: false });

// As in plain Node, what nobody handles is fatal: not for the process, but for the cell that is running.
for (const event of /** @type {const} */ (["uncaughtException", "unhandledRejection"])) {
  process.removeAllListeners(event);
  process.on(event, (/** @type {unknown} */ error) => {
    if (!current) return console.error(describeThrown(error, cells, root).traceback.join("\n"));
    current.thrown ??= { error };
    abandon();
  });
}

// A kernel whose Jupyter was killed must not go on computing, not even in a cell that never lets go: a thread looks after it. Jupyter may be
// gone before the thread looks first; who it was then stands in the environment, where it may also have been handed down by another Jupyter.
const watch = `
  const parent = process.ppid;
  const jupyter = Number(process.env.JPY_PARENT_PID) || parent;
  const isGone = (pid) => {
    try { return !process.kill(pid, 0); } catch (error) { return error.code === "ESRCH"; }
  };
  const look = () => (process.ppid !== parent || (jupyter !== parent && isGone(jupyter))) && process.kill(process.pid, "SIGKILL");
  look();
  setInterval(look, 1000);`;
new Worker(watch, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 8 } }).unref();
