// @ts-check
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compiler, inRoot } from "../setup/paths.mjs";
import { tryQuietly } from "../setup/process.mjs";
import { SetupError } from "../setup/report.mjs";
import { remove, writeWhole } from "../setup/stamp.mjs";

// tslab checks cells with TypeScript 5.0, leniently. Here the code cells of each notebook become one module, in order,
// checked strictly by the project's own compiler. So a name may be declared (or imported) once in a notebook, although
// tslab would let a later cell declare it again: a reader should not have to know which declaration is in force.

/** @typedef {{ cell: number, line: number }} Place a code cell, counted from 1 as in In [1], and a line in it */

/**
 * The code cells of a notebook as one TypeScript module.
 * @param {string} text the notebook file
 * @returns {{ source: string, places: Place[] }} `places[i]` tells where line i + 1 of the module comes from
 */
export function cellsAsModule(text) {
  const { cells } = JSON.parse(text);
  /** @type {string[]} */
  const lines = [];
  /** @type {Place[]} */
  const places = [];
  let cell = 0;
  for (const { cell_type, source } of cells) {
    if (cell_type !== "code") continue;
    cell += 1;
    const code = (Array.isArray(source) ? source.join("") : source).split("\n");
    for (const [i, line] of code.entries()) {
      lines.push(line);
      places.push({ cell, line: i + 1 });
    }
    // An expression that starts with a bracket must not continue the cell before it.
    lines.push(";");
    places.push({ cell, line: code.length });
  }
  lines.push("export {};", "");
  places.push({ cell, line: 1 }, { cell, line: 1 });
  return { source: lines.join("\n"), places };
}

/**
 * The compiler's messages with the notebook's places in them.
 * @param {string} output of tsc with --pretty false, one module per notebook
 * @param {ReadonlyMap<string, Place[]>} notebooks by the module's file name without its ending
 */
function mapErrors(output, notebooks) {
  return output.replace(/^(?:.*[/\\])?([^/\\\n]+)\.ts\((\d+),(\d+)\): /gm, (whole, name, line, column) => {
    const place = notebooks.get(name)?.[Number(line) - 1];
    return place ? `notebooks/${name}.ipynb:cell ${place.cell}:line ${place.line}:${column} - ` : whole;
  });
}

const configuration = {
  extends: "../../tsconfig.json",
  compilerOptions: {
    noEmit: true,
    incremental: false,
    // cells end in a name to show it, and leave names for the reader to use
    noUnusedLocals: false,
    verbatimModuleSyntax: false,
    isolatedModules: false,
  },
  include: ["*.ts"],
  files: [],
  references: [],
};

/**
 * Type-checks the code cells of every notebook of a folder; prints the errors and returns their number.
 * @param {string} [folder]
 * @param {string} [workshop] where the modules are written: inside the repository, so that imports resolve
 * @param {(text: string) => void} [print]
 */
export async function checkNotebooks(
  folder = inRoot("notebooks"),
  workshop = inRoot(".cache", "cells"),
  print = console.log,
) {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".ipynb"))
    .sort();
  if (names.length === 0) return 0;
  remove(workshop);
  mkdirSync(workshop, { recursive: true });
  /** @type {Map<string, Place[]>} */
  const notebooks = new Map();
  for (const file of names) {
    const name = file.slice(0, -".ipynb".length);
    const { source, places } = readCells(join(folder, file));
    notebooks.set(name, places);
    writeWhole(join(workshop, `${name}.ts`), source);
  }
  writeWhole(join(workshop, "tsconfig.json"), JSON.stringify(configuration));
  const result = await tryQuietly(process.execPath, [compiler, "-p", workshop, "--pretty", "false"]);
  if (result.ok) {
    print(`Types of the cells of ${names.length} notebooks are right.`);
    return 0;
  }
  const text = mapErrors(result.output.trimEnd(), notebooks);
  print(text);
  return Math.max(1, (text.match(/error TS\d+/g) ?? []).length);
}

/** @param {string} path */
function readCells(path) {
  try {
    return cellsAsModule(readFileSync(path, "utf8"));
  } catch (error) {
    throw new SetupError(
      `${path} is not a notebook that can be read (${/** @type {Error} */ (error).message}). git checkout it, or save it again from JupyterLab.`,
    );
  }
}
