import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { root } from "../../support/fixture.js";
import { ImportGraph } from "./import-graph.js";
import { javascript, type Mutant, mutated } from "./mutate.js";
import { compiled, filesBelow, rooms } from "./sample.js";
import { copyCompiled, runTest } from "./test-runs.js";

/** What became of a mutant: noticed by `test`, or by none of those tried. */
export interface Verdict {
  readonly fate: "killed" | "timed out" | "survived";
  readonly test?: string;
}

/** Undisturbed run times of test files in ms; null for those that fail or take too long. */
export type Durations = Record<string, number | null>;

/** Tests longer than this, in ms, are left out; a mutant is given up after tests of this length altogether. */
const longestTest = 12_000;
const longestSearch = 15_000;

/** Compiled tests that mutants are tried on. */
const candidateTests = (): string[] => [
  ...[...rooms, "conformance"].flatMap((room) => filesBelow(join("test", "dist", room), ".test.js")),
  ...["extreme-values", "survivors"].map((name) => join("test", "dist", "faults", `${name}.test.js`)),
];

/** The state of all tests and their helpers: a survivor is tried again when it changes. */
export function testsVersion(): string {
  const hash = createHash("sha256");
  for (const file of [...candidateTests(), ...filesBelow(join("test", "dist", "support"), ".js")])
    hash.update(readFileSync(join(root, file)));
  return hash.digest("hex").slice(0, 16);
}

/** Changes a copy of the compiled library, one mutant at a time, and runs the tests that import the place. */
export class MutantTester {
  private readonly copy = mkdtempSync(join(tmpdir(), "mutants-"));
  private readonly distances = new Map<string, Map<string, number>>();

  constructor(
    private readonly durations: Durations,
    tests: readonly string[] = candidateTests(),
  ) {
    copyCompiled(this.copy);
    const graph = new ImportGraph(this.copy);
    for (const test of tests) this.distances.set(test, graph.distances(join(this.copy, test)));
  }

  /** Times each test not yet known on the library as it is, until `goOn` says no; whether all are known. */
  async time(goOn: () => boolean): Promise<boolean> {
    for (const test of this.distances.keys()) {
      if (this.durations[test] !== undefined) continue;
      if (!goOn()) return false;
      const { outcome, milliseconds } = await runTest(this.copy, test, longestTest);
      this.durations[test] = outcome === "passed" ? milliseconds : null;
    }
    return true;
  }

  /** Tests that import a source: those of its name first, then over the fewest imports, then the shortest. */
  testsOf(file: string): string[] {
    const module = join(this.copy, compiled(file));
    const name = `${basename(file, ".ts")}.test.js`;
    const rank = (test: string) => [
      basename(test) === name ? 0 : 1,
      this.distances.get(test)!.get(module)!,
      this.durations[test]!,
    ];
    const tests = [...this.distances.keys()].filter(
      (test) => this.distances.get(test)!.has(module) && typeof this.durations[test] === "number",
    );
    return tests.sort((a, b) => {
      const [first, second] = [rank(a), rank(b)];
      const differs = first.findIndex((value, i) => value !== second[i]);
      return differs === -1 ? 0 : first[differs]! - second[differs]!;
    });
  }

  /** Runs the tests on the library with the mutant, until one notices it. */
  async judge(mutant: Mutant): Promise<Verdict> {
    const path = join(this.copy, compiled(mutant.file));
    const original = readFileSync(path, "utf8");
    writeFileSync(path, javascript(mutated(readFileSync(join(this.copy, mutant.file), "utf8"), mutant)));
    try {
      let spent = 0;
      for (const test of this.testsOf(mutant.file)) {
        if (spent > 0 && spent + this.durations[test]! > longestSearch) continue;
        spent += this.durations[test]!;
        const { outcome } = await runTest(this.copy, test, 3000 + 3 * this.durations[test]!);
        const name = relative(join("test", "dist"), test).replace(/\.js$/, ".ts");
        if (outcome === "failed") return { fate: "killed", test: name };
        if (outcome === "timed out") return { fate: "timed out", test: name };
      }
      return { fate: "survived" };
    } finally {
      writeFileSync(path, original);
    }
  }

  /** Removes the copy. */
  end(): void {
    rmSync(this.copy, { recursive: true, force: true });
  }
}
