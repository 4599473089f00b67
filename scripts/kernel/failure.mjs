// @ts-check
import { SourceMap } from "node:module";
import { homedir } from "node:os";
import { inspect } from "node:util";
import { withoutBoxes } from "./box-names.mjs";

// What a failed cell shows. Executed notebooks are read on other machines, so no path of this one may be in it.

/** @typedef {{ ename: string, evalue: string, traceback: string[] }} Failure as Jupyter's `error` output has it */

/**
 * A cell that has run: its number in the notebook, its source, and the map of what it was compiled to.
 * @typedef {{ number: number, source: string, map: string }} Cell
 */

/** The lines of cells that waited for what failed. @typedef {(error: Error) => readonly { execution: number, line: number }[]} Way */

/** Frames of Node's and tslab's own: of no use to a reader. */
const inner =
  /node:|node_modules[/\\]tslab[/\\]|scripts[/\\]kernel[/\\]|^\s*at (async )?Promise\.(all|race)|<anonymous>\)?$/;

/**
 * Paths of this machine shortened: the library's files to `pml/...`, those of packages to the package's name, others in
 * the repository to relative ones.
 * @param {string} text
 * @param {string} root the repository
 */
function withoutMachinePaths(text, root) {
  return text
    .replaceAll("file://", "")
    .replaceAll(`${root}/lib/dist/`, "pml/")
    .replaceAll(`${root}/node_modules/pml/dist/`, "pml/")
    .replaceAll(`${root}/node_modules/`, "")
    .replaceAll(`${root}/`, "")
    .replaceAll(root, ".")
    .replaceAll(homedir(), "~");
}

/**
 * The line of a cell's source that a place in its compiled code comes from, counted from 1.
 * @param {Cell} cell
 * @param {number} line
 * @param {number} column
 * @returns {number | undefined}
 */
function sourceLine({ source, map }, line, column) {
  if (line < 1 || !map) return undefined;
  const { originalLine } = /** @type {{ originalLine?: number }} */ (
    new SourceMap(JSON.parse(map)).findEntry(line - 1, column - 1)
  );
  return originalLine === undefined ? undefined : Math.min(originalLine + 1, source.split("\n").length);
}

/** @param {Cell} cell @param {number} line */
const cellFrame = ({ number, source }, line) =>
  `    at cell [${number}], line ${line}: ${source.split("\n")[line - 1]?.trim()}`;

/**
 * The frames of a stack that mean something to a reader: cells by number, line and text, then the library.
 * @param {Error} error
 * @param {ReadonlyMap<number, Cell>} cells by execution
 * @param {string} root
 * @param {Way} wayOf
 */
function frames(error, cells, root, wayOf) {
  /** @type {string[]} */
  const shown = [];
  for (const frame of (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line))) {
    const inCell = /cell-(\d+)\.js:(-?\d+):(\d+)/.exec(frame);
    if (inCell) {
      const [execution, line, column] = inCell.slice(1).map(Number);
      const cell = cells.get(/** @type {number} */ (execution));
      const found = cell && sourceLine(cell, /** @type {number} */ (line), /** @type {number} */ (column));
      if (found) shown.push(withoutMachinePaths(cellFrame(cell, found), root));
    } else if (!inner.test(frame)) shown.push(withoutMachinePaths(frame, root));
  }
  const way = wayOf(error).flatMap(({ execution, line }) => {
    const cell = cells.get(execution);
    return cell ? [withoutMachinePaths(cellFrame(cell, line), root)] : [];
  });
  return [...new Set([...shown.slice(0, 12), ...way.slice(0, 12)])];
}

/**
 * A thrown value as Jupyter's `error` output.
 * @param {unknown} error
 * @param {ReadonlyMap<number, Cell>} cells by execution
 * @param {string} root
 * @param {Way} [wayOf]
 * @returns {Failure}
 */
export function describeThrown(error, cells, root, wayOf = () => []) {
  if (!(error instanceof Error)) {
    const evalue = withoutMachinePaths(inspect(error), root);
    return { ename: "Thrown", evalue, traceback: [`Thrown: ${evalue}`] };
  }
  const evalue = withoutMachinePaths(withoutBoxes(error.message), root);
  const traceback = [`${error.name}: ${evalue}`, ...frames(error, cells, root, wayOf)];
  if (error.cause !== undefined) {
    const [first, ...rest] = describeThrown(error.cause, cells, root, wayOf).traceback;
    traceback.push(`caused by ${first}`, ...rest);
  }
  return { ename: error.name, evalue, traceback };
}

const libraryHint =
  "The library `pml` is found from notebooks inside the repository, once `npm run setup` has compiled it.";

/**
 * The compiler's messages on a cell as Jupyter's `error` output.
 * @param {readonly string[]} messages "line:column - text", as tslab prints them
 * @param {string} source the cell's
 * @param {number} number the cell's
 * @param {string} root
 * @returns {Failure}
 */
export function describeDiagnostics(messages, source, number, root) {
  const lines = source.split("\n");
  const traceback = messages.flatMap((message) => {
    const line = Number(/^(\d+):\d+ - /.exec(message)?.[1]);
    const place = line ? [`    at cell [${number}], line ${line}: ${lines[line - 1]?.trim()}`] : [];
    return [message, ...place].map((text) => withoutMachinePaths(text, root));
  });
  if (messages.some((message) => /Cannot find module 'pml\//.test(message))) traceback.push(libraryHint);
  return { ename: "TypeScriptError", evalue: traceback[0] ?? "the cell does not compile", traceback };
}
