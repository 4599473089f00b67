import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "pml/random";
import { DualAveraging } from "#internal/inference/sampling/dual-averaging";
import { assertClose } from "../../support/close.js";

test("tunes a noisy acceptance that falls with the step to its target", () => {
  // mean acceptance 1 / (1 + step^2): 0.8 is met at step 0.5, 0.5 at 1
  for (const [target, answer] of [
    [0.8, 0.5],
    [0.5, 1],
  ] as const) {
    for (const first of [0.01, 1, 100]) {
      const random = Random.from(1);
      const average = new DualAveraging(target, first);
      for (let i = 0; i < 3000; i++) {
        const mean = 1 / (1 + average.stepSize ** 2);
        average.learn(mean + 0.1 * (random.uniform() - 0.5));
      }
      assertClose(Math.log(average.averaged), Math.log(answer), 0.03, `from ${first}`);
    }
  }
});

test("follows equation 6 of the paper for three steps by hand", () => {
  const average = new DualAveraging(0.8, 1);
  let shortfall = 0;
  let logAveraged = 0;
  for (const [i, acceptance] of [0.2, 1, 0.6].entries()) {
    average.learn(acceptance);
    const t = i + 1;
    shortfall = (1 - 1 / (t + 10)) * shortfall + (0.8 - acceptance) / (t + 10);
    const logStep = Math.log(10) - (Math.sqrt(t) / 0.05) * shortfall;
    logAveraged = t ** -0.75 * logStep + (1 - t ** -0.75) * logAveraged;
    assertClose(average.stepSize, Math.exp(logStep), 1e-12);
    assertClose(average.averaged, Math.exp(logAveraged), 1e-12);
  }
});

test("restarting forgets; with nothing learned the first step is kept", () => {
  const average = new DualAveraging(0.8, 3);
  assertClose(average.averaged, 3, 1e-15);
  average.learn(0.1);
  average.restart(0.5);
  const fresh = new DualAveraging(0.8, 0.5);
  average.learn(0.9);
  fresh.learn(0.9);
  assert.equal(average.stepSize, fresh.stepSize);
  assert.equal(average.averaged, fresh.averaged);
});
