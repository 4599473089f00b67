import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { ownPackages } from "#scripts/setup/own-packages.mjs";
import { root } from "../support/fixture.js";

const execute = promisify(execFile);

/** Checkers, a bundler, other runtimes and TypeScript, installed once in .cache. */
export const tools = (): Promise<string> => ownPackages("package-tools", "test", "package", "tools");

/** The npm that runs the tests, or the first on the PATH, as a script for Node. */
function npmScript(): string {
  const running = process.env.npm_execpath;
  if (running !== undefined && /npm-cli\.c?js$/.test(running)) return running;
  const folder = (process.env.PATH ?? "").split(delimiter).find((each) => existsSync(join(each, "npm")));
  assert.ok(folder !== undefined, "there is no npm on the PATH");
  return realpathSync(join(folder, "npm"));
}

/** Runs a program and gives what it wrote; its complaint and its last lines where it fails. */
export async function run(
  program: string,
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<string> {
  try {
    const { stdout } = await execute(program, args, {
      cwd,
      env: { ...process.env, ...env },
      maxBuffer: 2 ** 24,
    });
    return stdout;
  } catch (error) {
    const { message, stdout, stderr } = error as Error & { stdout: string; stderr: string };
    throw new Error(`${message.split("\n")[0]}\n${stdout}\n${stderr}`);
  }
}

/** An empty project in which the packed library has been installed, as anyone would. */
export interface Project {
  readonly folder: string;
  /** The packed file. */
  readonly tarball: string;
  /** How long `npm install FILE` took. */
  readonly seconds: number;
  /** Links packages of the repository into the project, as if they had been installed as well. */
  link(...names: readonly string[]): void;
  remove(): void;
}

/** `npm pack` of the library, then `npm install` of the file in an empty folder, on a PATH that has nothing but Node. */
export async function packedProject(): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), "pml-package-"));
  const npm = npmScript();
  const [packed] = JSON.parse(
    await run(process.execPath, [npm, "pack", "--json", "--pack-destination", folder], {
      cwd: join(root, "lib"),
    }),
  ) as { filename: string }[];
  const tarball = join(folder, packed!.filename);
  const project = join(folder, "project");
  mkdirSync(join(folder, "bin"));
  mkdirSync(project);
  symlinkSync(process.execPath, join(folder, "bin", "node"));
  writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }\n');
  const start = performance.now();
  const install = ["install", tarball, "--prefer-offline", "--no-audit", "--no-fund"];
  await run(process.execPath, [npm, ...install], { cwd: project, env: { PATH: join(folder, "bin") } });
  return {
    folder: project,
    tarball,
    seconds: (performance.now() - start) / 1000,
    link(...names) {
      for (const name of names) {
        const place = join(project, "node_modules", name);
        mkdirSync(dirname(place), { recursive: true });
        symlinkSync(join(root, "node_modules", name), place);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A program of the package's README, what it is written in, and what it prints. */
export interface Program {
  readonly section: string;
  readonly language: string;
  readonly source: string;
  readonly output: string;
}

/** The programs of the package's README in their order: a block of code, and the block of text under it. */
export function readmePrograms(): Program[] {
  const text = readFileSync(join(root, "lib", "README.md"), "utf8");
  return text.split(/^## /m).flatMap((section) => {
    const blocks = section.matchAll(/^```(ts|js)\n(.*?)^```\n\n```text\n(.*?)^```$/gms);
    return [...blocks].map(([, language, source, output]) => ({
      section: section.slice(0, section.indexOf("\n")),
      language: language!,
      source: source!,
      output: output!,
    }));
  });
}
