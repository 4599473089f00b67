// @ts-check
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root, whatever the working directory. */
export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** A path inside the repository. @param {...string} parts */
export const inRoot = (...parts) => join(root, ...parts);

/** What set-up may throw away and make again: downloads, built parts, scratch output. Ignored by git. */
export const cache = inRoot(".cache");

/** The compiler by its file: tslab ships a TypeScript 5.0 whose `tsc` may shadow it in node_modules/.bin. */
export const compiler = inRoot("node_modules", "typescript", "bin", "tsc");

/** The private Python environment's interpreter. */
export const venvPython = inRoot(".venv", "bin", "python");

/** The TensorFlow package whose native addon set-up provides. */
export const addonPackage = inRoot("node_modules", "@tensorflow", "tfjs-node");
