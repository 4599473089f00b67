// @ts-check
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, resolve } from "node:path";
import { exportedPaths } from "./export-patterns.mjs";

// Completion inside of the quotes of an import, which tslab's compiler leaves to its host.

/** The beginning of a module's name that the cursor stands in, or undefined. @param {string} before the cell up to the cursor */
export function importBegun(before) {
  return /(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\()\s*(["'])([^"'\n]*)$/.exec(before)?.[2];
}

/** @param {string} folder @returns {string[]} it and those around it */
function upwards(folder) {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}

/** @param {string} path @returns {any} */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

const names = (/** @type {string} */ folder) => (existsSync(folder) ? readdirSync(folder) : []);

/** Names of packages that a package.json around the folder asks for, or a workspace of it is. @param {string} folder */
function packages(folder) {
  const asked = upwards(folder).flatMap((around) => {
    const description = readJson(join(around, "package.json")) ?? {};
    const { dependencies = {}, devDependencies = {}, workspaces = [] } = description;
    const own = (Array.isArray(workspaces) ? workspaces : []).flatMap((workspace) => {
      const inner = readJson(join(around, workspace, "package.json"));
      const { dependencies: own = {}, peerDependencies: peers = {} } = inner ?? {};
      return inner ? [inner.name, ...Object.keys(own), ...Object.keys(peers)] : [];
    });
    return [...Object.keys(dependencies), ...Object.keys(devDependencies), ...own];
  });
  return [
    ...asked,
    ...builtinModules
      .filter((name) => !name.startsWith("_"))
      .map((name) => `node:${name.replace(/^node:/, "")}`),
  ];
}

/** What a package offers below its name. @param {string} folder @param {string} name */
function exportsOf(folder, name) {
  const home = upwards(folder)
    .map((around) => join(around, "node_modules", name))
    .find((candidate) => existsSync(join(candidate, "package.json")));
  if (!home) return [];
  const { exports = {} } = readJson(join(home, "package.json"));
  return exportedPaths(exports, home).map((path) => `${name}/${path}`);
}

/** @param {string} folder @param {string} begun a path */
function files(folder, begun) {
  const place = begun.slice(0, begun.lastIndexOf("/") + 1);
  return names(resolve(folder, place))
    .filter((name) => !name.startsWith(".") && (/\.(ts|js|mjs|cjs|json)$/.test(name) || !name.includes(".")))
    .map((name) => `${place}${name.replace(/\.ts$/, "")}`);
}

/**
 * The modules whose names begin so.
 * @param {string} begun
 * @param {string} folder of the notebook
 */
export function moduleNames(begun, folder) {
  const scope = /^(@[^/]+\/[^/]+|[^@./][^/]*)\//.exec(begun);
  const candidates = /^\.{1,2}\//.test(begun)
    ? files(folder, begun)
    : scope?.[1]
      ? exportsOf(folder, scope[1])
      : packages(folder);
  return [...new Set(candidates)].filter((name) => name.startsWith(begun)).sort();
}
