import assert from "node:assert/strict";
import { test } from "node:test";
import { disagreement, requireAgreement } from "#bench/harness/agreement.mjs";

test("a difference is measured in units of what is allowed", () => {
  assert.equal(disagreement(101, 100, { relative: 0.02 }), 0.5);
  assert.equal(disagreement(0.003, 0, { absolute: 0.001 }), 3);
  assert.equal(disagreement([1, 2, 3.5], [1, 2, 3], { absolute: 0.25 }), 2);
});

test("estimates are compared by the standard error of their difference", () => {
  assert.equal(disagreement([1, 3], [11, 4], { errors: 2 }), 1);
});

test("equal figures agree where no difference is allowed", () => {
  assert.equal(disagreement(0, 0, {}), 0);
  assert.equal(disagreement(1, 0, {}), Infinity);
});

test("different computations are refused: another value, NaN, another length, a figure that is missing", () => {
  const wanted = { loss: { relative: 1e-3 } };
  assert.doesNotThrow(() => requireAgreement("vae", { loss: 100.05 }, { loss: 100 }, wanted));
  for (const ours of [{ loss: 100.2 }, { loss: Number.NaN }, { loss: [100, 100] }, {}])
    assert.throws(() => requireAgreement("vae", ours, { loss: 100 }, wanted), /vae: .*loss/);
});
