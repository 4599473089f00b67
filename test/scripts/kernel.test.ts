import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { loadTslab, tslabProblem, tslabVersion } from "#scripts/kernel/tslab.mjs";
import { root } from "../support/fixture.js";
import { runPython } from "../support/python.js";

interface Session {
  readonly info: { status: string; language_info: { version: string }; implementation_version: string };
  readonly results: readonly {
    readonly reply: { status: string; ename?: string; evalue?: string; traceback?: string[] };
    readonly outputs: readonly {
      type: string;
      name?: string;
      text?: string;
      ename?: string;
      evalue?: string;
    }[];
    readonly announced: readonly string[];
    readonly seconds_after_interrupt: number | null;
  }[];
  readonly queued: readonly string[];
  readonly alive: boolean;
  readonly shutdown_seconds: number;
}

function session(cells: readonly { code: string; interrupt_after?: number }[]): Session {
  const { code, output, errors } = runPython("test/scripts/kernel-session.py", [], JSON.stringify({ cells }));
  assert.equal(code, 0, errors);
  return JSON.parse(output);
}

// Long work as the library does it: synchronous steps, between which it lets the event loop in and looks at the signal.
const training = `
import { Breather } from "pml/support";
const breather = new Breather(globalThis[Symbol.for("pml.interrupt")].signal);
for (;;) {
  const until = performance.now() + 30;
  while (performance.now() < until);
  steps += 1;
  await breather.breathe();
}`;

test("a session: errors are outputs, long work is interruptible, state is kept", () => {
  const cells = [
    { code: "const kept: number = 41;\nlet steps = 0;" },
    {
      code: "interface Shape { side: number }\n\nconst area = (shape: Shape) => {\n  throw new RangeError('no ' + shape.side);\n};\narea({ side: 3 });",
    },
    { code: 'const before = 1;\nawait Promise.reject(new TypeError("rejected"));' },
    {
      code: 'Promise.reject(new Error("nobody handles it"));\nawait new Promise((done) => setTimeout(done, 20000));',
    },
    { code: "const wrong: string = 5;" },
    { code: `import { Random } from "pml/random";\nRandom.from(1).integer(-2);` },
    {
      code: `import { readFileSync } from "node:fs";\nreadFileSync(${JSON.stringify(join(root, "missing"))});`,
    },
    { code: training, interrupt_after: 1.5 },
    { code: "kept + (steps > 10 ? 1 : 0)" },
    { code: "await new Promise((done) => setTimeout(done, 20000));", interrupt_after: 0.5 },
    { code: "for (;;);", interrupt_after: 0.5 },
    {
      code: `const partial = await new Promise((done) => { globalThis[Symbol.for("pml.interrupt")].signal.onabort = () => done(7); });`,
      interrupt_after: 0.5,
    },
    { code: "partial" },
    { code: 'globalThis[Symbol.for("pml.interrupt")].signal.aborted' },
    { code: 'import { nothing } from "pml/no-such-room";' },
    {
      code: "console.log(process.getActiveResourcesInfo().filter((name) => /FSEvent|StatWatcher/.test(name)))",
    },
    { code: "console.log(kept); setInterval(() => {}, 1000); kept" },
  ];
  const { info, results, queued, alive, shutdown_seconds } = session(cells);
  assert.equal(info.status, "ok");
  assert.equal(info.language_info.version, loadTslab().typescriptVersion);
  assert.equal(info.implementation_version, tslabVersion);
  assert.deepEqual(
    results.map(({ announced }) => announced),
    cells.map(({ code }) => [code]),
  );

  const expected: [number, string, RegExp, string][] = [
    [1, "RangeError", /^no 3$/, "cell [2], line 4: throw new RangeError('no ' + shape.side);"],
    [2, "TypeError", /^rejected$/, 'cell [3], line 2: await Promise.reject(new TypeError("rejected"));'],
    [3, "Error", /^nobody handles it$/, "cell [4], line 1: Promise.reject"],
    [4, "TypeScriptError", /1:7 - Type 'number' is not assignable to type 'string'/, "cell [5], line 1"],
    [5, "InputError", /^Random\.integer: .* got -2$/, "at Random.integer (pml/random/random.js:"],
    [6, "Error", /^ENOENT: no such file or directory, open 'missing'$/, "cell [7], line 2: readFileSync"],
    [7, "Interrupted", /interrupted/, "Interrupted"],
    [9, "Interrupted", /interrupted/, "Interrupted"],
    [10, "Error", /interrupted/, ""],
    [11, "Interrupted", /interrupted/, ""],
    [14, "TypeScriptError", /Cannot find module 'pml\/no-such-room'/, "once `npm run setup` has compiled it"],
  ];
  for (const [index, ename, evalue, frame] of expected) {
    const { reply, outputs } = results[index]!;
    const errors = outputs.filter(({ type }) => type === "error");
    assert.equal(errors.length, 1, `cell ${index + 1}: ${JSON.stringify(outputs)}`);
    assert.equal(reply.status, "error");
    assert.equal(errors[0]!.ename, ename);
    assert.match(errors[0]!.evalue!, evalue);
    assert.equal(reply.ename, ename);
    assert.ok(reply.traceback!.join("\n").includes(frame), reply.traceback!.join("\n"));
    assert.ok(!JSON.stringify(outputs).includes(root), "no path of this machine");
  }
  for (const index of [7, 9, 10, 11])
    assert.ok(results[index]!.seconds_after_interrupt! < 1, `cell ${index + 1} ran on after the interrupt`);

  const shown = (index: number) => results[index]!.outputs.map(({ text }) => text).join("");
  assert.equal(shown(8), "42\n", "what was assigned before the errors and in the interrupted cell is there");
  assert.equal(shown(12), "7\n", "what a cell returned when it was interrupted is there");
  assert.equal(shown(13), "false\n", "the next cell has a signal of its own");
  assert.equal(shown(15), "[]\n", "no file is watched: what changes on disk cannot disturb a running cell");
  assert.equal(shown(16), "41\n41\n");
  assert.deepEqual(queued, ["error", "aborted"]);
  assert.ok(alive);
  assert.ok(shutdown_seconds < 4, `a pending timer kept the kernel for ${shutdown_seconds} s`);
});

