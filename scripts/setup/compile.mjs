// @ts-check
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { cache, compiler, inRoot, root } from "./paths.mjs";
import { tryQuietly } from "./process.mjs";
import { SetupError } from "./report.mjs";
import { digest, readOrUndefined, remove, writeWhole } from "./stamp.mjs";

/** Folders of sources, each with the folder its output goes to and what the compiler makes of one source. */
const projects = [
  { sources: "lib", ending: ".ts", outputs: [".js", ".d.ts"] },
  { sources: "test", ending: ".ts", outputs: [".js", ".d.ts"] },
  { sources: "scripts/report/live", ending: ".ts", outputs: [".js", ".d.ts"] },
  { sources: "scripts", ending: ".mjs", outputs: [".d.mts"] },
];

/** Present while the compiler writes: if it is there at the start, the last run was broken off. */
const underway = join(cache, "compile.underway");

/** Hashes of all sources, as they were when they were last compiled here. */
const note = join(cache, "compile.sources");

/**
 * The files below a folder, as paths relative to it; dist and node_modules left out.
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "dist" || entry.name === "node_modules") return [];
    if (entry.isFile()) return [entry.name];
    return entry.isDirectory()
      ? filesBelow(join(folder, entry.name)).map((name) => join(entry.name, name))
      : [];
  });
}

/**
 * Compares sources with the compiled files, which the compiler itself does not: it trusts its notes.
 * @param {string} [folder] the repository, or a test's
 * @returns {{ missing: string[], stale: string[] }} outputs that are not there or are empty, outputs whose source is gone
 */
export function compareOutputs(folder = root) {
  /** @type {string[]} */
  const missing = [];
  /** @type {string[]} */
  const stale = [];
  for (const { sources, ending, outputs } of projects) {
    const dist = join(folder, sources, "dist");
    const stems = filesBelow(join(folder, sources))
      .filter((name) => name.endsWith(ending) && !name.endsWith(".d.ts"))
      .map((name) => name.slice(0, -ending.length));
    const wanted = new Set(stems.flatMap((stem) => outputs.map((output) => stem + output)));
    for (const name of wanted) {
      const found = statSync(join(dist, name), { throwIfNoEntry: false });
      if (!found || found.size === 0) missing.push(join(sources, "dist", name));
    }
    for (const name of filesBelow(dist)) {
      if (/\.(js|d\.m?ts)$/.test(name) && !wanted.has(name)) stale.push(join(sources, "dist", name));
    }
  }
  return { missing, stale };
}

/** Every source with its hash. @returns {Record<string, string>} */
function hashSources() {
  const names = ["lib", "test", "scripts", "bench"].flatMap((folder) =>
    filesBelow(inRoot(folder))
      .filter((name) => /\.m?ts$|\.mjs$/.test(name))
      .map((name) => join(folder, name)),
  );
  return Object.fromEntries(names.map((name) => [name, digest(readFileSync(inRoot(name), "utf8"))]));
}

/** Modification time in milliseconds; 0 for a file that is not there. @param {string} path */
const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/**
 * Whether the compiler would overlook a change. It goes by times alone: a source that is older than its notes has not
 * changed, it thinks, though the clock was set back meanwhile, or a copy kept its old time.
 * @param {Record<string, string>} sources
 */
function timesMislead(sources) {
  const soon = Date.now() + 2000;
  if (projects.some((project) => modified(inRoot(project.sources, "dist", ".tsbuildinfo")) > soon))
    return true;
  /** @type {Record<string, string>} */
  let before = {};
  try {
    before = JSON.parse(readOrUndefined(note) ?? "{}");
  } catch {
    return true; // cut short
  }
  const noted = modified(note);
  return Object.entries(sources).some(
    ([name, hash]) => before[name] !== undefined && before[name] !== hash && modified(inRoot(name)) <= noted,
  );
}

/**
 * Compiles lib/ and test/ and type-checks scripts/; returns what was done. Throws with the compiler's own errors.
 * @param {import("./report.mjs").StepReport} report
 */
export async function compile(report) {
  const { missing, stale } = compareOutputs();
  // A test whose source was removed must not go on being run.
  for (const name of stale) rmSync(inRoot(name));
  const sources = hashSources();
  const again = existsSync(underway) || missing.length > 0 || timesMislead(sources);
  if (again) report.begin(`tsc -b${existsSync(underway) ? " (the last run was broken off)" : ""}`);
  writeFileSync(underway, "");
  const args = [compiler, "-b", "--pretty", "false", ...(again ? ["--force"] : [])];
  const result = await tryQuietly(process.execPath, args);
  if (!result.ok)
    throw new SetupError(
      `The compiler found errors (in ${root}):\n\n${result.output.trimEnd()}\n\nMend them and run the same command again.`,
    );
  const noted = JSON.stringify(sources);
  if (noted !== readOrUndefined(note)) writeWhole(note, noted);
  remove(underway);
  const left = compareOutputs().missing;
  if (left.length > 0)
    throw new SetupError(
      `The compiler ended without an error but did not write ${left.map((name) => relative(root, inRoot(name)).split(sep).join("/")).join(", ")}. ` +
        "Is its source left out by a tsconfig.json?",
    );
  return again ? "compiled" : "up to date";
}
