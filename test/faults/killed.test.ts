import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/fixture.js";
import { type KillReport, killAtRandom } from "./kill.js";
import { killedWorks, sampledWorks } from "./killed-works.js";

/** A short sample of `npm run faults -- killed`, at other moments. */
for (const work of sampledWorks)
  test(`${work.name}, killed at random moments, goes on by itself to the same bits`, async () => {
    const { kills } = await killAtRandom(work, 2, 11);
    assert.equal(kills, 2);
  });

test("the committed campaign killed every kind of work at 50 moments", () => {
  const reports = JSON.parse(
    readFileSync(join(root, "data", "faults", "killed.json"), "utf8"),
  ) as KillReport[];
  assert.deepEqual(
    reports.map(({ work }) => work),
    killedWorks.map(({ name }) => name),
  );
  for (const { work, kills, mostRepeated } of reports) {
    assert.ok(kills >= 50, work);
    assert.ok(mostRepeated <= killedWorks.find(({ name }) => name === work)!.savedEvery, work);
  }
});
