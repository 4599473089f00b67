import assert from "node:assert/strict";
import { test } from "node:test";
import { timed } from "pml/notebook";
import { duration } from "#internal/notebook/timed";

test("a time is told in the unit that fits", () => {
  assert.equal(duration(0.01234), "0.0123 ms");
  assert.equal(duration(12.34), "12.3 ms");
  assert.equal(duration(4567), "4.57 s");
  assert.equal(duration(59_900), "59.9 s");
  assert.equal(duration(125_400), "2:05 min");
});

test("timed prints how long work took, synchronous or not, and returns what it returns", async (t) => {
  const log = t.mock.method(console, "log", () => {});
  let now = 0;
  const clock = () => now;
  const work = (step: number) => {
    now += step;
    return step;
  };
  assert.equal(await timed("short", () => work(20), clock), 20);
  assert.equal(await timed("long", async () => work(2000), clock), 2000);
  assert.deepEqual(
    log.mock.calls.map(({ arguments: [line] }) => line),
    ["short: 20.0 ms", "long: 2.00 s"],
  );
  await assert.rejects(
    timed("never", () => Promise.reject(new Error("no")), clock),
    /^Error: no$/,
  );
});
