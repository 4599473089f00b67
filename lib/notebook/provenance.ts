import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { libraryVersions } from "../node/index.js";
import { tableMarkdown, valueTable } from "../tables/index.js";
import { tensorflowVersion } from "../tensorflow/index.js";
import { isQuick } from "./quick.js";

const require = createRequire(import.meta.url);

/** The installed version of a package, found upwards from the library whatever it exports. */
function versionOf(name: string): string {
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      return (JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8")) as { version: string })
        .version;
    } catch {
      // not in this folder
    }
  }
  return "not installed";
}

const packages = ["tslab", "typescript", "@tensorflow/tfjs-node", "vega", "vega-lite", "ml-matrix"];

/**
 * What a notebook's results were made with, as a Markdown table: versions, the library's code, seeds, data. No times, no places.
 *
 * @param facts further lines, such as `{ data: digest, seeds: "1, 2, 3" }`
 */
export function provenance(facts: Readonly<Record<string, string | number>> = {}): string {
  const lines: Record<string, string | number> = {
    run: isQuick() ? "QUICK: numbers mean nothing" : "full",
    ...facts,
    "library, SHA-256 of its code": `${(process.env.PML_PROGRAM ?? libraryVersions().wholeLibrary()).slice(0, 12)}…`,
    Node: process.versions.node,
    TensorFlow: tensorflowVersion() ?? "not used",
    ...Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
  };
  const rows = Object.entries(lines).map(([name, value]) => [name, String(value)]);
  return tableMarkdown(valueTable([["made with"], [""]], rows));
}
