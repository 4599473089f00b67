// @ts-check
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inRoot } from "../setup/paths.mjs";
import { cellsLeftOut } from "./other-data.mjs";

// node versions.mjs [--quick] NOTEBOOK ...
// Prints as one JSON object the folder that a run writes to, the images in use where they are not MNIST, and by the path that was given what each
// notebook is made from, hashed part by part, and which of its code cells are not executed with such images. A notebook that cannot be read is left
// out: whoever executes it says why.

const quick = process.argv.includes("--quick");
const paths = process.argv.slice(2).filter((arg) => arg !== "--quick");
const compiled = (/** @type {string[]} */ ...path) => pathToFileURL(inRoot("lib", "dist", ...path)).href;

if (!existsSync(inRoot("lib", "dist", "notebook", "notebook-version.js"))) {
  console.error("the library is not compiled");
  process.exit(1);
}
const { notebookParts } = await import(compiled("notebook", "notebook-version.js"));
const { loadMnist } = await import(compiled("data", "mnist.js"));
const { otherData, runFolder } = await import(compiled("notebook", "places.js"));
if (quick) process.env.PML_QUICK = "1";
const other = otherData();

/** @type {Record<string, unknown>} */
const parts = {};
/** @type {Record<string, (string | undefined)[]>} */
const leftOut = {};
const surroundings = {
  quick,
  studiesFolder: inRoot("data", "studies"),
  dataDigest: () => loadMnist().digest,
};
for (const path of paths) {
  const cells = codeOf(path);
  if (cells === undefined) continue;
  parts[path] = notebookParts(cells, surroundings);
  if (other !== undefined) leftOut[path] = cellsLeftOut(cells, studiesOfOthers(loadMnist().digest));
}
console.log(JSON.stringify({ folder: runFolder(), data: other, parts, leftOut }));

/** Studies made from other images than those in use, by their names in the code. @param {string} digest */
function studiesOfOthers(digest) {
  const files = readdirSync(surroundings.studiesFolder).filter((name) => name.endsWith(".json"));
  return Object.fromEntries(
    files.flatMap((file) => {
      const { study, data } = JSON.parse(readFileSync(join(surroundings.studiesFolder, file), "utf8"));
      const name = study.replace(/-(\w)/g, (/** @type {string} */ _, /** @type {string} */ letter) =>
        letter.toUpperCase(),
      );
      return data === null || data.digest === digest ? [] : [[name, study]];
    }),
  );
}

/** @param {string} path @returns {string[] | undefined} */
function codeOf(path) {
  try {
    /** @type {{ cells: { cell_type: string, source: string | string[] }[] }} */
    const { cells } = JSON.parse(readFileSync(path, "utf8"));
    return cells
      .filter(({ cell_type }) => cell_type === "code")
      .map(({ source }) => (Array.isArray(source) ? source.join("") : source));
  } catch {
    return undefined;
  }
}
