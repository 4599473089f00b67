import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../support/fixture.js";
import { notebook } from "../support/notebook.js";
import { jupyter, python, runPython } from "../support/python.js";

const folder = mkdtempSync(join(tmpdir(), "notebooks-"));
const names: string[] = [];
after(() => {
  rmSync(folder, { recursive: true });
  for (const name of names) rmSync(join(root, ".cache", "failed", `${name}.failed.ipynb`), { force: true });
});

/** Writes a notebook of the given code cells and returns its path. */
function write(name: string, ...cells: string[]): string {
  names.push(name);
  const path = join(folder, `${name}.ipynb`);
  writeFileSync(path, notebook(...cells));
  return path;
}

const run = (...args: string[]) => runPython("scripts/notebooks/execute.py", args);

test("an executed notebook holds its outputs, and the same bytes when executed again", () => {
  const path = write(
    `runner-good-${process.pid}`,
    'import { Random } from "pml/random";\nconst random = Random.from(1);\nconsole.log(random.uniform());',
    'import { newDisplay } from "tslab";\nfor (let i = 0; i < 30; i++) console.log("line", i);\nconst live = newDisplay();\nlive.text("working");\nlive.text("done: 3 epochs");',
    'process.env.PML_QUICK ?? "full"',
  );
  const source = readFileSync(path, "utf8");
  const first = run(path);
  assert.equal(first.code, 0, first.output + first.errors);
  assert.match(first.output, /executed {2}\d+:\d\d/);
  const executed = readFileSync(path, "utf8");
  const { cells, metadata } = JSON.parse(executed);
  assert.deepEqual(
    cells.map((cell: { execution_count?: number }) => cell.execution_count),
    [undefined, 1, 2, 3],
  );
  const [, , second, third] = cells;
  assert.deepEqual(
    second.outputs.map((output: { output_type: string }) => output.output_type),
    ["stream", "display_data"],
    "thirty prints are one output",
  );
  assert.deepEqual(second.outputs[1].data["text/plain"], ["done: 3 epochs"], "only the last state is kept");
  assert.deepEqual(third.outputs[0].data["text/plain"], ["full"]);
  assert.deepEqual(Object.keys(metadata).sort(), ["kernelspec", "language_info", "pml"]);
  assert.ok(!executed.includes(root));

  assert.deepEqual(Object.keys(metadata.pml).sort(), ["cells", "data", "library", "packages", "studies"]);
  assert.deepEqual(run("--check", path), { code: 0, output: "", errors: "" });

  const reused = run(path);
  assert.match(reused.output, /unchanged/);
  const again = run("--fresh", path);
  assert.match(again.output, /executed/);
  assert.equal(readFileSync(path, "utf8"), executed, "byte for byte");

  const quick = join(folder, "quick");
  assert.equal(run("--quick", "--output-dir", quick, path).code, 0);
  assert.match(
    readFileSync(join(quick, `runner-good-${process.pid}.ipynb`), "utf8"),
    /"text\/plain": \[\s*"1"/,
  );
  assert.equal(readFileSync(path, "utf8"), executed, "a quick run does not touch the full one");

  const changed = JSON.parse(executed);
  changed.cells[3].source = ['"other"'];
  changed.metadata.pml.library = "0123456789abcdef";
  writeFileSync(path, JSON.stringify(changed));
  const stale = run("--check", path);
  assert.equal(stale.code, 1);
  assert.match(stale.output, /is stale \(since its outputs were made, these have changed: cells, library\)/);
  assert.match(stale.output, /Run `npm start -- runner-good/);
  assert.match(run(path).output, /executed/, "a changed cell is executed again");
  assert.notEqual(readFileSync(path, "utf8"), source);
});

test("notebooks of a run share one kernel, and nothing of what the one has left", () => {
  const [first, second] = [
    write(`runner-first-${process.pid}`, "const left = 1;", "process.env.PML_LEFT = 'left'; process.pid"),
    write(
      `runner-second-${process.pid}`,
      "const left: string = 'another'; process.pid",
      "process.env.PML_LEFT ?? left",
    ),
  ];
  const { code, output, errors } = run(first, second);
  assert.equal(code, 0, output + errors);
  const [before, after] = [first, second].map((path) =>
    JSON.parse(readFileSync(path, "utf8")).cells.slice(1),
  );
  const shown = (cell: { outputs: { data: Record<string, string[]> }[] }) =>
    cell.outputs[0]!.data["text/plain"]!.join("");
  assert.equal(shown(before[1]), shown(after[0]), "one process");
  assert.equal(shown(after[1]), "another");
  assert.deepEqual(
    after.map((cell: { execution_count: number }) => cell.execution_count),
    [1, 2],
  );
});

test("everything a cell prints at once is kept", () => {
  const path = write(`runner-much-${process.pid}`, 'for (let i = 0; i < 5000; i++) console.log("line", i);');
  assert.equal(run(path).code, 0);
  const [output] = JSON.parse(readFileSync(path, "utf8")).cells[1].outputs;
  assert.deepEqual(
    output.text,
    Array.from({ length: 5000 }, (_, i) => `line ${i}\n`),
  );
});

test("a failing cell: exit 1 with notebook, cell, line and error; the notebook stays as it was", () => {
  const name = `runner-bad-${process.pid}`;
  const path = write(name, "const fine = 1;", `const also = 2;\nthrow new Error("in ${root}/lib");`, "fine");
  const source = readFileSync(path, "utf8");
  const { code, output } = run(path);
  assert.equal(code, 1);
  assert.match(output, new RegExp(`${name} failed in cell 2, line 2: throw new Error`));
  assert.match(output, /Error: in lib/);
  assert.ok(!output.includes(root), output);
  assert.equal(readFileSync(path, "utf8"), source);
  const kept = join(root, ".cache", "failed", `${name}.failed.ipynb`);
  assert.equal(JSON.parse(readFileSync(kept, "utf8")).cells[2].outputs[0].ename, "Error");
});

test("a kernel that dies is named with its cell; a file that is no notebook too", () => {
  const dead = run(
    write(
      `runner-dead-${process.pid}`,
      "1;",
      "process.kill(process.pid, 'SIGKILL');\nawait new Promise(() => {});",
    ),
  );
  assert.equal(dead.code, 1);
  assert.match(dead.output, /failed in cell 2: the kernel died/);

  const broken = join(folder, "broken.ipynb");
  copyFileSync(write("whole", "1"), broken);
  writeFileSync(broken, readFileSync(broken, "utf8").slice(0, 100));
  const unread = run(broken);
  assert.equal(unread.code, 1);
  assert.match(unread.output, /broken\.ipynb is not a notebook that can be read/);

  const unknown = run("no-such-notebook");
  assert.equal(unknown.code, 2);
  assert.match(unknown.output, /There is no notebook no-such-notebook/);
});

for (const which of ["first", "second"])
  test(`Ctrl-C in the ${which} notebook interrupts it and ends with 130; nothing is written, nothing goes on running`, async () => {
    const marker = join(folder, `marker-${which}`);
    const before = which === "first" ? [] : [write(`runner-before-${process.pid}`, "const marker = 1;")];
    const path = write(
      `runner-interrupted-${which}-${process.pid}`,
      `import { appendFileSync } from "node:fs";\nfor (;;) {\n  appendFileSync(${JSON.stringify(marker)}, "x");\n  await new Promise((done) => setTimeout(done, 20));\n}`,
    );
    const source = readFileSync(path, "utf8");
    const runner = spawn(python, [join(root, "scripts", "notebooks", "execute.py"), ...before, path], {
      env: jupyter,
    });
    let output = "";
    runner.stdout.on("data", (chunk) => {
      output += chunk;
    });
    const ended = new Promise<number | null>((resolve) => runner.on("close", resolve));
    while (!existsSync(marker)) {
      assert.equal(runner.exitCode, null, output);
      await sleep(50);
    }
    runner.kill("SIGINT");
    assert.equal(await ended, 130);
    assert.match(output, /interrupted in cell 1\/1/);
    assert.equal(readFileSync(path, "utf8"), source);
    const written = readFileSync(marker, "utf8").length;
    await sleep(300);
    assert.equal(readFileSync(marker, "utf8").length, written);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith(".partial")),
      [],
    );
  });