test("a tslab of another version or without a wrapped method is refused by name", () => {
  const tslab = loadTslab();
  assert.equal(tslabProblem(tslab), undefined);
  assert.match(
    tslabProblem({ ...tslab, version: "1.0.23" })!,
    /written for tslab 1\.0\.22, installed is 1\.0\.23/,
  );
  class WithoutMethods {}
  for (const name of ["JupyterHandlerImpl", "ZmqServer"]) {
    const jupyter = { ...tslab.jupyter, [name]: WithoutMethods };
    assert.match(tslabProblem({ ...tslab, jupyter })!, new RegExp(`lacks .*${name}\\.handleExecute`));
  }
  assert.match(tslabProblem({ ...tslab, executor: {} })!, /lacks .*executor\.createExecutor/);
});

test("the launcher without a connection file says so and ends", () => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, "scripts", "kernel", "kernel.mjs")], {
    encoding: "utf8",
    timeout: 20_000,
  });
  assert.equal(status, 1);
  assert.match(stderr, /connection file/);
});

test("a kernel whose Jupyter was killed before it had started ends by itself", () => {
  const gone = spawnSync(process.execPath, ["-e", ""]).pid;
  const connection = join(mkdtempSync(join(tmpdir(), "kernel-")), "connection.json");
  const ports = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"];
  const about = { transport: "tcp", ip: "127.0.0.1", signature_scheme: "hmac-sha256", key: "k" };
  writeFileSync(
    connection,
    JSON.stringify({ ...about, ...Object.fromEntries(ports.map((port) => [port, 0])) }),
  );
  const kernel = spawnSync(process.execPath, [join(root, "scripts", "kernel", "kernel.mjs"), connection], {
    env: { ...process.env, JPY_PARENT_PID: String(gone) },
    timeout: 60_000,
    encoding: "utf8",
  });
  assert.equal(kernel.signal, "SIGKILL", kernel.stderr);
});
