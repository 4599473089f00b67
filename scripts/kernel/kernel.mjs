// @ts-check
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Checker } from "./checker.mjs";
import { Executions } from "./executions.mjs";
import { History } from "./history.mjs";
import { endWithJupyter } from "./orphan.mjs";
import { answers } from "./requests.mjs";
import { openSockets } from "./sockets.mjs";
import { loadTslab, tslabProblem } from "./tslab.mjs";

// The project's Jupyter kernel. From tslab it has the type checker, completion, hover texts and displays; cells are compiled
// (compile.mjs) and run (cells/thread.mjs) in its own way:
//  1. A cell means what it would mean in one module run piece by piece; names of a cell that failed or was stopped stay, up to
//     the statement it had come to.
//  2. A failing cell has an `error` output (no machine paths); no cell is left out unless the failed request asks for it.
//  3. Stop ends everything. During every execution globalThis[Symbol.for("pml.interrupt")].signal is its AbortSignal: work
//     that looks at it between its steps stops by itself; half a second later the cell is stopped in any case.
//  4. While a cell runs, everything else is answered.
//  5. An `afresh_request` makes it a kernel that was just started, in its folder and with its environment (`env` of the request added), but
//     for what its type checker has read already: `npm start` executes one notebook after the other in it.
// The notebooks run on a stock tslab too: nobody may rely on that symbol being there.
// Usage: kernel.mjs CONNECTION_FILE

const start = { folder: process.cwd(), environment: { ...process.env } };
const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const [connectionFile] = process.argv.slice(2);
const tslab = loadTslab();
const problem = connectionFile
  ? tslabProblem(tslab)
  : "Jupyter starts it, with the name of a connection file";
if (!connectionFile || problem) {
  console.error(`The TypeScript kernel cannot start: ${problem}.`);
  process.exit(1);
}

endWithJupyter();

/** @typedef {import("./messages.mjs").Message} Message */
/** @typedef {(type: string, content: object) => void} Reply */

/** Requests that came before the kernel was complete. @type {[Message, Reply][]} */
const early = [];
let receive = (/** @type {Message} */ message, /** @type {Reply} */ reply) => {
  early.push([message, reply]);
};

const sockets = await openSockets(connectionFile, (message, reply) => receive(message, reply));
const history = new History();
const checker = new Checker(tslab);
const { typescriptVersion } = tslab;
const executions = new Executions({ checker, history, root, typescriptVersion, publish: sockets.publish });
process.on("SIGINT", () => executions.interrupt());

const answer = answers({ tslab, checker, history });
receive = (message, reply) => {
  const { msg_type: type } = message.header;
  if (type === "execute_request") return executions.add(message, reply);
  sockets.publish(message, "status", { execution_state: "busy" });
  if (type === "interrupt_request") {
    executions.interrupt();
    reply("interrupt_reply", { status: "ok" });
  } else if (type === "shutdown_request") {
    reply("shutdown_reply", { status: "ok", restart: message.content.restart ?? false });
    void shutDown();
  } else if (type === "afresh_request") {
    executions
      .afresh(() => restoreProcess(message.content.env))
      .then(
        () => reply("afresh_reply", { status: "ok" }),
        ({ name, message }) => reply("afresh_reply", { status: "error", ename: name, evalue: message }),
      );
  } else answer(message, reply);
  sockets.publish(message, "status", { execution_state: "idle" });
  // whoever watches the kernel's state must not take it for idle
  if (executions.current) sockets.publish(executions.current, "status", { execution_state: "busy" });
};
for (const [message, reply] of early) receive(message, reply);

/** The folder and the environment that the kernel was started with, and more of it. @param {Record<string, string>} [added] */
function restoreProcess(added = {}) {
  process.chdir(start.folder);
  for (const name of Object.keys(process.env)) if (!(name in start.environment)) delete process.env[name];
  Object.assign(process.env, start.environment, added);
}

/** Ends the process, also in the midst of a cell or of native code. */
async function shutDown() {
  setTimeout(() => process.kill(process.pid, "SIGKILL"), 2000);
  await Promise.all([executions.end(), new Promise((resolve) => setTimeout(resolve, 100))]);
  process.exit(0);
}
