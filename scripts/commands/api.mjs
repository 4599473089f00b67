// @ts-check
import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { npm } from "../setup/packages.mjs";
import { cache, inRoot } from "../setup/paths.mjs";
import { runQuietly } from "../setup/process.mjs";
import { digest, readOrUndefined, remove, writeWhole } from "../setup/stamp.mjs";
import { setUp } from "../setup.mjs";

const folder = join(cache, "api");
const stamp = join(folder, "installed.stamp");

/** Typedoc with a TypeScript of its own (it cannot work with the library's), in .cache; returns its program. */
async function provideTypedoc() {
  const files = ["package.json", "package-lock.json"];
  const key = digest(...files.map((name) => readOrUndefined(inRoot("scripts", "api", name)) ?? ""));
  if (readOrUndefined(stamp) !== key) {
    remove(folder);
    mkdirSync(folder, { recursive: true });
    for (const name of files) copyFileSync(inRoot("scripts", "api", name), join(folder, name));
    const [program, args] = npm();
    await runQuietly(
      "npm ci of typedoc",
      "Check the network and `npm config get registry`, then run the same command again.",
      program,
      [...args, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
      { cwd: folder, env: { PATH: `${dirname(process.execPath)}:${process.env.PATH}` } },
    );
    writeWhole(stamp, key);
  }
  return join(folder, "node_modules", "typedoc", "bin", "typedoc");
}

/** @param {readonly string[]} path */
const foldersIn = (...path) =>
  readdirSync(inRoot(...path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "dist")
    .map(({ name }) => name);

/** `npm run api`: pages of the library's public functions and types, from their docstrings, in dist/api. */
export async function main() {
  await setUp({ quiet: true });
  const typedoc = await provideTypedoc();
  const rooms = foldersIn("lib")
    .concat(foldersIn("lib", "models").map((model) => `models/${model}`)) // each has a door of its own
    .map((room) => inRoot("lib", room, "index.ts"))
    .filter((path) => readOrUndefined(path) !== undefined)
    .sort();
  const target = inRoot("dist", "api");
  const settings = [
    ["--tsconfig", inRoot("lib", "tsconfig.json")],
    ["--name", "pml"],
    ["--readme", inRoot("docs", "notation.md")],
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
