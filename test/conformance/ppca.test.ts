import assert from "node:assert/strict";
import { test } from "node:test";
import { loadMnist } from "pml/data";
import { fixture } from "../support/fixture.js";
import { Ledger, passes } from "./ledger.js";
import { check, checkGreyLevels } from "./ppca.js";

test("ppca.json: every quantity within its tolerance", async () => {
  const ledger = new Ledger();
  await check(fixture("ppca"), ledger);
  assert.ok(ledger.list().length > 0);
  for (const quantity of ledger.list()) assert.ok(passes(quantity), JSON.stringify(quantity));
});

test("ppca.json: the report's row is of two components, whatever the file keeps", () => {
  const file = fixture("ppca");
  const ledger = new Ledger();
  checkGreyLevels({ ...file.mnist, components_kept: 3 }, loadMnist(), ledger);
  const rows = ledger.list();
  const report = rows.filter(({ name }) => name.startsWith("report: "));
  assert.ok(report.length >= 5);
  for (const quantity of report) assert.ok(passes(quantity), JSON.stringify(quantity));
  assert.ok(!rows.every(passes), "the rest is of three");
});
