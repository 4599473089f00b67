// @ts-check
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** @typedef {import("pml/report").NumberSource} NumberSource */
/** @typedef {import("pml/report").CellReference} CellReference */

/**
 * A cell and where it stands.
 * @typedef {object} Place
 * @property {string} notebook its number
 * @property {string} file of the notebook
 * @property {string} id of the cell
 * @property {number} index of the cell, from 0
 * @property {string} heading nearest above it, or its own
 */

/** @typedef {{ id?: string, cell_type: string, source: string | string[], outputs?: { data?: Record<string, string | string[]> }[] }} Cell */

/** @param {string | string[] | undefined} text */
const joined = (text) => [text ?? ""].flat().join("");

/** Text of a table's entry without marks: bold, the voices' squares, small print, escapes. @param {string} text */
const plain = (text) =>
  text
    .replace(/<\/?small>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replace(/[🟦🟧*]|\\(?=[^\w\s])/gu, "")
    .trim();

/** The tables of a Markdown text: rows of plain entries, the head first. @param {string} markdown */
function tablesIn(markdown) {
  const rows = markdown.split("\n").map((line) =>
    /^\|.*\|$/.test(line)
      ? line
          .slice(1, -1)
          .split(/(?<!\\)\|/)
          .map(plain)
      : undefined,
  );
  /** @type {string[][][]} */
  const tables = [];
  rows.forEach((row, i) => {
    if (row === undefined || row.every((text) => /^:?-+:?$/.test(text))) return;
    if (rows[i - 1] === undefined) tables.push([]);
    tables.at(-1)?.push(row);
  });
  return tables;
}

/** The one whose name is so, or else the first that begins so. @param {readonly string[]} names @param {string} wanted */
function named(names, wanted) {
  const exact = names.indexOf(wanted);
  return exact >= 0 ? exact : names.findIndex((name) => name.startsWith(wanted));
}

/** Reads what the notebooks' outputs and the files of results say. */
export class Results {
  /** @type {Map<string, { file: string, cells: Cell[] }>} */
  #notebooks = new Map();
  /** @type {string} */
  #root;

  /** @param {string} root of the repository */
  constructor(root) {
    this.#root = root;
    const folder = join(root, "notebooks");
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".ipynb"))) {
      const { cells } = JSON.parse(readFileSync(join(folder, file), "utf8"));
      this.#notebooks.set(String(file.split("-")[0]), { file, cells });
    }
  }

  /** @param {CellReference} reference */
  #cell(reference) {
    const [number = "", id = ""] = reference.split("#");
    const notebook = this.#notebooks.get(number);
    if (notebook === undefined) throw new Error(`there is no notebook ${number}`);
    const index = notebook.cells.findIndex((cell) => cell.id === id);
    const cell = notebook.cells[index];
    if (cell === undefined) throw new Error(`there is no cell ${id} in notebook ${number}`);
    return { number, id, index, cell, ...notebook };
  }

  /** Where a cell stands. @param {CellReference} reference @returns {Place} */
  place(reference) {
    const { number, file, id, index, cells } = this.#cell(reference);
    const headings = cells
      .slice(0, index + 1)
      .filter(({ cell_type: type }) => type === "markdown")
      .flatMap(({ source }, i, before) => {
        const all = [...joined(source).matchAll(/^#+ (.*)$/gm)].map(([, text]) => text ?? "");
        // a cell's own first heading stands above what it says; of the cells before, the last one counts
        return i === before.length - 1 && cells[index]?.cell_type === "markdown" ? all.slice(0, 1) : all;
      });
    return { notebook: number, file, id, index, heading: headings.at(-1) ?? "" };
  }

  /** What a cell has put out, as Markdown. @param {CellReference} reference */
  output(reference) {
    const { cell } = this.#cell(reference);
    return (cell.outputs ?? [])
      .map(({ data }) => joined(data?.["text/markdown"] ?? data?.["text/plain"]))
      .join("\n\n");
  }

  /** A number as it is printed. @param {NumberSource} source @returns {string} */
  number(source) {
    if ("file" in source) return this.#ofFile(source);
    const output = this.output(source.cell);
    if ("pattern" in source) {
      const found = output.match(new RegExp(source.pattern, "m"))?.[1];
      if (found === undefined) throw new Error(`${source.cell} does not say ${source.pattern}`);
      return found.replaceAll("\n", " ");
    }
    for (const [head = [], ...rows] of tablesIn(output)) {
      const row =
        rows[
          named(
            rows.map(([name = ""]) => name),
            source.row,
          )
        ];
      const column = typeof source.column === "number" ? source.column : named(head, source.column);
      const value = row?.[column];
      if (value) return value;
    }
    throw new Error(`${source.cell} has no entry at "${source.row}", "${source.column}"`);
  }

  /** @param {import("pml/report").ResultNumber} source */
  #ofFile({ file, path, decimals }) {
    const keys = path.split(".");
    const value = keys.reduce(
      (part, key) => part?.[key],
      JSON.parse(readFileSync(join(this.#root, file), "utf8")),
    );
    if (typeof value !== "number") throw new Error(`${file} has no number at ${path}`);
    return value.toFixed(decimals);
  }
}
