import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { essence } from "./code-version.js";
import { compiledLibrary } from "./repository.js";

/** The version of the whole library: SHA-256 over all its compiled modules, comments and blank lines left out. */
export function libraryVersion(): string {
  const paths = readdirSync(compiledLibrary, { recursive: true, encoding: "utf8" });
  const hash = createHash("sha256");
  for (const path of paths.filter((name) => name.endsWith(".js")).sort()) {
    hash.update(`${path}\n${essence(readFileSync(join(compiledLibrary, path), "utf8"))}\n`);
  }
  return hash.digest("hex");
}
