import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { boxesMarkdown, type Kept } from "#bench/harness/boxes-report.mjs";
import { root } from "../support/fixture.js";

const regrets = (last: number) => Array.from({ length: 25 }, (_, i) => (i < 15 ? 8 : i < 20 ? 4 : last));
const run = (seed: number, side: "ours" | "botorch", last: number, seconds: number) => ({
  function: "f",
  seed,
  side,
  regrets: regrets(last),
  seconds: [seconds, seconds],
});

test("medians of regrets and steps, and who is lower pair by pair; a run without its pair does not count", () => {
  const kept = {
    machines: [],
    botorch: "1.0",
    runs: [
      run(1, "botorch", 2, 0.5),
      run(0, "ours", 1, 0.01),
      run(0, "botorch", 3, 0.3),
      run(1, "ours", 2, 0.03),
      run(2, "ours", 0, 9),
    ],
  };
  assert.ok(
    boxesMarkdown(kept, ["f", "g"], 25).includes(
      "\n| f | 2 | 8 / 4 / 1.5 | 8 / 4 / 2.5 | 1 of 2 | 20 | 400 | 20 |\n\n",
    ),
  );
});

test("the table in the repository is that of the kept runs, of five functions", () => {
  const kept: Kept = JSON.parse(readFileSync(join(root, "bench", "bayesopt-boxes.json"), "utf8"));
  const functions = ["Ackley-4", "Branin", "Hartmann-6", "Levy-4", "Rosenbrock-4"];
  assert.deepEqual([...new Set(kept.runs.map((each) => each.function))].sort(), functions);
  const table = readFileSync(join(root, "bench", "BAYESOPT-BOXES.md"), "utf8");
  assert.equal(table, boxesMarkdown(kept, functions, 30));
});
