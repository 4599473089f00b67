// @ts-check
import { compileCell } from "./compile.mjs";
import { withoutExports } from "./exports.mjs";

/** @typedef {import("./tslab.mjs").Tslab} Tslab */
/** @typedef {import("./compile.mjs").CompiledCell} CompiledCell */

/**
 * What a cell has become: messages of the compiler, or code; `modules`: local modules that it imports, compiled.
 * @typedef {object} CheckedCell
 * @property {readonly string[]} diagnostics "line:column - text"
 * @property {CompiledCell} [compiled] nothing where there is nothing to run
 * @property {readonly { path: string, data: string }[]} modules
 */

const blank = (/** @type {string} */ text) => text.replace(/[^\n]/g, " ");

/** Types of the notebook's names, grown cell by cell; tslab's converter, with the code made by ourselves. */
export class Checker {
  #tslab;
  #converter;
  /** Declarations of all names so far. */
  #declarations = "";
  /** As they will be once the cell that is checked has run to its end. */
  #next = "";

  /** @param {Tslab} tslab */
  constructor(tslab) {
    this.#tslab = tslab;
    this.#converter = tslab.converter.createConverter({ isJS: false, isBrowser: false });
  }

  /** Checks and compiles a cell after those before it. @param {string} cell @returns {CheckedCell} */
  check(cell) {
    const source = withoutExports(this.#tslab.typescript, cell);
    this.#next = this.#declarations;
    const { module, mode, jsx } = this.#tslab.metadata.getCodeMetadata(source);
    if (module) return { diagnostics: texts(this.#converter.addModule(module, cell, { jsx })), modules: [] };
    if (mode === "browser") return { diagnostics: [], modules: [] };
    const converted = this.#converter.convert(this.#declarations, source);
    if (converted.diagnostics.length > 0) return { diagnostics: texts(converted.diagnostics), modules: [] };
    const compiled = this.#compile(source);
    this.#next = (converted.declOutput ?? "") + compiled.inner;
    return { diagnostics: [], compiled, modules: converted.sideOutputs ?? [] };
  }

  /** @param {string} source @returns {CompiledCell} */
  #compile(source) {
    const program = this.#tslab.program();
    if (!program) throw new Error("tslab has no program of the cell");
    const folder = program.getCurrentDirectory();
    const file = program.getSourceFile(`${folder}/__tslab__.ts`);
    const earlier = program.getSourceFile(`${folder}/__prev__.d.ts`);
    if (!file || !earlier) throw new Error("tslab's program lacks the cell");
    const start = file.text.indexOf("\n") + 1; // behind "export {};"
    const extent = { start, length: source.length };
    return compileCell(this.#tslab.typescript, program, file, earlier, extent);
  }

  /** The cell that was checked has run to its end: its names are known from now on. */
  keep() {
    this.#declarations = this.#next;
  }

  /**
   * The cell ended in its statement number `reached`: names from before it are known from now on, and what holds for the
   * whole cell (imports, functions, types) as far as it means something without the rest.
   *
   * @param {string} cell
   * @param {CompiledCell} compiled
   * @param {number} reached
   */
  keepUpTo(cell, { pieces, inner }, reached) {
    const source = withoutExports(this.#tslab.typescript, cell);
    /** @param {(index: number, isHoisted: boolean) => boolean} isKept */
    const part = (isKept) =>
      pieces.reduceRight(
        (text, { start, end, isHoisted }, index) =>
          isKept(index, isHoisted)
            ? text
            : text.slice(0, start) + blank(text.slice(start, end)) + text.slice(end),
        source,
      );
    const attempts = [
      part((index, isHoisted) => index < reached || isHoisted),
      part((index) => index < reached),
    ];
    for (const attempt of attempts) {
      const { diagnostics, declOutput } = this.#converter.convert(this.#declarations, attempt);
      if (diagnostics.length > 0) continue;
      this.#declarations = (declOutput ?? "") + inner;
      return;
    }
  }

  /** All names are gone. */
  forget() {
    this.#declarations = "";
  }

  /** @param {string} source @param {number} position */
  complete(source, position) {
    const { start, end, candidates } = this.#converter.complete(this.#declarations, source, position);
    return { start, end, candidates: /** @type {readonly string[]} */ (candidates) };
  }

  /** The hover text at a place, or undefined. @param {string} source @param {number} position @returns {string | undefined} */
  inspect(source, position) {
    const info = this.#converter.inspect(this.#declarations, source, position);
    return info && this.#tslab.inspect.printQuickInfo(info);
  }

  /** Whether a cell is a whole, or what its next line begins with. @param {string} source */
  isComplete(source) {
    return /** @type {{ completed: boolean, indent?: string }} */ (
      this.#tslab.converter.isCompleteCode(source)
    );
  }
}

/** @param {readonly { fileName?: string, start: { line: number, character: number }, messageText: string }[]} diagnostics */
const texts = (diagnostics) =>
  diagnostics.map(
    ({ fileName, start, messageText }) =>
      `${fileName ? `${fileName} ` : ""}${start.line + 1}:${start.character + 1} - ${messageText}`,
  );
