import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture } from "../support/fixture.js";
import { check } from "./bayesopt.js";
import { Ledger, passes } from "./ledger.js";

test("bayesopt.json: every quantity within its tolerance", async () => {
  const ledger = new Ledger();
  await check(fixture("bayesopt"), ledger);
  assert.ok(ledger.list().length > 0);
  for (const quantity of ledger.list()) assert.ok(passes(quantity), JSON.stringify(quantity));
});
