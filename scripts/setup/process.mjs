// @ts-check
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { noteChild } from "./lock.mjs";
import { root } from "./paths.mjs";
import { SetupError } from "./report.mjs";

/** Environment of every process that loads TensorFlow: without it, its C++ side writes to stderr. */
export const quietTensorFlow = { TF_CPP_MIN_LOG_LEVEL: "3" };

/** The lines of a failed program's output that are shown: where it begins to complain, and its end. @param {string} output */
export function excerpt(output, first = 12, last = 28) {
  const lines = output.trimEnd().split("\n");
  const shown =
    lines.length <= first + last
      ? lines
      : [
          ...lines.slice(0, first),
          `... ${lines.length - first - last} lines left out ...`,
          ...lines.slice(-last),
        ];
  return shown.map((line) => `    ${line}`).join("\n");
}

/**
 * @typedef {object} QuietOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] added to this process's environment
 * @property {number} [timeout] milliseconds until it is ended
 */

/**
 * Runs a program without showing its output.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {QuietOptions} [options]
 * @returns {Promise<{ ok: boolean, code: number | null, output: string, timedOut: boolean }>}
 */
export function tryQuietly(program, args, options = {}) {
  return new Promise((resolve) => {
    // A process group of its own, so that whatever it starts can be ended with it.
    const child = spawn(program, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const endGroup = (/** @type {NodeJS.Signals} */ signal) => {
      try {
        process.kill(-(/** @type {number} */ (child.pid)), signal);
      } catch {
        // already gone
      }
    };
    const pass = (/** @type {NodeJS.Signals} */ signal) => {
      endGroup("SIGTERM");
      process.exit(128 + constants.signals[signal]);
    };
    const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
    for (const signal of signals) process.once(signal, pass);
    const forget = child.pid ? noteChild(child.pid) : () => {};
    let timedOut = false;
    const timer = options.timeout
      ? setTimeout(() => {
          timedOut = true;
          endGroup("SIGKILL");
        }, options.timeout)
      : undefined;
    let output = "";
    const collect = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString()).slice(-200_000);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    const finish = (/** @type {number | null} */ code, text = "") => {
      clearTimeout(timer);
      forget();
      for (const signal of signals) process.removeListener(signal, pass);
      resolve({ ok: code === 0, code, output: output + text, timedOut });
    };
    child.on("error", (error) => finish(null, String(error)));
    child.on("close", (code) => finish(code));
  });
}

/**
 * Runs a program without showing its output; if it fails, throws with an excerpt of it and the remedy.
 * @param {string} what for the message: "npm ci"
 * @param {string} remedy what the reader can do
 * @param {string} program
 * @param {readonly string[]} args
 * @param {QuietOptions} [options]
 */
export async function runQuietly(what, remedy, program, args, options = {}) {
  const result = await tryQuietly(program, args, options);
  if (result.ok) return result.output;
  const how = result.timedOut ? "took too long and was ended" : `failed (exit code ${result.code})`;
  throw new SetupError(
    `${what} ${how} in ${options.cwd ?? root}. ${remedy}\nIts output:\n${excerpt(result.output)}`,
  );
}

/**
 * Runs a program on this terminal and waits for it; returns its exit code. Ctrl-C reaches it through the terminal,
 * and this process waits for it to end in its own way.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>}
 */
export function runShown(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: "inherit",
    });
    const wait = () => {};
    const pass = () => child.kill("SIGTERM");
    process.on("SIGINT", wait);
    process.on("SIGTERM", pass);
    const done = () => {
      process.removeListener("SIGINT", wait);
      process.removeListener("SIGTERM", pass);
    };
    child.on("error", (error) => {
      done();
      reject(error);
    });
    child.on("close", (code, signal) => {
      done();
      resolve(code ?? 128 + constants.signals[/** @type {NodeJS.Signals} */ (signal)]);
    });
  });
}
