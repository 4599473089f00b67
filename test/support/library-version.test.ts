import assert from "node:assert/strict";
import { test } from "node:test";
import { libraryVersion } from "pml/internal/support/library-version";

test("the library's version is that of all its modules together, the same whenever it is asked for", () => {
  assert.match(libraryVersion(), /^[0-9a-f]{64}$/);
  assert.equal(libraryVersion(), libraryVersion());
});
