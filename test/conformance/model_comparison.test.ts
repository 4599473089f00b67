import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture } from "../support/fixture.js";
import { Ledger, passes } from "./ledger.js";
import { check } from "./model_comparison.js";

test("model_comparison.json: every quantity within its tolerance", () => {
  const ledger = new Ledger();
  check(fixture("model_comparison"), ledger);
  assert.ok(ledger.list().length > 0);
  for (const quantity of ledger.list()) assert.ok(passes(quantity), JSON.stringify(quantity));
});
