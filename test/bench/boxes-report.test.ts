import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { boxesMarkdown, type Kept, signTest } from "#bench/harness/boxes-report.mjs";
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
      "\n| f | 2 | 8 / 4 / 1.5 | 8 / 4 / 2.5 | 1 of 2 | 1 | 20 | 400 | 20 |\n\n",
    ),
  );
});

test("the sign test is the binomial distribution's tails", () => {
  // 1 + 10 of 1,024 on either side
  assert.ok(Math.abs(signTest(1, 9) - 22 / 1024) < 1e-12);
  assert.equal(signTest(9, 1), signTest(1, 9));
  assert.ok(Math.abs(signTest(0, 20) / 2 ** -19 - 1) < 1e-10);
  assert.deepEqual([signTest(5, 5), signTest(0, 0)], [1, 1]);
});

test("the table in the repository is that of the kept runs, of five functions", () => {
  const kept: Kept = JSON.parse(readFileSync(join(root, "bench", "bayesopt-boxes.json"), "utf8"));
  const functions = ["Ackley-4", "Branin", "Hartmann-6", "Levy-4", "Rosenbrock-4"];
  assert.deepEqual([...new Set(kept.runs.map((each) => each.function))].sort(), functions);
  const table = readFileSync(join(root, "bench", "BAYESOPT-BOXES.md"), "utf8");
  assert.equal(table, boxesMarkdown(kept, functions, 30));
});
