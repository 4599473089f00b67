import assert from "node:assert/strict";
import { test } from "node:test";
import { allowance, sharedSession } from "./session.js";

// Stop ends everything: with the one word Interrupted, soon, and the names of before are kept.

const { plan, play } = sharedSession();

/** Seconds that Stop may take: half a second of grace, and a little. */
const bound = () => 0.9 * allowance();

const prepared = plan(`import { reportVae } from "pml/report";
import * as vae from "pml/models/vae";
import { dataSet, firstImages, loadMnist } from "pml/data";
import { sampleNuts } from "pml/inference";
import { Random } from "pml/random";
import { Breather } from "pml/support";
const full = loadMnist();
const data = dataSet("few", firstImages(full.train, 500), firstImages(full.test, 100));
let zombie = 0;`);

test("what the interruptions need is there", () => {
  const [result] = prepared();
  assert.equal(result!.error(), undefined, result!.error()?.traceback.join("\n"));
});

const loops: Record<string, string> = {
  "a synchronous loop": "for (;;);",
  "a loop after an await": "let k = 0;\nawait Promise.resolve();\nwhile (true) k++;",
  "a loop of microtasks": "while (true) await null;",
  "a loop of awaited timers":
    "while (true) {\n  await new Promise((done) => setTimeout(done, 5));\n  zombie++;\n}",
  "a loop in a timer": "await new Promise(() => setTimeout(() => { for (;;); }, 50));",
  "timers that set each other":
    "await new Promise(() => {\n  const tick = () => {\n    zombie++;\n    setTimeout(tick, 5);\n  };\n  tick();\n});",
  "an interval": "setInterval(() => zombie++, 5);\nawait new Promise(() => {});",
  "a promise that never settles": "await new Promise(() => {});",
  "for await over a stream without end":
    "async function* endless() {\n  for (;;) yield await new Promise((done) => setTimeout(done, 5));\n}\nfor await (const _ of endless()) zombie++;",
  "work that catches everything":
    "for (;;) {\n  try {\n    await new Promise((_, fail) => setTimeout(fail, 5));\n  } catch {\n    zombie++;\n  }\n}",
  "a function of the cell that nobody waits for":
    "async function run() {\n  for (;;) {\n    await new Promise((done) => setTimeout(done, 5));\n    zombie++;\n  }\n}\nvoid run();\nawait new Promise(() => {});",
  "a training without a signal":
    "await vae.fit(data, { network: reportVae, epochs: 1000, batchSize: 100, learningRate: 1e-3 }, { random: Random.from(1) });",
  "NUTS without a signal":
    "const gaussian = {\n  dimension: 2,\n  logDensityAndGradient: (x: Float64Array, g: Float64Array) => {\n    g[0] = -x[0];\n    g[1] = -x[1];\n    return -0.5 * (x[0] ** 2 + x[1] ** 2);\n  },\n} as any;\nawait sampleNuts(gaussian, { chains: 4, warmup: 1e5, draws: 1e7 }, { random: Random.from(1) });",
  "library steps without a signal":
    "const breather = new Breather();\nfor (;;) {\n  const until = performance.now() + 30;\n  while (performance.now() < until);\n  zombie++;\n  await breather.breathe();\n}",
  printing: 'for (;;) console.log("again and again");',
  "printing between awaits": 'for (;;) {\n  await null;\n  console.log("again and again");\n}',
};

for (const [name, code] of Object.entries(loops)) {
  const results = plan(
    { cells: [`const mine = "${name}";\n${code}\nconst unreached = 1;`], interrupt_after: 0.7 },
    "const before = zombie;\nawait new Promise((done) => setTimeout(done, 150));\n[mine, zombie - before]",
    "unreached",
  );
  test(`Stop ends ${name}`, () => {
    const [stopped, next, unreached] = results();
    assert.deepEqual(stopped!.error(), {
      ename: "Interrupted",
      evalue: "the cell was interrupted",
      traceback: ["Interrupted"],
    });
    assert.equal(stopped!.reply().status, "error");
    assert.ok(stopped!.secondsAfterInterrupt < bound(), `${stopped!.secondsAfterInterrupt} s after Stop`);
    assert.equal(next!.error(), undefined, next!.error()?.evalue);
    assert.equal(next!.text(), `[ '${name}', 0 ]\n`, "names are kept, and nothing of the cell lives on");
    assert.match(unreached!.error()?.evalue ?? "", /Cannot find name/);
    assert.ok(stopped!.text().length < 1_100_000, "printing without end is cut");
    if (name.startsWith("printing")) {
      assert.match(stopped!.text(), /\[cut here: /);
      assert.ok(stopped!.of().filter(({ type }) => type === "stream").length < 60);
    }
  });
}

const others = plan(
  {
    cells: [
      'const partial = await new Promise((done) => { globalThis[Symbol.for("pml.interrupt")].signal.onabort = () => done(7); });',
    ],
    interrupt_after: 0.3,
  },
  'console.log(partial, globalThis[Symbol.for("pml.interrupt")].signal.aborted);',
  { cells: ["await new Promise(() => {});", "1 + 1", { code: "2 + 2" }], interrupt_after: 0.3 },
  "3 + 3",
  {
    cells: [
      'import { pbkdf2Sync } from "node:crypto";\nconst early = 1;\npbkdf2Sync("a", "b", 5e6, 64, "sha512");',
    ],
    interrupt_after: 0.3,
  },
  "early",
);

test("what a cell returned when it was asked to stop is kept; the next has a signal of its own", () => {
  const [stopped, next] = others();
  assert.equal(stopped!.error()!.ename, "Interrupted");
  assert.ok(stopped!.secondsAfterInterrupt < 0.4 * allowance());
  assert.equal(next!.text(), "7 false\n");
});

test("cells that waited behind a stopped one are aborted, later ones run", () => {
  const [, , queue, later] = others();
  assert.deepEqual(
    [0, 1, 2].map((index) => queue!.reply(index).status),
    ["error", "aborted", "aborted"],
  );
  assert.equal(later!.text(), "6\n");
});

test("native code runs to its end, but Stop answers before", () => {
  const [, , , , native, next] = others();
  assert.equal(native!.error()!.ename, "Interrupted");
  assert.ok(native!.secondsAfterInterrupt < 2.5 * allowance());
  assert.equal(next!.text(), "1\n");
});

test("the kernel is alive after all that", () => {
  const { alive, shutdown_seconds } = play();
  assert.ok(alive);
  assert.ok(shutdown_seconds < 4 * allowance(), `${shutdown_seconds} s`);
});
