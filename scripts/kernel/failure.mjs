// @ts-check
import { homedir } from "node:os";
import { inspect } from "node:util";

// What a failed cell shows. Executed notebooks are read on other machines, so no path of this one may be in it.

/** @typedef {{ ename: string, evalue: string, traceback: string[] }} Failure as Jupyter's `error` output has it */

/**
 * A cell that has run: its source, and what tslab compiled it to.
 * @typedef {{ source: string, compiled: string }} Cell
 */

/** Frames of Node's and tslab's own: of no use to a reader. */
const inner =
  /node:|node_modules[/\\]tslab[/\\]|scripts[/\\]kernel[/\\]|^\s*at (async )?Promise\.(all|race)|<anonymous>\)?$/;

/**
 * Paths of this machine shortened: the library's files to `pml/...`, those of packages to the package's name, others in
 * the repository to relative ones.
 * @param {string} text
 * @param {string} root the repository
 */
export function withoutMachinePaths(text, root) {
  return text
    .replaceAll("file://", "")
    .replaceAll(`${root}/lib/dist/`, "pml/")
    .replaceAll(`${root}/node_modules/pml/dist/`, "pml/")
    .replaceAll(`${root}/node_modules/`, "")
    .replaceAll(`${root}/`, "")
    .replaceAll(root, ".")
    .replaceAll(homedir(), "~");
}

/** Words and numbers of a line of code, those that the compiler adds left out. @param {string} line */
const tokens = (line) =>
  new Set(
    (line.match(/[\w$]+/g) ?? []).filter((token) => !/^(exports|require|const|let|0|\w+_\d)$/.test(token)),
  );

/**
 * The line of a cell's source that a line of its compiled code comes from, by the words they share: the compiler drops
 * types and blank lines, and gives no map.
 * @param {Cell} cell
 * @param {number} compiledLine counted from 1
 * @returns {number | undefined} counted from 1
 */
export function sourceLine(cell, compiledLine) {
  const compiled = cell.compiled.split("\n");
  const wanted = tokens(compiled[compiledLine - 1] ?? "");
  if (wanted.size === 0) return undefined;
  const lines = cell.source.split("\n");
  const expected = ((compiledLine - 0.5) / compiled.length) * lines.length;
  let best = { score: 0.3, distance: 0, line: /** @type {number | undefined} */ (undefined) };
  for (const [i, text] of lines.entries()) {
    const found = tokens(text);
    const shared = [...wanted].filter((token) => found.has(token)).length;
    const score = shared / (wanted.size + found.size - shared);
    const distance = Math.abs(i + 0.5 - expected);
    if (score > best.score || (score === best.score && distance < best.distance))
      best = { score, distance, line: i + 1 };
  }
  return best.line;
}

/**
 * The frames of a stack that mean something to a reader: cells by number, line and text, then the library.
 * @param {string} stack
 * @param {ReadonlyMap<number, Cell>} cells
 * @param {string} root
 */
function frames(stack, cells, root) {
  /** @type {string[]} */
  const shown = [];
  for (const frame of stack.split("\n").filter((line) => /^\s+at /.test(line))) {
    const inCell = /cell-(\d+)\.js:(\d+):\d+/.exec(frame);
    if (inCell) {
      const number = Number(inCell[1]);
      const cell = cells.get(number);
      const line = cell && sourceLine(cell, Number(inCell[2]));
      const text = line && cell.source.split("\n")[line - 1]?.trim();
      // a frame without a line is the function that tslab wraps around the cell
      if (line) shown.push(withoutMachinePaths(`    at cell [${number}], line ${line}: ${text}`, root));
    } else if (!inner.test(frame)) shown.push(withoutMachinePaths(frame, root));
  }
  return shown.slice(0, 12);
}

/**
 * A thrown value as Jupyter's `error` output.
 * @param {unknown} error
 * @param {ReadonlyMap<number, Cell>} cells
 * @param {string} root
 * @returns {Failure}
 */
export function describeThrown(error, cells, root) {
  if (!(error instanceof Error)) {
    const evalue = withoutMachinePaths(inspect(error), root);
    return { ename: "Thrown", evalue, traceback: [`Thrown: ${evalue}`] };
  }
  const evalue = withoutMachinePaths(error.message, root);
  const traceback = [`${error.name}: ${evalue}`, ...frames(error.stack ?? "", cells, root)];
  if (error.cause !== undefined) {
    const [first, ...rest] = describeThrown(error.cause, cells, root).traceback;
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
