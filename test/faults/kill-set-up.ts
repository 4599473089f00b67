import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { root } from "../support/fixture.js";
import type { Attempt, KilledWork } from "./kill.js";
import { runKilled } from "./killed-process.js";

// The whole set-up of a copy without packages, environment and caches: npm, pip, TensorFlow and the compiler for real.

const steps = ["npm packages", "Python side", "TensorFlow addon", "library"];
const made = new Set(["node_modules", ".venv", ".cache", "dist", ".git", "checkpoints"]);

let sources: string | undefined;
process.once("exit", () => sources && rmSync(sources, { recursive: true, force: true }));

/** The repository as a clone would have it, copied once: somebody may work on it during a campaign. */
function pristineSources(): string {
  if (sources !== undefined) return sources;
  sources = mkdtempSync(join(tmpdir(), "killed-set-up-"));
  const isSource = (path: string) =>
    !relative(root, path)
      .split(sep)
      .some((part) => made.has(part));
  cpSync(root, sources, { recursive: true, filter: isSource });
  return sources;
}

async function attempt(folder: string, killAfter?: number): Promise<Attempt> {
  if (!existsSync(folder)) cpSync(pristineSources(), folder, { recursive: true });
  const { output, killed, milliseconds } = await runKilled(
    [process.execPath, join("scripts", "run.mjs"), "setup"],
    { cwd: folder, env: process.env, begun: /Set-up/, killAfter },
  );
  const begun = [...output.matchAll(/^ {2}(\S[\w ]*?) {2,}.* \.\.\.$/gm)].map(([, name]) =>
    steps.indexOf(name!),
  );
  const units = begun.filter((step) => step >= 0).map((step) => step + 1);
  return { digest: killed ? undefined : digestOf(folder), units, milliseconds };
}

/** Of all that set-up makes and a command reads: names, contents, targets of links; Python's bytecode and notes on what was done left out. */
function digestOf(folder: string): string {
  const hash = createHash("sha256");
  const walk = (path: string) => {
    const name = relative(folder, path);
    const about = lstatSync(path);
    if (about.isSymbolicLink()) hash.update(`${name} -> ${readlinkSync(path)}\n`);
    else if (about.isDirectory()) for (const entry of readdirSync(path).sort()) walk(join(path, entry));
    else if (!/\.(pyc|stamp|tsbuildinfo)$/.test(name)) hash.update(`${name}\n`).update(readFileSync(path));
  };
  for (const part of ["node_modules", ".venv", join("lib", "dist"), join("test", "dist")])
    walk(join(folder, part));
  return hash.digest("hex");
}

/** Set-up: what a step has finished stays, so that a kill costs the step that was under way. */
export const setUpRun: KilledWork = { name: "set-up", unit: "step", savedEvery: 1, attempt };
