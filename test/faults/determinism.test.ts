import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/fixture.js";
import type { DeterminismReport } from "./determinism.js";
import { numberDifference } from "./number-differences.js";

const report = JSON.parse(
  readFileSync(join(root, "data", "faults", "determinism.json"), "utf8"),
) as DeterminismReport;

test("the committed comparison: the quick pipeline wrote the same bytes again, and in the opposite order", () => {
  assert.equal(report.notebooks, 6);
  assert.ok(report.files > 50);
  const strict = report.ways.filter(({ numbers }) => numbers === undefined);
  assert.ok(strict.length >= 3);
  for (const { way, different } of strict) assert.deepEqual(different, [], way);
});

test("the committed comparison: with sums split in another way, the numbers of a quick run agree to 1e-5", () => {
  const { numbers } = report.ways.find((way) => way.numbers !== undefined)!;
  assert.ok(numbers!["figures/table-1.json"]);
  for (const [file, { largest }] of Object.entries(numbers!)) assert.ok(largest < 1e-5, file);
});

test("differences of numbers are relative to the largest of their name; other places are counted", () => {
  const a = { mean: [100, 2], list: [{ sd: 0.5 }], picture: "a" };
  assert.deepEqual(numberDifference(a, a), { largest: 0, texts: 0 });
  assert.deepEqual(numberDifference(a, { ...a, mean: [100, 3] }), { largest: 0.01, texts: 0 });
  assert.deepEqual(numberDifference(a, { ...a, list: [{ sd: 0.25 }], picture: "b" }), {
    largest: 0.5,
    texts: 1,
  });
  assert.equal(numberDifference(a, { ...a, mean: [100] }).texts, 1, "one number is missing");
});
