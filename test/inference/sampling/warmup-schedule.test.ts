import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { quickOpening, warmupSchedule } from "#internal/inference/sampling/warmup-schedule";

test("a last phase of three tenths, and Stan's schedule where it is asked for", () => {
  assert.deepEqual(warmupSchedule(1000), { initial: 75, slow: [25, 50, 100, 450], final: 300 });
  assert.deepEqual(warmupSchedule(500), { initial: 75, slow: [25, 50, 200], final: 150 });
  assert.deepEqual(warmupSchedule(1000, 50), { initial: 75, slow: [25, 50, 100, 200, 500], final: 50 });
  assert.deepEqual(warmupSchedule(150), { initial: 75, slow: [25], final: 50 });
  assert.deepEqual(warmupSchedule(100), { initial: 15, slow: [75], final: 10 });
  assert.deepEqual(warmupSchedule(20), { initial: 3, slow: [15], final: 2 });
  assert.deepEqual(warmupSchedule(19), { initial: 19, slow: [], final: 0 });
  assert.deepEqual(warmupSchedule(0), { initial: 0, slow: [], final: 0 });
  assert.deepEqual(warmupSchedule(100, 0), warmupSchedule(100));
  assert.throws(() => warmupSchedule(200, 101), /a last phase of 101 leaves less than 100 of 200/);
  assert.throws(() => warmupSchedule(200, -1), /finalPhase must be an integer of at least 0/);
  assert.throws(() => warmupSchedule(-1), /must be an integer of at least 0/);
});

test("a quick opening: ten transitions, then windows from ten on", () => {
  assert.deepEqual(warmupSchedule(1000, undefined, quickOpening), {
    initial: 10,
    slow: [10, 20, 40, 80, 160, 380],
    final: 300,
  });
  assert.deepEqual(warmupSchedule(150, 50, quickOpening), { initial: 10, slow: [10, 20, 60], final: 50 });
  assert.deepEqual(warmupSchedule(100, undefined, quickOpening), warmupSchedule(100));
});

test("the phases add up, and every window but the last is twice the one before", () => {
  fc.assert(
    fc.property(
      fc.nat(20_000),
      fc.option(fc.nat(50), { nil: undefined }),
      fc.boolean(),
      (warmup, finalPhase, isQuick) => {
        const opening = isQuick ? quickOpening : undefined;
        const { initial, slow, final } = warmupSchedule(warmup, finalPhase, opening);
        assert.equal(initial + slow.reduce((a, b) => a + b, 0) + final, warmup);
        for (let i = 1; i < slow.length - 1; i++) assert.equal(slow[i], 2 * slow[i - 1]!);
        if (slow.length > 1) assert.ok(slow.at(-1)! >= 2 * slow.at(-2)!);
      },
    ),
    { seed: 1 },
  );
});

test("shares of a short warm-up are rounded down", () => {
  assert.deepEqual(warmupSchedule(39), { initial: 5, slow: [31], final: 3 });
});
