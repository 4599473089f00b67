// @ts-check
import { readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";

// Cells that `npm start` does not execute are played with: what they write goes beside the repository's results (lib/notebook/places.ts),
// the reader is told where, and a cell that asks what it is made from gets the same answer as in a run of all.

/** Milliseconds by which a file system's clock may be behind. */
const behind = 50;

/** When each file was written that has been told of. @type {Map<string, number>} */
const told = new Map();

const isPlay = () => process.env.PML_RUN === "play";

/** Says so to the library; `npm start` has said that it is it. */
export function beginPlay() {
  process.env.PML_RUN ??= "play";
}

/**
 * The files of figures and tables that were written since a moment, as a sentence; undefined where there are none.
 * @param {string} root the repository
 * @param {number} since milliseconds
 */
export function whereWritten(root, since) {
  const folder = join(root, ".cache", "play", "figures");
  if (!isPlay()) return undefined;
  /** Endings by the path without them. @type {Map<string, string[]>} */
  const written = new Map();
  for (const path of filesIn(folder)) {
    const time = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (path.endsWith(".partial") || time < since - behind || told.get(path) === time) continue;
    told.set(path, time);
    const [, stem = "", ending = ""] = /^(.*?)\.((?:vl\.)?\w+)$/.exec(relative(root, path)) ?? [];
    written.set(stem, [...(written.get(stem) ?? []), ending]);
  }
  if (written.size === 0) return undefined;
  const names = [...written].map(([stem, endings]) => `\`${stem}.{${endings.sort().join(",")}}\``);
  return `In play, written to ${names.sort().join(", ")}; \`npm start\` writes \`figures/\`.`;
}

/** @param {string} folder @returns {string[]} */
function filesIn(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return []; // nothing has been written yet
  }
}

/**
 * Before a cell that asks for the provenance of its results: the program behind the names that these cells import, as a run of all finds
 * it for the whole notebook.
 * @param {readonly string[]} sources of the cells that have run, and of this one
 */
export async function noteProgram(sources) {
  if (!isPlay() || !/\bprovenance\(/.test(sources.at(-1) ?? "")) return;
  try {
    const { notebookParts } = await import(/** @type {any} */ ("pml/notebook"));
    const quick = process.env.PML_QUICK === "1";
    process.env.PML_PROGRAM = notebookParts(sources, {
      studiesFolder: "",
      quick,
      dataDigest: () => "",
    }).library;
  } catch {
    // the library is not compiled: the cell says so itself
  }
}
