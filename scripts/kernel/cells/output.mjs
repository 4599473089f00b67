// @ts-check
import { TextDecoder } from "node:util";
import { currentExecution, isStopped } from "./stopping.mjs";

// Everything that cells show goes to the kernel's main thread as messages, in order. Not more than it can pass on: who prints
// without end waits for it, and what one cell prints is cut at a length that no reader goes through and no browser bears.

/** What one execution may print. */
const limits = { characters: 1_000_000, lines: 30_000 };
const cutNote = `
[cut here: a cell shows at most ${limits.lines.toLocaleString("en-GB")} lines and ${limits.characters.toLocaleString("en-GB")} characters of what it prints]
`;
/** Messages that may be on the way. */
const crowd = 1000;
/** Milliseconds to wait for a free way; then it goes on all the same. */
const patience = 1000;

/** @typedef {{ data: object, metadata?: object, transient?: object }} Display as Jupyter has it */

/** @param {import("node:worker_threads").MessagePort} port @param {Int32Array} traffic first number: messages on the way */
export function openOutput(port, traffic) {
  let printing = 0;
  let characters = 0;
  let lines = 0;

  const post = (/** @type {object} */ message) => {
    if (isStopped(currentExecution())) return;
    const underWay = Atomics.add(traffic, 0, 1);
    if (underWay >= crowd) Atomics.wait(traffic, 0, underWay + 1, patience);
    port.postMessage({ execution: currentExecution(), ...message });
  };

  const print = (/** @type {"stdout" | "stderr"} */ name, /** @type {string} */ text) => {
    if (printing !== currentExecution()) [printing, characters, lines] = [currentExecution(), 0, 0];
    const isFull = () => characters >= limits.characters || lines >= limits.lines;
    if (isFull() || text === "") return;
    const shown = text.slice(0, limits.characters - characters);
    characters += shown.length;
    lines += shown.split("\n").length - 1;
    post({ kind: "text", name, text: shown });
    if (isFull()) post({ kind: "text", name: "stderr", text: cutNote });
  };

  for (const name of /** @type {const} */ (["stdout", "stderr"])) {
    const decoder = new TextDecoder();
    process[name].write = (/** @type {any} */ chunk, /** @type {any[]} */ ...rest) => {
      print(name, typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }));
      const done = rest.find((value) => typeof value === "function");
      if (done) process.nextTick(done);
      return true;
    };
  }

  return {
    print,
    /** @param {Display} content @param {boolean} update */
    display: (content, update) =>
      post({ kind: "display", content: { metadata: {}, transient: {}, ...content }, update }),
    /** @param {object} data by MIME type */
    result: (data) => post({ kind: "result", data }),
  };
}

/** @typedef {ReturnType<typeof openOutput>} Output */
