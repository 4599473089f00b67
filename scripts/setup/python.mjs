// @ts-check
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { cache, inRoot, root, venvPython } from "./paths.mjs";
import { quietTensorFlow, runQuietly, tryQuietly } from "./process.mjs";
import { requireSpace, SetupError } from "./report.mjs";
import { digest, readOrUndefined, remove, writeWhole } from "./stamp.mjs";

const venv = inRoot(".venv");
const stamp = join(venv, "set-up.stamp");
const kernelFolder = join(venv, "share", "jupyter", "kernels", "tslab");

/** What the installed environment depends on. It cannot be moved (its scripts hold its path), so that counts too. */
const environmentKey = () => digest(venv, readOrUndefined(inRoot("requirements.txt")) ?? "");

/** Why the environment must be made anew, or undefined. */
function environmentProblem() {
  if (!existsSync(venv)) return "first time";
  if (!existsSync(venvPython)) return "its Python is gone";
  const found = readOrUndefined(stamp);
  if (found === undefined) return "the last run was broken off";
  if (found !== environmentKey()) return "requirements.txt or the folder has changed";
  const libraries = readdirSync(join(venv, "lib")).map((name) => join(venv, "lib", name, "site-packages"));
  const complete = (/** @type {string} */ name) =>
    libraries.some((folder) => existsSync(join(folder, name, "__init__.py")));
  return ["jupyterlab", "nbclient", "nbconvert"].every(complete) ? undefined : "packages are missing from it";
}

const asked = "import sys, venv, ensurepip; print('%d.%d.%d' % sys.version_info[:3])";
const askedVersionOnly = "import sys; print('%d.%d.%d' % sys.version_info[:3])";

/**
 * @typedef {{ command: string, version?: string, complete: boolean }} Candidate a Python that was tried
 */

/**
 * The first usable Python among those tried, or the paragraph that says why none will do.
 * @param {readonly Candidate[]} candidates
 * @returns {{ command: string } | { problem: string }}
 */
export function choosePython(candidates) {
  const present = candidates.filter((candidate) => candidate.version);
  const recent = present.filter((candidate) => {
    const [major, minor] = /** @type {string} */ (candidate.version).split(".").map(Number);
    return major === 3 && /** @type {number} */ (minor) >= 10;
  });
  const complete = recent.find((candidate) => candidate.complete);
  if (complete) return { command: complete.command };
  const remedy = {
    none: "Install it (Debian, Ubuntu: `apt-get install python3 python3-venv`; Fedora: `dnf install python3`; macOS: `brew install python`), or name one with the environment variable PYTHON",
    venv: `Install it (Debian, Ubuntu: \`apt-get install python3-venv\` or \`python${recent[0]?.version?.split(".").slice(0, 2).join(".")}-venv\`)`,
  };
  const nothing =
    candidates.length === 1 ? `${candidates[0]?.command} cannot be run` : "none was found on the PATH";
  const what =
    recent.length > 0
      ? `${recent[0]?.command} is Python ${recent[0]?.version}, but it lacks the venv or the ensurepip module. ${remedy.venv}`
      : present.length > 0
        ? `found only ${present.map((candidate) => `${candidate.command} ${candidate.version}`).join(", ")}. ${remedy.none}`
        : `${nothing}. ${remedy.none}`;
  return {
    problem: `JupyterLab needs Python 3.10 or newer with its venv module: ${what}, then run the same command again.`,
  };
}

/** Tries the Pythons there may be, until one will do. */
async function findPython() {
  const named = process.env.PYTHON;
  const commands = named
    ? [named]
    : ["python3", "python", "python3.13", "python3.12", "python3.11", "python3.10", "python3.14"];
  /** @type {Candidate[]} */
  const candidates = [];
  for (const command of commands) {
    let result = await tryQuietly(command, ["-c", asked], { timeout: 20_000 });
    const complete = result.ok;
    if (!complete) result = await tryQuietly(command, ["-c", askedVersionOnly], { timeout: 20_000 });
    candidates.push({
      command,
      version: result.ok ? result.output.trim().split("\n").pop() : undefined,
      complete,
    });
    if ("command" in choosePython(candidates)) break;
  }
  const choice = choosePython(candidates);
  if ("problem" in choice) throw new SetupError(choice.problem);
  return choice.command;
}

const packagesRemedy =
  "If packages could not be fetched, check the network (and pip's or uv's index settings), then run the same command again.";

