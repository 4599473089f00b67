// @ts-check
import { createRequire } from "node:module";
import { lightBuilder } from "./light-builder.mjs";
import { withOpenExports } from "./open-packages.mjs";

const require = createRequire(import.meta.url);

/** The version whose inner functions the kernel was written against. */
export const tslabVersion = "1.0.22";

/** @typedef {typeof import("@tslab/typescript-for-tslab")} TypeScript tslab's own edition of the compiler */
/** @typedef {import("@tslab/typescript-for-tslab").WatchOfFilesAndCompilerOptions<import("@tslab/typescript-for-tslab").SemanticDiagnosticsBuilderProgram>} Watch */

/** The checked program as of the last cell. @type {Watch | undefined} */
let watch;

/**
 * tslab's compiler with the settings that cells need: `await` and `for await` at top level as in a module, and packages'
 * `exports` obeyed, so that `import * as vl from "vega-lite"` has its types. Its exports cannot be replaced, so tslab gets
 * a copy. No file is watched: a running kernel keeps the library that it has loaded, and its types with it; left to watch
 * the disk, tslab stumbles over two changes in a row, and the cell that happens to run fails.
 */
function adaptedTypeScript() {
  const path = require.resolve("@tslab/typescript-for-tslab");
  const original = require(path);
  if (original.adaptedForKernel) return original;
  original.sys.watchFile = () => ({ close() {} });
  original.sys.watchDirectory = () => ({ close() {} });
  const { readFile } = original.sys;
  original.sys.readFile = (/** @type {string} */ path, /** @type {string} */ encoding) => {
    const text = readFile(path, encoding);
    return text === undefined ? text : withOpenExports(path, text);
  };
  const settings = {
    disableTopLevelAwait: false,
    moduleResolution: original.ModuleResolutionKind.Bundler,
  };
  const copy = {
    ...original,
    adaptedForKernel: true,
    createWatchCompilerHost: (
      /** @type {any} */ files,
      /** @type {object} */ options,
      /** @type {unknown} */ system,
      /** @type {unknown} */ _,
      /** @type {any[]} */ ...reporters
    ) => {
      const asCells = { ...options, ...settings };
      return original.createWatchCompilerHost(files, asCells, system, lightBuilder(original), ...reporters);
    },
    createWatchProgram: (/** @type {unknown} */ host) => {
      watch = original.createWatchProgram(host);
      return watch;
    },
  };
  /** @type {NodeJS.Module} */ (require.cache[path]).exports = copy;
  return copy;
}

/** What the kernel takes from tslab: its type checker, completion, hover texts and marks in comments. */
export function loadTslab() {
  const typescript = adaptedTypeScript();
  return {
    version: require("tslab/package.json").version,
    /** of the TypeScript inside */
    typescriptVersion: require("@tslab/typescript-for-tslab/package.json").version,
    /** @type {TypeScript} */
    typescript,
    converter: require("tslab/dist/converter"),
    inspect: require("tslab/dist/inspect"),
    metadata: require("tslab/dist/metadata"),
    /** The program that the converter has checked last. */
    program: () => watch?.getProgram().getProgram(),
  };
}

/** @typedef {ReturnType<typeof loadTslab>} Tslab */

/**
 * Why the kernel cannot work with this tslab, or undefined if it can.
 * @param {Tslab} tslab
 */
export function tslabProblem(tslab) {
  if (tslab.version !== tslabVersion)
    return `the kernel's launcher is written for tslab ${tslabVersion}, installed is ${tslab.version}: run \`npm run setup\`, or revise scripts/kernel for the new version`;
  const { converter, inspect, metadata, typescript } = tslab;
  const needed = {
    "converter.createConverter": converter.createConverter,
    "converter.isCompleteCode": converter.isCompleteCode,
    "inspect.printQuickInfo": inspect.printQuickInfo,
    "metadata.getCodeMetadata": metadata.getCodeMetadata,
    "typescript.sys.watchFile": typescript.sys?.watchFile,
    "typescript.createWatchProgram": typescript.createWatchProgram,
  };
  const missing = Object.entries(needed)
    .filter(([, value]) => typeof value !== "function")
    .map(([name]) => name);
  if (missing.length === 0) return undefined;
  return `tslab ${tslab.version} lacks what the kernel uses: ${missing.join(", ")}. Run \`npm run setup\`; if that does not help, revise scripts/kernel`;
}
