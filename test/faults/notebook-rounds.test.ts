import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/fixture.js";
import type { RoundsReport } from "./notebook-rounds.js";

const reports = JSON.parse(
  readFileSync(join(root, "data", "faults", "notebook-rounds.json"), "utf8"),
) as RoundsReport[];

for (const { notebook, rounds, residentMegabytes, heap, ...counts } of reports)
  test(`the committed campaign: ${notebook} executed ${rounds} times in one kernel leaves nothing behind`, () => {
    assert.ok(rounds >= 20);
    const [, middle, last] = residentMegabytes;
    assert.ok(last <= 1.1 * middle, `${middle} MB in the middle, ${last} at the end`);
    // the kernel keeps the cells that it was given, so that errors can name their lines
    assert.ok(heap.each < 2048, `${heap.each} kB a round`);
    for (const name of ["tensors", "files", "threads", "handles"] as const) {
      const [before, after] = counts[name];
      assert.ok(after <= before + 1, `${name}: ${before}, then ${after}`);
    }
  });
