import { spawnSync } from "node:child_process";

/** Pythons that may have what a test needs, in the order they are tried. */
const candidates = [process.env.PML_PYTHON, "python3", "python"].filter(
  (name): name is string => name !== undefined && name !== "",
);

/** The first Python that can import all modules; undefined if none can. Set PML_PYTHON to name one. */
export function pythonWith(...modules: readonly string[]): string | undefined {
  const program = modules.map((module) => `import ${module}`).join("\n");
  return candidates.find((python) => spawnSync(python, ["-c", program], { stdio: "ignore" }).status === 0);
}

/** Runs a Python program and returns what it prints; throws with its error output if it fails. */
export function runPython(python: string, program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(python, ["-W", "ignore", "-c", program, ...args], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${python} failed:\n${stderr}`);
  return stdout;
}
