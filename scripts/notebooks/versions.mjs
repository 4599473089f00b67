// @ts-check
import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { inRoot } from "../setup/paths.mjs";

// node versions.mjs [--quick] NOTEBOOK ...
// Prints what each notebook is made from, hashed part by part, as one JSON object by the path that was given. A notebook that
// cannot be read is left out: whoever executes it says why.

const quick = process.argv.includes("--quick");
const paths = process.argv.slice(2).filter((arg) => arg !== "--quick");
const compiled = (/** @type {string[]} */ ...path) => pathToFileURL(inRoot("lib", "dist", ...path)).href;

if (!existsSync(inRoot("lib", "dist", "notebook", "notebook-version.js"))) {
  console.error("the library is not compiled");
  process.exit(1);
}
const { notebookParts } = await import(compiled("notebook", "notebook-version.js"));
const { loadMnist } = await import(compiled("data", "mnist.js"));

/** @type {Record<string, unknown>} */
const found = {};
const surroundings = {
  quick,
  studiesFolder: inRoot("data", "studies"),
  dataDigest: () => loadMnist().digest,
};
for (const path of paths) {
  const cells = codeOf(path);
  if (cells !== undefined) found[path] = notebookParts(cells, surroundings);
}
console.log(JSON.stringify(found));

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
