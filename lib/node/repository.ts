// @silent: says where files are

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root, found from this file's own place (lib/dist/support), whatever the working directory. */
export const repositoryRoot = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");

/** The compiled library, in the repository or installed elsewhere. */
export const compiledLibrary = join(dirname(fileURLToPath(import.meta.url)), "..");

/** A path inside the repository as people write it, for messages and committed files: no machine's folders in it. */
export function inRepository(path: string): string {
  return path.startsWith(repositoryRoot) ? path.slice(repositoryRoot.length + 1) : path;
}
