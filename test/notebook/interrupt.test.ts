import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { interruptSignal } from "pml/notebook";
import { Breather, InterruptedError } from "pml/support";
import { root } from "../support/fixture.js";

const hook = Symbol.for("pml.interrupt");
const globals = globalThis as Record<symbol, unknown>;

afterEach(() => {
  delete globals[hook];
});

test("in our kernel the signal is that of the running cell, and the next cell has another", () => {
  const [first, second] = [new AbortController(), new AbortController()];
  globals[hook] = { signal: first.signal };
  const signal = interruptSignal();
  assert.equal(signal, first.signal);
  first.abort();
  assert.ok(signal.aborted);
  globals[hook] = { signal: second.signal };
  assert.equal(interruptSignal(), second.signal);
  assert.ok(!interruptSignal().aborted);
});

test("long work that takes the signal stops between two steps once it is aborted", async () => {
  const controller = new AbortController();
  globals[hook] = { signal: controller.signal };
  const breather = new Breather(interruptSignal(), 0);
  let steps = 0;
  const work = async () => {
    for (; steps < 100; steps++) {
      await breather.breathe();
      if (steps === 3) controller.abort();
    }
  };
  await assert.rejects(work, InterruptedError);
  assert.equal(steps, 4);
});

test("long work that is given no signal looks at the kernel's; one that is given its own, at that", async () => {
  const [kernel, own] = [new AbortController(), new AbortController()];
  globals[hook] = { signal: kernel.signal };
  const [unsigned, signed] = [new Breather(), new Breather(own.signal)];
  await unsigned.breathe();
  kernel.abort();
  await assert.rejects(unsigned.breathe(), InterruptedError);
  await signed.breathe();
  delete globals[hook];
  await new Breather().breathe();
});

test("where there is neither kernel nor terminal nobody listens for interrupts: Ctrl-C ends the process as ever", () => {
  assert.equal(interruptSignal(), interruptSignal(), "one signal for the process");
  assert.ok(!interruptSignal().aborted);
  const program = `
    const { interruptSignal } = await import(${JSON.stringify(join(root, "lib", "dist", "notebook", "interrupt.js"))});
    process.stdin.isTTY = process.argv[1] === "terminal";
    const signal = interruptSignal();
    setTimeout(() => process.kill(process.pid, "SIGINT"), 20);
    setTimeout(() => console.log(signal.aborted ? "stopped between two steps" : "nothing"), 150);`;
  const run = (place: string) =>
    spawnSync(process.execPath, ["--input-type=module", "-e", program, place], { encoding: "utf8" });
  assert.equal(run("terminal").stdout, "stopped between two steps\n");
  assert.equal(run("log").signal, "SIGINT");
});
