// @ts-check
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { keepAddon } from "./addon.mjs";
import { inRoot, root } from "./paths.mjs";
import { runQuietly } from "./process.mjs";
import { requireSpace, SetupError } from "./report.mjs";
import { readOrUndefined, remove } from "./stamp.mjs";

/** @typedef {{ version?: string, integrity?: string, link?: boolean, resolved?: string, optional?: boolean }} LockEntry */

/**
 * Why the installed npm packages are not those of package-lock.json, or undefined if they are.
 *
 * npm writes node_modules/.package-lock.json at the very end of an installation; it must agree with package-lock.json,
 * and every package that it names must be there in its version.
 * @param {string} [folder] the repository, or a test's
 * @returns {string | undefined}
 */
export function packagesProblem(folder = root) {
  const wanted = lockEntries(join(folder, "package-lock.json"));
  if (!wanted)
    throw new SetupError(
      `${join(folder, "package-lock.json")} is missing or cut short. It is part of the repository: git checkout it.`,
    );
  const installed = lockEntries(join(folder, "node_modules", ".package-lock.json"));
  if (!installed) return "not installed, or not completely";
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.startsWith("node_modules/")) continue;
    const found = installed[path];
    if (!found && entry.optional) continue; // for other systems
    if (found?.version !== entry.version || found?.integrity !== entry.integrity)
      return `${path} has changed`;
    if (entry.link) {
      if (!sameFolder(join(folder, path), join(folder, entry.resolved ?? ""))) return `${path} is not linked`;
    } else if (versionOf(join(folder, path)) !== entry.version) return `${path} is damaged`;
  }
  return undefined;
}

/** @param {string} path @returns {Record<string, LockEntry> | undefined} */
function lockEntries(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** @param {string} packageFolder */
function versionOf(packageFolder) {
  try {
    return JSON.parse(readOrUndefined(join(packageFolder, "package.json")) ?? "{}").version;
  } catch {
    return undefined; // cut short
  }
}

/** @param {string} a @param {string} b */
function sameFolder(a, b) {
  return existsSync(a) && existsSync(b) && realpathSync(a) === realpathSync(b);
}

/** How to call npm: the npm that runs this script if one does, else the one on the PATH. @returns {[string, string[]]} */
export function npm() {
  const running = process.env.npm_execpath;
  if (running && /npm-cli\.c?js$/.test(running) && existsSync(running)) return [process.execPath, [running]];
  return ["npm", []];
}

/** @param {import("./report.mjs").StepReport} report */
export async function installPackages(report) {
  const problem = packagesProblem();
  if (!problem) return "in place";
  requireSpace("the npm packages", 0.7);
  report.begin(`npm ci (${problem})`);
  keepAddon();
  // npm ci would remove this file too, but among thousands: gone first, a broken-off run cannot pass for a complete one
  remove(inRoot("node_modules", ".package-lock.json"));
  const [program, args] = npm();
  // Packages' own install scripts stay off; the one that is needed is the addon's, a step of its own.
  await runQuietly(
    "npm ci",
    "If a package could not be fetched, check the network and `npm config get registry`, then run the same command again.",
    program,
    [...args, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
    { env: { PATH: `${dirname(process.execPath)}:${process.env.PATH}` } },
  );
  const left = packagesProblem();
  if (left)
    throw new SetupError(
      `npm ci ended without an error, but the packages do not agree with package-lock.json: ${left}. Remove the folder ` +
        `${inRoot("node_modules")} and run the same command again; if it happens again, your npm is set to leave packages out (see \`npm config ls\`: omit, only).`,
    );
  return "installed from package-lock.json";
}
