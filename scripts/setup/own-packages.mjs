// @ts-check
import { copyFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { npm } from "./packages.mjs";
import { cache, inRoot } from "./paths.mjs";
import { runQuietly } from "./process.mjs";
import { digest, readOrUndefined, remove, writeWhole } from "./stamp.mjs";

/**
 * Packages that live apart from the library's (they need other versions of its own packages, or are large and wanted by few): those of a
 * folder's package.json and package-lock.json, installed in .cache, once.
 * @param {string} name of the folder in .cache
 * @param {...string} source path of the folder with the two files, inside the repository
 * @returns {Promise<string>} the folder in which node_modules is
 */
export async function ownPackages(name, ...source) {
  const folder = join(cache, name);
  const stamp = join(folder, "installed.stamp");
  const files = ["package.json", "package-lock.json"];
  const key = digest(...files.map((file) => readOrUndefined(inRoot(...source, file)) ?? ""));
  if (readOrUndefined(stamp) === key) return folder;
  remove(folder);
  mkdirSync(folder, { recursive: true });
  for (const file of files) copyFileSync(inRoot(...source, file), join(folder, file));
  const [program, args] = npm();
  await runQuietly(
    `npm ci of ${name}`,
    "Check the network and `npm config get registry`, then run the same command again.",
    program,
    [...args, "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"],
    { cwd: folder, env: { PATH: `${dirname(process.execPath)}:${process.env.PATH}` } },
  );
  writeWhole(stamp, key);
  return folder;
}
