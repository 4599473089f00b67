import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { scalar, scope, tensorflowVersion } from "pml/tensorflow";
import { root } from "../support/fixture.js";
import { compileIn, copyRepository, lendPython } from "../support/repository-copy.js";
import { type NumberDifference, numberDifference } from "./number-differences.js";

/** One way to run the quick pipeline. */
interface Way {
  readonly name: string;
  /** The order of the notebooks, from that of their numbers. */
  order(names: readonly string[]): readonly string[];
  /** What is put before the command. */
  readonly before: readonly string[];
  /** Whether it is what another machine might do: TensorFlow then splits its sums in another way. */
  readonly otherSums?: true;
}

const asNumbered = (names: readonly string[]) => names;
const ways: readonly Way[] = [
  { name: "in the order of their numbers", order: asNumbered, before: [] },
  { name: "the same again", order: asNumbered, before: [] },
  { name: "in the opposite order", order: (names) => [...names].reverse(), before: [] },
  { name: "on one core", order: asNumbered, before: ["taskset", "--cpu-list", "0"], otherSums: true },
];

/** What the comparison showed. */
export interface DeterminismReport {
  readonly node: string;
  readonly tensorflow: string;
  readonly notebooks: number;
  /** Figures, tables, executed notebooks and the report page, compared byte for byte with the first way's. */
  readonly files: number;
  readonly bytes: number;
  readonly ways: readonly WayReport[];
}

interface WayReport {
  readonly way: string;
  readonly seconds: number;
  /** Files with other bytes than the first way's. */
  readonly different: readonly string[];
  /** Only where other sums are expected: how far the numbers in figures and tables are apart. */
  readonly numbers?: Readonly<Record<string, NumberDifference>>;
}

type Files = ReadonlyMap<string, Buffer>;

/** Every file below a folder, by its path. */
function filesBelow(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return new Map(files.map((name) => [name, readFileSync(join(folder, name))]));
}

/** A fresh copy of the repository, nothing trained, with its own kernel. */
async function freshCopy(copy: string): Promise<void> {
  copyRepository(copy);
  for (const name of ["requirements.txt", "package-lock.json", "notebooks"])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  cpSync(join(root, "data"), join(copy, "data"), {
    recursive: true,
    filter: (path) => basename(path) !== "checkpoints",
  });
  const { code, output } = await compileIn(copy);
  if (code !== 0) throw new Error(output);
  await lendPython(copy);
}

/** Runs the quick pipeline in a fresh copy and returns what it wrote. */
async function quickRun({ order, before }: Way, names: readonly string[], copy: string) {
  await freshCopy(copy);
  const began = performance.now();
  const environment = {
    JUPYTER_PREFER_ENV_PATH: "1",
    JUPYTER_NO_CONFIG: "1",
    PYTHONDONTWRITEBYTECODE: "1",
    TF_CPP_MIN_LOG_LEVEL: "3",
  };
  const builder = JSON.stringify(join(copy, "scripts", "report", "build.mjs"));
  const commands = [
    [
      join(copy, ".venv", "bin", "python"),
      join(copy, "scripts", "notebooks", "execute.py"),
      "--quick",
      ...order(names),
    ],
    [
      process.execPath,
      "--input-type=module",
      "-e",
      `const { buildReport, reportPlaces } = await import(${builder}); await buildReport(reportPlaces(true));`,
    ],
  ];
  for (const command of commands) {
    const [program, ...args] = [...before, ...command] as [string, ...string[]];
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: copy,
      encoding: "utf8",
      env: { ...process.env, ...environment },
    });
    if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  return { seconds, files: filesBelow(join(copy, ".cache", "quick")) };
}

const differences = (one: Files, other: Files) =>
  [...new Set([...one.keys(), ...other.keys()])].filter(
    (name) => !(one.has(name) && other.get(name)?.equals(one.get(name)!)),
  );

/** How far the numbers of those figures and tables are apart. */
const numbersOf = (names: readonly string[], one: Files, other: Files) =>
  Object.fromEntries(
    names
      .filter((name) => name.endsWith(".json") && one.has(name) && other.has(name))
      .map((name) => {
        const [a, b] = [one, other].map((files) => JSON.parse(files.get(name)!.toString()));
        return [name, numberDifference(a, b)];
      }),
  );

/**
 * Runs the quick pipeline in fresh copies in several ways and compares all that it writes, byte for byte.
 *
 * @param chosen names of notebooks; all of them if none is named
 */
export async function checkDeterminism(chosen: readonly string[] = []): Promise<DeterminismReport> {
  const all = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));
  const names = all.map((name) => basename(name, ".ipynb")).sort();
  const notebooks = chosen.length > 0 ? chosen : names;
  const base = mkdtempSync(join(tmpdir(), "determinism-"));
  try {
    let first: Files | undefined;
    const reports: WayReport[] = [];
    for (const [i, way] of ways.entries()) {
      if (way.before.length > 0 && !existsSync(`/usr/bin/${way.before[0]}`)) continue;
      const copy = join(base, `copy ${i}`);
      const { seconds, files } = await quickRun(way, notebooks, copy);
      first ??= files;
      const different = differences(first, files);
      console.log(
        `${way.name}: ${files.size} files in ${seconds} s, different: ${different.join(", ") || "none"}`,
      );
      const numbers = way.otherSums && { numbers: numbersOf(different, first, files) };
      reports.push({ way: way.name, seconds, different, ...numbers });
      rmSync(copy, { recursive: true });
    }
    scope(() => scalar(1)); // the version is known once something was computed
    return {
      node: process.version,
      tensorflow: tensorflowVersion() ?? "",
      notebooks: notebooks.length,
      files: first!.size,
      bytes: [...first!.values()].reduce((sum, { length }) => sum + length, 0),
      ways: reports,
    };
  } finally {
    rmSync(base, { recursive: true, force: true, maxRetries: 5 });
  }
}
