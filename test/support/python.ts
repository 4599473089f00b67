import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { jupyterEnvironment } from "#scripts/setup/python.mjs";
import { root } from "./fixture.js";

/** The interpreter of the project's own environment. */
export const python = join(root, ".venv", "bin", "python");

/** What Jupyter's programs find in their environment when the project's scripts run them. */
export const jupyter = { ...process.env, ...jupyterEnvironment() };

/** Runs a Python script of the repository to its end. */
export function runPython(script: string, args: readonly string[] = [], input = "") {
  const result = spawnSync(python, [join(root, script), ...args], {
    input,
    encoding: "utf8",
    env: jupyter,
    maxBuffer: 2 ** 28,
  });
  return { code: result.status, output: result.stdout, errors: result.stderr };
}
