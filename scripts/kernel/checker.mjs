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

/**
 * A cell that was checked while one before it ran: what holds if that one comes to its end.
 * @typedef {{ declarations: string, source: string, checked: CheckedCell, next: string }} Ahead
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
  /** Cells behind the running one that are checked already, in their order. @type {Ahead[]} */
  #ahead = [];
  /** Local modules that were compiled for a cell which has not come to run: TypeScript does not give them twice. @type {CheckedCell["modules"]} */
  #left = [];
  /** All local modules that were handed out, by their path. @type {Map<string, CheckedCell["modules"][number]>} */
  #given = new Map();

  /** @param {Tslab} tslab */
  constructor(tslab) {
    this.#tslab = tslab;
    this.#converter = tslab.converter.createConverter({ isJS: false, isBrowser: false });
  }

  /** Checks and compiles a cell after those before it. @param {string} cell @returns {CheckedCell} */
  check(cell) {
    const ahead = this.#ahead.shift();
    if (ahead?.source === cell && ahead.declarations === this.#declarations) {
      this.#next = ahead.next;
      return ahead.checked;
    }
    this.#left = [...this.#left, ...[ahead, ...this.#ahead].flatMap((other) => other?.checked.modules ?? [])];
    this.#ahead = [];
    const { checked, next } = this.#checkAfter(this.#declarations, cell);
    this.#next = next;
    const modules = [...this.#left, ...checked.modules];
    if (checked.compiled) {
      this.#left = [];
      for (const each of modules) this.#given.set(each.path, each);
    }
    return { ...checked, modules };
  }

  /**
   * Checks one more of the cells that wait behind the running one, as if all before it came to their end.
   *
   * @param {readonly string[]} waiting
   * @returns {boolean} whether there may be more to check
   */
  checkAhead(waiting) {
    const cell = waiting[this.#ahead.length];
    if (cell === undefined || this.#isOfItsTurn(cell)) return false;
    const declarations = this.#ahead.at(-1)?.next ?? this.#next;
    const { checked, next } = this.#checkAfter(declarations, cell);
    if (!checked.compiled) return false; // in its turn it is told what is wrong with it
    this.#ahead.push({ declarations, source: cell, checked, next });
    return true;
  }

  /** Whether what a cell means can depend on what those before it do: on files beside the notebook. @param {string} cell */
  #isOfItsTurn(cell) {
    const { module, mode } = this.#tslab.metadata.getCodeMetadata(cell);
    return Boolean(module) || mode === "browser" || /["'`]\.{1,2}\//.test(cell);
  }

  /** @param {string} declarations @param {string} cell @returns {{ checked: CheckedCell, next: string }} */
  #checkAfter(declarations, cell) {
    const source = withoutExports(this.#tslab.typescript, cell);
    const { module, mode, jsx } = this.#tslab.metadata.getCodeMetadata(source);
    if (module) {
      const diagnostics = texts(this.#converter.addModule(module, cell, { jsx }));
      return { checked: { diagnostics, modules: [] }, next: declarations };
    }
    if (mode === "browser") return { checked: { diagnostics: [], modules: [] }, next: declarations };
    const converted = this.#converter.convert(declarations, source);
    const diagnostics = texts(converted.diagnostics);
    if (diagnostics.length > 0) return { checked: { diagnostics, modules: [] }, next: declarations };
    const compiled = this.#compile(source);
    const next = (converted.declOutput ?? "") + compiled.inner;
    return { checked: { diagnostics, compiled, modules: converted.sideOutputs ?? [] }, next };
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

  /** All names are gone, and with them the thread that had the local modules. */
  forget() {
    this.#declarations = "";
    this.#left = [...this.#given.values(), ...this.#left];
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
