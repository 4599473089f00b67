import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { root } from "./fixture.js";
import { python } from "./python.js";

/**
 * Makes a copy of the sources without the tests themselves, which nobody runs there; the packages are links to those that are
 * installed. Returns its folder.
 */
export function copyRepository(copy: string): string {
  const wanted = (path: string) => !/[/\\](dist|node_modules)$|\.test\.ts$/.test(path);
  for (const name of ["lib", "test", "scripts", "bench", "package.json", "tsconfig.json"])
    cpSync(join(root, name), join(copy, name), { recursive: true, filter: wanted });
  mkdirSync(join(copy, "node_modules"));
  for (const name of readdirSync(join(root, "node_modules")).filter((entry) => entry !== "pml"))
    symlinkSync(join(root, "node_modules", name), join(copy, "node_modules", name));
  symlinkSync("../lib", join(copy, "node_modules", "pml"));
  mkdirSync(join(copy, ".cache"));
  return copy;
}

/** Runs the compile step of the copy under its lock, as set-up does; killed -9 after some time, or to its end. */
export async function compileIn(copy: string, killAfter?: number) {
  const module = (name: string) => JSON.stringify(pathToFileURL(join(copy, "scripts", "setup", name)).href);
  const script = `
    import { takeLock } from ${module("lock.mjs")};
    import { compile } from ${module("compile.mjs")};
    const release = await takeLock();
    console.log("started");
    console.log(await compile({ begin: () => {} }));
    release();`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { cwd: copy });
  let output = "";
  let begun = () => {};
  const started = new Promise<void>((resolve) => {
    begun = resolve;
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
      begun();
    });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  if (killAfter !== undefined) {
    await started;
    await sleep(killAfter);
    child.kill("SIGKILL");
  }
  return { code: await ended, output };
}

/** Gives a copy a Python environment of its own, which lends the installed packages, with its own kernel. */
export async function lendPython(copy: string): Promise<void> {
  const made = spawnSync(python, ["-m", "venv", "--without-pip", join(copy, ".venv")], { encoding: "utf8" });
  if (made.status !== 0) throw new Error(`no environment in ${copy}: ${made.stderr}`);
  const packages = (base: string) => {
    const lib = join(base, ".venv", "lib");
    return join(lib, readdirSync(lib).find((name) => name.startsWith("python"))!, "site-packages");
  };
  writeFileSync(join(packages(copy), "lent.pth"), `${packages(root)}\n`);
  const { kernelSpecification } = (await import(
    pathToFileURL(join(copy, "scripts", "setup", "python.mjs")).href
  )) as { kernelSpecification: () => { readonly argv: readonly string[] } };
  const kernel = join(copy, ".venv", "share", "jupyter", "kernels", "tslab");
  mkdirSync(kernel, { recursive: true });
  const templates = join("share", "jupyter", "nbconvert");
  symlinkSync(join(root, ".venv", templates), join(copy, ".venv", templates));
  writeFileSync(join(kernel, "kernel.json"), JSON.stringify(kernelSpecification()));
}
