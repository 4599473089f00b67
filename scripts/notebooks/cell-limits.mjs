// @ts-check
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { inRoot } from "../setup/paths.mjs";
import { cellWidth, notebooksIn, sourceOf } from "./format.mjs";

/** Lines of the longest cell, and of the cell in the middle. */
const mostLines = 20;
const medianLines = 8;

/** @param {readonly number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = low] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/** The arms of the committed studies: names that a cell takes from the library. @param {string} folder @returns {string[]} */
export function armsOfStudies(folder = inRoot("data", "studies")) {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const arms = files.flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(folder, name), "utf8"));
    return (Array.isArray(result) ? result : []).flatMap(({ arm }) => (typeof arm === "string" ? [arm] : []));
  });
  return [...new Set(arms)];
}

/**
 * What makes the code cells of a notebook hard to read, a sentence each: lines that run off the screen, cells of more than a
 * screen, Markdown tables glued from strings, a study's arm typed more than once.
 * @param {readonly string[]} cells @param {readonly string[]} arms
 * @returns {string[]}
 */
export function cellProblems(cells, arms) {
  const lengths = cells.map((source) => source.split("\n").length);
  const each = cells.flatMap((source, i) => {
    const place = `cell ${i + 1}`;
    const wide = source.split("\n").find((line) => [...line].length > cellWidth);
    return [
      ...(wide === undefined
        ? []
        : [`${place}: a line of ${[...wide].length} columns, at most ${cellWidth}: ${wide}`]),
      ...((lengths[i] ?? 0) > mostLines ? [`${place}: ${lengths[i]} lines, at most ${mostLines}`] : []),
      ...(/\|\s*:?--|\|[^|\n]*\$\{/.test(source)
        ? [`${place}: a Markdown table made of strings: use table(...) of pml/tables`]
        : []),
    ];
  });
  const text = cells.join("\n");
  const twice = arms.filter((arm) => text.split(JSON.stringify(arm)).length > 2);
  const middle = cells.length > 0 ? median(lengths) : 0;
  return [
    ...each,
    ...twice.map((arm) => `the study's arm ${JSON.stringify(arm)} is typed more than once`),
    ...(middle > medianLines ? [`the cell in the middle has ${middle} lines, at most ${medianLines}`] : []),
  ];
}

/** Of every notebook of a folder. @param {string} [folder] @returns {string[]} */
export function notebookProblems(folder = inRoot("notebooks")) {
  const arms = armsOfStudies();
  return notebooksIn(folder).flatMap((path) => {
    const { cells } = JSON.parse(readFileSync(path, "utf8"));
    const code = cells.filter((/** @type {any} */ cell) => cell.cell_type === "code").map(sourceOf);
    return cellProblems(code, arms).map((problem) => `notebooks/${basename(path)}: ${problem}`);
  });
}
