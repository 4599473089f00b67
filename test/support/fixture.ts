import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root, whatever the working directory. Compiled tests live in test/dist/support. */
export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");

/** The folder of golden values, each file with its provenance inside. */
export const fixtures = join(root, "test", "fixtures");

/** A golden file, parsed; non-finite values are the texts "NaN", "Infinity", "-Infinity". */
// biome-ignore lint/suspicious/noExplicitAny: fixture files are data of many shapes, read where they are used
export function fixture(name: string): any {
  return JSON.parse(readFileSync(join(fixtures, `${name}.json`), "utf8"));
}
