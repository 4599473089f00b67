// @ts-check
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const venv = join(root, ".cache", "bench-venv");
const requirements = fileURLToPath(new URL("../requirements.txt", import.meta.url));

/** @param {string} program @param {readonly string[]} args */
function runOrThrow(program, args) {
  const { status, error, stderr } = spawnSync(program, args, {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (status === 0) return;
  throw new Error(
    `${program} ${args.slice(0, 3).join(" ")} failed (${error?.message ?? `exit code ${status}`}). ` +
      "Is there a Python 3.11 or newer with its venv module, and does the network reach a package index? " +
      "BENCH_PYTHON may name a Python that has the packages of bench/requirements.txt." +
      `\n${stderr ?? ""}`,
  );
}

/**
 * The Python of the peers: BENCH_PYTHON if it is set, else an environment in .cache/bench-venv, made when it is first
 * needed or when bench/requirements.txt has changed.
 * @param {(line: string) => void} say
 */
export function peerPython(say = console.log) {
  const named = process.env.BENCH_PYTHON;
  if (named) return named;
  const python = join(venv, "bin", "python");
  const stamp = join(venv, "requirements.stamp");
  const wanted = readFileSync(requirements, "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return python;
  say("Installing the peers in .cache/bench-venv (some gigabytes; once)");
  rmSync(venv, { recursive: true, force: true });
  runOrThrow(process.env.PYTHON ?? "python3", ["-m", "venv", venv]);
  runOrThrow(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements]);
  writeFileSync(stamp, wanted);
  return python;
}

/** The Python of the peers if it is there already, for tests; undefined otherwise. */
export function presentPython() {
  const python = process.env.BENCH_PYTHON ?? join(venv, "bin", "python");
  const isReady = process.env.BENCH_PYTHON !== undefined || existsSync(join(venv, "requirements.stamp"));
  return isReady && spawnSync(python, ["-c", "import numpy"]).status === 0 ? python : undefined;
}

/** What it was measured on. */
export function machine() {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? "unknown",
    logicalProcessors: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    // told by whoever measures: "shared with other work", say
    ...(process.env.BENCH_CONDITIONS ? { conditions: process.env.BENCH_CONDITIONS } : {}),
  };
}
