import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/fixture.js";
import { type LongUseReport, slopeOf, useLong } from "./long-use.js";

/** What is counted must not grow at all. */
function assertNothingIsKept({ tensors, openFiles, handles }: LongUseReport): void {
  assert.equal(tensors[0], tensors[1], "tensors");
  assert.ok(openFiles[1] - openFiles[0] <= 2, `open files ${openFiles}`);
  assert.ok(handles[1] - handles[0] <= 2, `handles ${handles}`);
}

test("a slope and its interval: of a line, and of noise", () => {
  const line = slopeOf(Array.from({ length: 250 }, (_, i) => 3 + 0.5 * i));
  assert.ok(Math.abs(line.each - 0.5) < 1e-12);
  assert.ok(line.interval[1] - line.interval[0] < 1e-6);
  const noise = slopeOf(Array.from({ length: 250 }, (_, i) => Math.sin(i * i)));
  assert.ok(noise.interval[0] < 0 && noise.interval[1] > 0);
});

test("after twenty trainings no tensor, file or handle is left over", async () => {
  assertNothingIsKept(await useLong(20, 3));
});

/** What TensorFlow keeps for good of every variable with a name of its own, in kilobytes: a kernel in its cache. */
const keptPerName = 3.4;

test("the committed campaign: of 300 trainings in one process nothing is left, not even their variables' names", () => {
  const report = JSON.parse(
    readFileSync(join(root, "data", "faults", "long-use.json"), "utf8"),
  ) as LongUseReport;
  assert.ok(report.trainings >= 300);
  assertNothingIsKept(report);
  const { resident, heap, buffers } = report.slopes;
  assert.ok(resident.interval[1] < 0.1 * keptPerName * report.variablesPerTraining);
  for (const slope of [resident, heap, buffers])
    assert.ok(slope.interval[1] < 5, `${slope.interval} kB a training`);
});
