// @ts-check
import { createRequire, Module } from "node:module";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { bindLive } from "./box.mjs";

// How cells import: as a module in the notebook's folder would, with packages of the older kind (CommonJS) as TypeScript's
// `esModuleInterop` has it, and local TypeScript files, which the checker has compiled.

const folder = process.cwd();
/** The module that the cells are pieces of; there is no such file. */
const self = join(folder, "notebook.js");
export const require = createRequire(self);
export const meta = Object.freeze({
  url: pathToFileURL(self).href,
  filename: self,
  dirname: folder,
});

/** @type {(specifier: string) => Promise<any>} */
const nativeImport = new vm.Script("(specifier) => import(specifier)", {
  filename: self,
  importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}).runInThisContext();

/** Goes this way of importing once, since Node calls it experimental the first time. */
async function importFirst() {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  await nativeImport("node:module");
  process.emitWarning = emitWarning;
}
await importFirst();

/** Local modules as the checker has compiled them, by path. @type {Map<string, { code: string, loaded?: any }>} */
const local = new Map();

/** @param {readonly { path: string, data: string }[]} modules */
export function addLocalModules(modules) {
  for (const { path, data } of modules) local.set(path, { code: data });
}

/** @param {string} specifier @param {string} from a folder */
function localPath(specifier, from) {
  if (!/^\.{0,2}\//.test(specifier)) return undefined;
  const path = specifier.startsWith("/") ? specifier : join(from, specifier);
  const candidates = [path, `${path}.js`, path.replace(/\.tsx?$/, ".js")];
  return candidates.find((candidate) => extname(candidate) === ".js" && local.has(candidate));
}

/** @param {string} path of a local module @returns {any} its exports */
function loadLocal(path) {
  const known = local.get(path);
  if (!known) throw new Error(`no local module ${path}`);
  if (known.loaded) return known.loaded.exports;
  const module = /** @type {any} */ (new Module(path));
  known.loaded = module;
  const from = join(path, "..");
  module.filename = path;
  module.paths = /** @type {any} */ (Module)._nodeModulePaths(from);
  const { require: requirePackage } = module;
  module.require = (/** @type {string} */ specifier) => {
    const other = localPath(specifier, from);
    return other ? loadLocal(other) : requirePackage.call(module, specifier);
  };
  module._compile(known.code, path);
  return module.exports;
}

/** CommonJS exports as the module that TypeScript takes them for. @param {any} exports */
function asModule(exports) {
  if (exports?.__esModule) return exports;
  const isRecord = typeof exports === "object" || typeof exports === "function";
  return Object.freeze({ __proto__: null, ...(isRecord ? exports : {}), default: exports });
}

/** @param {any} namespace @param {string} specifier */
function isCommonJs(namespace, specifier) {
  if (!("default" in namespace) || specifier.startsWith("node:")) return false;
  try {
    return require.cache[require.resolve(specifier)]?.exports === namespace.default;
  } catch {
    return false; // it cannot be required, so it is none
  }
}

/** A module's exports. @param {string} specifier */
export async function importModule(specifier) {
  const path = localPath(specifier, folder);
  if (path) return asModule(loadLocal(path));
  if (specifier.endsWith(".json") && !specifier.includes(":")) return asModule(require(specifier));
  const namespace = await nativeImport(specifier);
  return isCommonJs(namespace, specifier) ? asModule(namespace.default) : namespace;
}

/**
 * Gives names of the notebook what they are in a module.
 * @param {string} specifier
 * @param {any} module
 * @param {readonly [name: string, exported: string | null][]} names
 * @param {(name: string) => import("./box.mjs").Box} boxOf
 */
export function bindImports(specifier, module, names, boxOf) {
  for (const [name, exported] of names) {
    if (exported !== null && !(exported in module))
      throw new SyntaxError(`The module '${specifier}' does not provide an export named '${exported}'`);
    bindLive(boxOf(name), exported === null ? () => module : () => module[exported]);
  }
}
