import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture } from "../support/fixture.js";
import { check } from "./distributions.js";
import { Ledger, passes } from "./ledger.js";

test("distributions.json: every quantity within its tolerance", () => {
  const ledger = new Ledger();
  check(fixture("distributions"), ledger);
  assert.ok(ledger.list().length > 0);
  for (const quantity of ledger.list()) assert.ok(passes(quantity), JSON.stringify(quantity));
});
