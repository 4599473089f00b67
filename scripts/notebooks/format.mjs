// @ts-check
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { inRoot } from "../setup/paths.mjs";
import { tryQuietly } from "../setup/process.mjs";
import { SetupError } from "../setup/report.mjs";
import { remove, writeWhole } from "../setup/stamp.mjs";

// The project's formatter knows no notebooks. Each code cell becomes a file of its own, all of them are formatted by one call,
// and what has changed is put back.

/** Columns of a cell: what a window of 1280 pixels shows without scrolling. */
export const cellWidth = 100;

/** @param {string} folder @returns {string[]} paths of its notebooks, sorted */
export const notebooksIn = (folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".ipynb"))
    .sort()
    .map((name) => join(folder, name));

/** @param {{ source: string | string[] }} cell */
export const sourceOf = ({ source }) => (Array.isArray(source) ? source.join("") : source);

/**
 * @typedef {object} UntidyCell
 * @property {string} notebook its path
 * @property {number} cell counted from 1 as in In [1]
 * @property {string} formatted what it should be
 */

/** The formatter's rules are the project's, but for the width. */
function configuration() {
  const { formatter, javascript } = JSON.parse(readFileSync(inRoot("biome.json"), "utf8"));
  return { root: true, formatter: { ...formatter, lineWidth: cellWidth }, javascript };
}

/**
 * The code cells that the formatter would write otherwise.
 * @param {readonly string[]} notebooks @param {string} workshop where cells are laid out as files
 * @returns {Promise<UntidyCell[]>}
 */
export async function untidyCells(notebooks, workshop = inRoot(".cache", "cell-files")) {
  remove(workshop);
  /** @type {{ notebook: string, cell: number, source: string, file: string }[]} */
  const cells = notebooks.flatMap((notebook, n) => {
    const folder = join(workshop, String(n));
    mkdirSync(folder, { recursive: true });
    const code = JSON.parse(readFileSync(notebook, "utf8")).cells.filter(
      (/** @type {any} */ cell) => cell.cell_type === "code",
    );
    return code.map((/** @type {any} */ each, /** @type {number} */ i) => {
      const file = join(folder, `${i + 1}.ts`);
      const source = sourceOf(each);
      writeWhole(file, `${source}\n`);
      return { notebook, cell: i + 1, source, file };
    });
  });
  writeWhole(join(workshop, "biome.json"), JSON.stringify(configuration()));
  const biome = inRoot("node_modules", "@biomejs", "biome", "bin", "biome");
  const said = await tryQuietly(process.execPath, [biome, "format", "--write", "--colors=off", "."], {
    cwd: workshop,
  });
  if (!said.ok) throw new SetupError(`A code cell cannot be formatted:\n${said.output}`);
  return cells.flatMap(({ notebook, cell, source, file }) => {
    const formatted = readFileSync(file, "utf8").trimEnd();
    return formatted === source ? [] : [{ notebook, cell, formatted }];
  });
}

/** Source as a notebook file has it: lines with their ends. @param {string} text */
const asLines = (text) => text.split(/(?<=\n)/);

/** As it stands in the file. @param {string | string[]} source */
const asWritten = (source) => `"source": ${JSON.stringify(source, null, 1).replaceAll("\n", "\n   ")}`;

/** Puts formatted cells back, and nothing else. @param {readonly UntidyCell[]} cells */
export function putBack(cells) {
  for (const path of new Set(cells.map(({ notebook }) => notebook))) {
    let text = readFileSync(path, "utf8");
    const code = JSON.parse(text).cells.filter((/** @type {any} */ cell) => cell.cell_type === "code");
    for (const { cell, formatted } of cells.filter(({ notebook }) => notebook === path)) {
      // in the text, since numbers of outputs would be written otherwise by another program
      const before = asWritten(code[cell - 1].source);
      if (!text.includes(before))
        throw new SetupError(`${path} is not laid out as Jupyter does: save it again from JupyterLab.`);
      text = text.replace(before, () => asWritten(asLines(formatted)));
    }
    writeWhole(path, text);
  }
}

/**
 * Formats the code cells of a folder's notebooks, or names those that are not.
 * @param {boolean} write @param {string} [folder]
 * @returns {Promise<string[]>} a sentence for each cell that is left untidy
 */
export async function formatCells(write, folder = inRoot("notebooks")) {
  const untidy = await untidyCells(notebooksIn(folder));
  if (write) putBack(untidy);
  return write
    ? []
    : untidy.map(
        ({ notebook, cell }) =>
          `notebooks/${basename(notebook)}: cell ${cell} is not formatted: npm run format`,
      );
}
