import assert from "node:assert/strict";
import { test } from "node:test";
import { read, scalar, tensorflowVersion } from "pml/tensorflow";

test("TensorFlow's version is told once something is computed on it, and not before", () => {
  assert.equal(tensorflowVersion(), undefined);
  assert.equal(read(scalar(2))[0], 2);
  assert.match(tensorflowVersion()!, /^2\.\d+\.\d+/);
});
