// @ts-check
import { readdirSync } from "node:fs";
import { exportedPaths } from "./export-patterns.mjs";

/** @param {string} home @returns {string[]} */
function folders(home) {
  const entries = readdirSync(home, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .map(({ name }) => name);
}

/**
 * The text of a package.json with all files of the package among its `exports`. TypeScript writes down the types of a cell's names for
 * the cells after it; a type from a file that its package does not export has no name there, and the cell would be refused. Folders that
 * the package exports itself (`pml/models`, `pml/models/vae`) stay as it has them.
 *
 * @param {string} path
 * @param {string} text
 */
export function withOpenExports(path, text) {
  if (!path.endsWith("/package.json") || !text.includes('"exports"')) return text;
  try {
    const description = JSON.parse(text);
    const { exports } = description;
    if (!exports) return text;
    const hasPaths = typeof exports === "object" && Object.keys(exports).every((key) => key.startsWith("."));
    const home = path.slice(0, -"/package.json".length);
    const own = new Set(hasPaths ? exportedPaths(exports, home).map((name) => name.split("/")[0]) : []);
    const open = folders(home)
      .filter((folder) => !own.has(folder))
      .map((folder) => [`./${folder}/*`, `./${folder}/*`]);
    return JSON.stringify({
      ...description,
      exports: { ...(hasPaths ? exports : { ".": exports }), ...Object.fromEntries(open) },
    });
  } catch {
    return text;
  }
}
