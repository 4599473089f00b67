// @ts-check
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ownPackages } from "../setup/own-packages.mjs";
import { inRoot } from "../setup/paths.mjs";
import { runQuietly } from "../setup/process.mjs";
import { readOrUndefined } from "../setup/stamp.mjs";
import { setUp } from "../setup.mjs";

/** Typedoc with a TypeScript of its own: it cannot work with the library's. */
async function typedocProgram() {
  return join(await ownPackages("api", "scripts", "api"), "node_modules", "typedoc", "bin", "typedoc");
}

/** @param {readonly string[]} path */
const foldersIn = (...path) =>
  readdirSync(inRoot(...path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "dist")
    .map(({ name }) => name);

/** `npm run api`: pages of the library's public functions and types, from their docstrings, in dist/api. */
export async function main() {
  await setUp({ quiet: true });
  const typedoc = await typedocProgram();
  const rooms = foldersIn("lib")
    .concat(foldersIn("lib", "models").map((model) => `models/${model}`)) // each has a door of its own
    .map((room) => inRoot("lib", room, "index.ts"))
    .concat(inRoot("lib", "index.ts"))
    .filter((path) => readOrUndefined(path) !== undefined)
    .sort();
  const target = inRoot("dist", "api");
  const settings = [
    ["--tsconfig", inRoot("lib", "tsconfig.json")],
    ["--name", "pml"],
    ["--readme", inRoot("lib", "README.md"), "--projectDocuments", inRoot("docs", "notation.md")],
    ["--out", target],
    ["--disableSources", "--validation.notExported", "false", "--validation.invalidLink", "false"],
    rooms.flatMap((path) => ["--entryPoints", path]),
  ];
  await runQuietly("typedoc", "A docstring or a type may be at fault.", process.execPath, [
    typedoc,
    ...settings.flat(),
  ]);
  console.log(`API pages: ${join(target, "index.html")}`);
  return 0;
}
