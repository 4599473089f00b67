import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { InputError } from "./errors.js";
import { compiledLibrary } from "./repository.js";

const relativeImport = /(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g;

/**
 * Modules that word messages, report progress, put records away and fetch them or have chains run elsewhere, exact to the bit:
 * no number depends on them, so no training is asked for by them.
 */
const silentModules = [
  "inference/sampling/threads.js",
  "models/checkpoint.js",
  "support/atomic-write.js",
  "support/code-version.js",
  "support/errors.js",
  "support/progress.js",
  "support/repository.js",
];
const known = new Map<string, string>();

/** The code without comments and blank lines, so that a better sentence does not ask for a new training. */
export function essence(source: string): string {
  return source
    .replace(/^\s*\/\*[\s\S]*?\*\/\s*$/gm, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("//"))
    .join("\n");
}

/**
 * The version of a part of the library: SHA-256 over the compiled module `entry` ("models/vae-training.js") and every
 * module of the library that it imports, directly or not. Results carry it to say which code made them.
 *
 * @throws InputError if there is no such module
 */
export function codeVersion(entry: string): string {
  const cached = known.get(entry);
  if (cached !== undefined) return cached;
  const modules = new Map<string, string>();
  const queue = [join(compiledLibrary, entry)];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (modules.has(path) || silentModules.includes(relative(compiledLibrary, path))) continue;
    const source = readModule(path, entry);
    modules.set(path, source);
    for (const [, target] of source.matchAll(relativeImport)) queue.push(join(dirname(path), target!));
  }
  const hash = createHash("sha256");
  for (const path of [...modules.keys()].sort()) {
    hash.update(`${relative(compiledLibrary, path)}\n${essence(modules.get(path)!)}\n`);
  }
  const version = hash.digest("hex");
  known.set(entry, version);
  return version;
}

function readModule(path: string, entry: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new InputError(
      "codeVersion",
      `no compiled module ${relative(compiledLibrary, path)} (imported from ${entry})`,
    );
  }
}
