import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../support/fixture.js";
import { jupyter, python } from "../support/python.js";

const skip =
  (!existsSync(python) && "no .venv: run the tests by npm test") ||
  (!existsSync("/proc/self/smaps_rollup") && "memory is read from /proc, as Linux has it");

/** A file of a process, which may have ended meanwhile. */
function read(id: number, name: string): string {
  try {
    return readFileSync(`/proc/${id}/${name}`, "utf8");
  } catch {
    return "";
  }
}

/** A process and all that it has started, directly or not. */
function withDescendants(first: number): readonly number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    // the name stands in brackets and may hold anything; the parent is the second word after it
    .map((name) => [Number(name), Number(read(Number(name), "stat").split(") ").at(-1)?.split(" ")[1])]);
  const found = [first];
  for (const id of found)
    found.push(...parents.filter(([, parent]) => parent === id).map(([child]) => child!));
  return found;
}

/** Bytes that are in memory because of a process; what several share is divided among them. */
const memoryOf = (id: number) => 1024 * Number(/^Pss:\s+(\d+) kB/m.exec(read(id, "smaps_rollup"))?.[1] ?? 0);

const gibibyte = 2 ** 30;

// Notebook 1 has all models in one kernel, and takes the most of all.
test("the heaviest notebook, run from top to bottom, takes less than 2 GiB", {
  skip,
  timeout: 900_000,
}, async (t) => {
  const output = mkdtempSync(join(tmpdir(), "memory-"));
  try {
    const name = readdirSync(join(root, "notebooks")).find((file) => /^1-.*ipynb$/.test(file))!;
    const options = ["--to", "notebook", "--execute", "--output-dir", output];
    const program = spawn(python, ["-m", "nbconvert", ...options, join(root, "notebooks", name)], {
      env: jupyter,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let errors = "";
    program.stderr.on("data", (text) => {
      errors += text;
    });
    const ended = new Promise((resolve) => program.once("exit", resolve));
    let peak = 0;
    while (program.exitCode === null && program.signalCode === null) {
      const now = withDescendants(program.pid!).reduce((sum, id) => sum + memoryOf(id), 0);
      peak = Math.max(peak, now);
      await sleep(200);
    }
    assert.equal(await ended, 0, errors);
    t.diagnostic(`at most ${(peak / gibibyte).toFixed(2)} GiB, with the program that runs the cells`);
    assert.ok(peak > 0.5 * gibibyte, "the kernel was not among the processes");
    assert.ok(peak < 2 * gibibyte, `${(peak / gibibyte).toFixed(2)} GiB`);
  } finally {
    rmSync(output, { recursive: true });
  }
});
