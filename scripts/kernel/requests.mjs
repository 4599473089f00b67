// @ts-check
import { importBegun, moduleNames } from "./module-names.mjs";

// What Jupyter asks besides executing cells; answered at once, also while a cell runs.

/** @typedef {import("./messages.mjs").Message} Message */
/** @typedef {import("./tslab.mjs").Tslab} Tslab */

const folder = process.cwd();

/** Jupyter counts characters, JavaScript pairs of bytes. @param {string} text @param {number} characters */
const unitsOf = (text, characters) => [...text].slice(0, characters).join("").length;

/** @param {string} text @param {number} units */
const charactersOf = (text, units) => [...text.slice(0, units)].length;

/** @param {Tslab} tslab */
const kernelInfo = ({ version, typescriptVersion }) => ({
  status: "ok",
  protocol_version: "5.3",
  implementation: "tslab",
  implementation_version: version,
  language_info: {
    name: "typescript",
    version: typescriptVersion,
    mimetype: "text/typescript",
    file_extension: ".ts",
    codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
  },
  banner: "TypeScript",
});

/** @param {import("./checker.mjs").Checker} checker @param {{ code: string, cursor_pos: number }} content */
function complete(checker, { code, cursor_pos }) {
  const position = unitsOf(code, cursor_pos);
  const begun = importBegun(code.slice(0, position));
  const { start, end, candidates } =
    begun === undefined
      ? checker.complete(code, position)
      : { start: position - begun.length, end: position, candidates: moduleNames(begun, folder) };
  return {
    status: "ok",
    matches: candidates,
    cursor_start: charactersOf(code, start),
    cursor_end: charactersOf(code, end),
    metadata: {},
  };
}

/** @param {import("./checker.mjs").Checker} checker @param {{ code: string, cursor_pos: number }} content */
function inspect(checker, { code, cursor_pos }) {
  const text = checker.inspect(code, unitsOf(code, cursor_pos));
  return {
    status: "ok",
    found: text !== undefined,
    data: text === undefined ? {} : { "text/plain": text },
    metadata: {},
  };
}

/** @param {import("./checker.mjs").Checker} checker @param {{ code: string }} content */
function isComplete(checker, { code }) {
  const { completed, indent = "" } = checker.isComplete(code);
  return completed ? { status: "complete" } : { status: "incomplete", indent };
}

/**
 * @param {object} parts
 * @param {Tslab} parts.tslab
 * @param {import("./checker.mjs").Checker} parts.checker
 * @param {import("./history.mjs").History} parts.history
 */
export function answers({ tslab, checker, history }) {
  /** @type {Record<string, (content: any) => object>} */
  const byType = {
    kernel_info: () => kernelInfo(tslab),
    complete: (content) => complete(checker, content),
    inspect: (content) => inspect(checker, content),
    is_complete: (content) => isComplete(checker, content),
    history: (content) => ({ status: "ok", ...history.answer(content) }),
    comm_info: () => ({ status: "ok", comms: {} }),
  };
  return (
    /** @type {Message} */ { header: { msg_type }, content },
    /** @type {(type: string, content: object) => void} */ reply,
  ) => {
    const name = msg_type.replace(/_request$/, "");
    const make = byType[name];
    if (!make) return; // as the protocol asks: what is unknown has no answer
    try {
      reply(`${name}_reply`, make(content));
    } catch (error) {
      const { name: ename, message } = /** @type {Error} */ (error);
      reply(`${name}_reply`, { status: "error", ename, evalue: message, traceback: [] });
    }
  };
}
