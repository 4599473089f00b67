// @ts-check
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Levels of folders that a star is tried for: `pml/models/vae` is two below `pml`. */
const depth = 2;

/** @param {string} folder @param {number} levels @returns {string[]} paths of the folders inside */
function foldersIn(folder, levels) {
  if (levels === 0 || !existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .flatMap(({ name }) => [
      name,
      ...foldersIn(join(folder, name), levels - 1).map((inner) => `${name}/${inner}`),
    ]);
}

/**
 * The one path that an entry of `exports` leads to, if it says so simply.
 * @param {any} target
 * @returns {string | undefined}
 */
const pathOf = (target) =>
  typeof target === "string" ? target : (target?.types ?? target?.default ?? target?.import);

/**
 * What a package offers below its name: the keys of its `exports`, with patterns for folders (`"./*": "./dist/*\/index.js"`) spelt
 * out as far as there are such folders.
 *
 * @param {Readonly<Record<string, any>>} exports
 * @param {string} home the package's folder
 * @returns {string[]}
 */
export const exportedPaths = (exports, home) =>
  Object.entries(exports).flatMap(([key, target]) => {
    if (!key.startsWith("./")) return [];
    if (!key.includes("*")) return [key.slice(2)];
    const [before = "", after] = pathOf(target)?.split("*") ?? [];
    if (!key.endsWith("/*") || !after?.startsWith("/")) return [];
    return foldersIn(join(home, before), depth)
      .filter((star) => existsSync(join(home, `${before}${star}${after}`)))
      .map((star) => key.slice(2).replace("*", star));
  });
