import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "../support/fixture.js";
import { jupyter, python } from "../support/python.js";
import { type Slope, slopeOf } from "./long-use.js";

/** What a kernel holds after a round: kilobytes, and numbers of things. */
interface Round {
  readonly seconds: number;
  readonly resident: number;
  readonly heap: number;
  readonly tensors: number;
  readonly files: number;
  readonly threads: number;
  readonly handles: number;
}

/** What executing a notebook again and again in one kernel left behind. */
export interface RoundsReport {
  readonly notebook: string;
  readonly rounds: number;
  readonly seconds: number;
  /** Megabytes after the first round, in the middle and after the last. */
  readonly residentMegabytes: readonly [number, number, number];
  /** Kilobytes a round, over the second half of the rounds. */
  readonly resident: Slope;
  readonly heap: Slope;
  /** After the first round and after the last. */
  readonly tensors: readonly [number, number];
  readonly files: readonly [number, number];
  readonly threads: readonly [number, number];
  readonly handles: readonly [number, number];
}

/** Executes a notebook's cells so many times in one kernel, as in a quick run. */
function executeAgain(notebook: string, rounds: number): RoundsReport {
  const path = join(root, "notebooks", `${notebook}.ipynb`);
  const script = join(root, "test", "faults", "notebook-rounds.py");
  const { status, stdout, stderr } = spawnSync(python, [script, path, String(rounds)], {
    encoding: "utf8",
    env: { ...jupyter, PML_QUICK: "1" },
  });
  if (status !== 0) throw new Error(`${notebook}: ${stderr}`);
  const held = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Round);
  const late = held.slice(Math.floor(rounds / 2));
  const [first, last] = [held[0]!, held.at(-1)!];
  const ends = (name: keyof Round) => [first[name], last[name]] as const;
  const report: RoundsReport = {
    notebook,
    rounds,
    seconds: Math.round(held.reduce((sum, { seconds }) => sum + seconds, 0)),
    residentMegabytes: [first, late[0]!, last].map(({ resident }) =>
      Math.round(resident / 1024),
    ) as unknown as RoundsReport["residentMegabytes"],
    resident: slopeOf(
      late.map(({ resident }) => resident),
      1,
    ),
    heap: slopeOf(
      late.map(({ heap }) => heap),
      1,
    ),
    tensors: ends("tensors"),
    files: ends("files"),
    threads: ends("threads"),
    handles: ends("handles"),
  };
  console.log(
    `${notebook}: ${report.residentMegabytes.join(", ")} MB, tensors ${report.tensors}, files ${report.files}`,
  );
  return report;
}

/** Executes the notebooks of these names or numbers (all, without any) and returns their reports with those that were there already. */
export function repeatNotebooks(rounds: number, chosen: readonly string[]): readonly RoundsReport[] {
  const known = join(root, "data", "faults", "notebook-rounds.json");
  const before = existsSync(known) ? (JSON.parse(readFileSync(known, "utf8")) as RoundsReport[]) : [];
  const all = readdirSync(join(root, "notebooks"))
    .filter((name) => name.endsWith(".ipynb"))
    .map((name) => basename(name, ".ipynb"));
  const named = chosen.map((short) => {
    const found = all.find((name) => name === short || name.startsWith(`${short}-`));
    if (found === undefined) throw new Error(`There is no notebook ${short}; there are: ${all.join(", ")}.`);
    return found;
  });
  const made = (named.length > 0 ? named : all).map((name) => executeAgain(name, rounds));
  const kept = before.filter(({ notebook }) => !made.some((report) => report.notebook === notebook));
  return [...kept, ...made].sort((a, b) => (a.notebook < b.notebook ? -1 : 1));
}
