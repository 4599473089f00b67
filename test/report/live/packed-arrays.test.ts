import assert from "node:assert/strict";
import { test } from "node:test";
import { unpackArrays } from "#live/packed-arrays.js";
import { packArrays } from "#scripts/report/packed-arrays.mjs";

test("arrays of every kind come back, to the bit", async () => {
  const arrays = {
    bytes: Uint8Array.of(0, 1, 255),
    places: Uint16Array.of(783, 65_535),
    sums: Uint32Array.of(0, 4_294_967_295, 70_000),
    signed: Int32Array.of(-1, 5),
    singles: Float32Array.of(0.1, -1e30),
    doubles: Float64Array.of(Math.PI, -0, 5e-324),
    none: new Uint8Array(0),
  };
  const unpacked = await unpackArrays(packArrays(arrays));
  for (const [name, array] of Object.entries(arrays)) {
    assert.deepEqual(unpacked.any(name), array);
    assert.deepEqual(unpacked.get(name, array.constructor.name as "Uint8Array"), array);
  }
  assert.throws(() => unpacked.get("bytes", "Float32Array"), /no Float32Array bytes/);
  assert.throws(() => unpacked.any("other"), /no other/);
});

test("a part of a larger buffer is packed alone", async () => {
  const part = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
  assert.deepEqual((await unpackArrays(packArrays({ part }))).any("part"), Float32Array.of(2, 3));
});
