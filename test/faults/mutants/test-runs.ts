import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { root } from "../../support/fixture.js";

/** A copy of the compiled library and its tests, to be changed without harm; the packages are links. */
export function copyCompiled(copy: string): void {
  for (const name of ["package.json", "lib", "test", "data"])
    cpSync(join(root, name), join(copy, name), {
      recursive: true,
      filter: (path) => !/[/\\](node_modules|checkpoints|parts)$/.test(path),
    });
  mkdirSync(join(copy, "node_modules"));
  for (const name of readdirSync(join(root, "node_modules")).filter((entry) => entry !== "pml"))
    symlinkSync(join(root, "node_modules", name), join(copy, "node_modules", name));
  symlinkSync("../lib", join(copy, "node_modules", "pml"));
}

export type Outcome = "passed" | "failed" | "timed out";

/** Runs one compiled test file to its first failure; with the time it took in ms. */
export function runTest(
  copy: string,
  file: string,
  milliseconds: number,
): Promise<{ readonly outcome: Outcome; readonly milliseconds: number }> {
  const began = performance.now();
  const child = spawn(process.execPath, ["--test-reporter=tap", file], {
    cwd: copy,
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" },
  });
  let outcome: Outcome | undefined;
  const end = (reason: Outcome) => {
    outcome ??= reason;
    child.kill("SIGKILL");
  };
  const timer = setTimeout(() => end("timed out"), milliseconds);
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (/^\s*not ok/m.test(text)) end("failed");
  });
  return new Promise((resolve) => {
    child.on("close", (code) => {
      clearTimeout(timer);
      outcome ??= code === 0 ? "passed" : "failed";
      resolve({ outcome, milliseconds: Math.round(performance.now() - began) });
    });
  });
}