/** With uv, which is faster, where it is installed. */
async function makeWithUv() {
  await runQuietly("uv venv", packagesRemedy, "uv", [
    "venv",
    "--seed",
    "--python",
    process.env.PYTHON ?? ">=3.10",
    venv,
  ]);
  await runQuietly("uv pip install", packagesRemedy, "uv", [
    "pip",
    "install",
    "--python",
    venvPython,
    "--require-hashes",
    "-r",
    inRoot("requirements.txt"),
  ]);
}

/** @param {string} python */
async function makeWithPip(python) {
  const remedy = "Is the venv module complete (Debian, Ubuntu: `apt-get install python3-venv`)?";
  await runQuietly(`${python} -m venv`, remedy, python, ["-m", "venv", venv]);
  const args = [
    "-m",
    "pip",
    "install",
    "--disable-pip-version-check",
    "--no-input",
    "--require-hashes",
    "-r",
    inRoot("requirements.txt"),
  ];
  await runQuietly("pip install", packagesRemedy, venvPython, args);
}

/** @param {import("./report.mjs").StepReport} report */
export async function makePythonEnvironment(report) {
  const problem = environmentProblem();
  if (problem) {
    const hasUv = (await tryQuietly("uv", ["--version"])).ok;
    const python = hasUv ? "" : await findPython();
    requireSpace("JupyterLab and what it needs", 0.5);
    report.begin(`.venv with JupyterLab, by ${hasUv ? "uv" : "pip"} (${problem})`);
    remove(stamp);
    remove(venv);
    try {
      await (hasUv ? makeWithUv() : makeWithPip(python));
    } catch (error) {
      remove(venv);
      throw error;
    }
    writeWhole(stamp, environmentKey());
  }
  const renewed = writeKernel();
  return problem ? "JupyterLab and the kernel installed in .venv" : renewed ? "kernel renewed" : "in place";
}

/**
 * How V8 runs a kernel. A notebook calls much code a few times each, and by its own measure V8 optimises thousands of functions that then
 * hardly run again, with a third of the processor's time. So functions are optimised later and compiled plainly before, and garbage is
 * collected by one thread where several would wait for each other. A Node that does not know these options of V8's goes without.
 * @public a test gives them to a tslab without our kernel
 */
export function engineOptions() {
  const options = ["--interrupt-budget=500000", "--always-sparkplug", "--single-threaded-gc"];
  const trial = spawnSync(process.execPath, [...options, "--eval", ""], { stdio: "ignore" });
  return trial.status === 0 ? options : [];
}

/**
 * The kernel's description for Jupyter, inside .venv: our launcher of tslab, run by the Node that runs set-up.
 * The name is tslab's own, so that the notebooks open with a stock tslab too.
 * @public a test asks for it in another copy of the repository
 */
export function kernelSpecification() {
  return {
    argv: [
      process.execPath,
      ...engineOptions(),
      inRoot("scripts", "kernel", "kernel.mjs"),
      "{connection_file}",
    ],
    display_name: "TypeScript (tslab)",
    language: "typescript",
    interrupt_mode: "signal",
    env: quietTensorFlow,
  };
}

/** Writes the kernel's description if it is not as it should be. */
function writeKernel() {
  writeModuleKind();
  const file = join(kernelFolder, "kernel.json");
  const text = `${JSON.stringify(kernelSpecification(), null, 2)}\n`;
  if (readOrUndefined(file) === text) return false;
  mkdirSync(kernelFolder, { recursive: true });
  writeWhole(file, text);
  return true;
}

/**
 * JupyterLab brings scripts for Node in the older module format. Without a word about that, this repository's package.json holds for
 * them too, and starting JupyterLab prints one of them whole in place of its first line.
 */
function writeModuleKind() {
  const file = join(venv, "package.json");
  const text = '{ "type": "commonjs" }\n';
  if (readOrUndefined(file) !== text) writeWhole(file, text);
}

/** Where a headless run keeps Jupyter's connection files, so that nothing is written outside the repository. */
export function jupyterEnvironment() {
  const runtime = join(cache, "jupyter-runtime");
  mkdirSync(runtime, { recursive: true });
  chmodSync(runtime, 0o700);
  return {
    JUPYTER_RUNTIME_DIR: runtime,
    JUPYTER_PREFER_ENV_PATH: "1",
    JUPYTER_NO_CONFIG: "1",
    PYTHONDONTWRITEBYTECODE: "1",
    ...quietTensorFlow,
    PML_ROOT: root,
  };
}
