import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fixtures } from "../support/fixture.js";
import { checkers } from "./checkers.js";
import { Ledger, passes, type Quantity } from "./ledger.js";

/** The outcome of one fixture file. */
export interface FileReport {
  readonly file: string;
  readonly quantities: readonly Quantity[];
  /** What stopped the comparison, if something did. */
  readonly failure?: string;
}

/** Runs the checker of one fixture file. A file that cannot be read or a checker that throws is a failure. */
export async function checkFile(path: string): Promise<FileReport> {
  const file = basename(path);
  const ledger = new Ledger();
  try {
    const checker = await checkers[basename(path, ".json")]!();
    await checker(JSON.parse(readFileSync(path, "utf8")), ledger);
    if (ledger.list().length === 0)
      return { file, quantities: [], failure: "nothing in it could be compared" };
    return { file, quantities: ledger.list() };
  } catch (error) {
    return {
      file,
      quantities: ledger.list(),
      failure: error instanceof Error ? error.message : String(error),
    };
  }
}

function line(quantity: Quantity): string {
  const mark = passes(quantity) ? "ok  " : "FAIL";
  const text = `  ${mark} ${quantity.name}: ${quantity.error.toExponential(1)} (allowed ${quantity.tolerance.toExponential(0)}, ${quantity.count} values)`;
  return passes(quantity) ? text : `${text}\n       worst: ${quantity.worst}`;
}

/** Checks every fixture of a folder and prints a report; returns the process's exit code. */
export async function run(
  folder: string,
  only: readonly string[] = [],
  print = console.log,
): Promise<number> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    print(`conformance: ${folder} is not a folder of fixture files`);
    return 2;
  }
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort();
  let passed = 0;
  let failed = 0;
  for (const name of names) {
    const stem = basename(name, ".json");
    if (only.length > 0 && !only.includes(stem)) continue;
    if (!(stem in checkers)) {
      print(`${name}: left out, this version has no checker for it`);
      continue;
    }
    const report = await checkFile(join(folder, name));
    print(name);
    for (const quantity of report.quantities) print(line(quantity));
    if (report.failure !== undefined) print(`  FAIL ${report.failure}`);
    const bad = report.quantities.filter((quantity) => !passes(quantity)).length + (report.failure ? 1 : 0);
    failed += bad;
    passed += report.quantities.filter(passes).length;
  }
  if (passed + failed === 0) {
    print(
      `conformance: ${folder} holds no fixture file that this version knows (${Object.keys(checkers).join(", ")})`,
    );
    return 2;
  }
  print(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** Command line: `[DIR] [NAME ...]`, by default the repository's own fixtures. */
export function main(args: readonly string[]): Promise<number> {
  const [folder = fixtures, ...only] = args;
  return run(resolve(process.env.INIT_CWD ?? ".", folder), only);
}
