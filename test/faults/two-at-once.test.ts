import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { studyLock } from "#scripts/commands/study.mjs";
import { root } from "../support/fixture.js";
import { notebook } from "../support/notebook.js";
import { jupyter, python } from "../support/python.js";

const folder = mkdtempSync(join(tmpdir(), "two-at-once-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A process with what it has said so far. */
function started(program: string, ...args: string[]) {
  const child: ChildProcess = spawn(program, args, { env: { ...jupyter, TF_CPP_MIN_LOG_LEVEL: "3" } });
  const said = { output: "" };
  for (const stream of [child.stdout!, child.stderr!])
    stream.on("data", (chunk) => {
      said.output += chunk;
    });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { child, said, ended };
}

test("two trainings of one model at once end with the bits of one alone, and leave one whole checkpoint", async () => {
  const worker = join(root, "test", "dist", "faults", "kill-worker.js");
  const digest = (output: string) => /^done (\w+)$/m.exec(output)?.[1];
  const alone = spawnSync(process.execPath, [worker, "training", join(folder, "alone")], {
    encoding: "utf8",
  });
  const both = [1, 2].map(() => started(process.execPath, worker, "training", join(folder, "both")));
  for (const { ended, said } of both) assert.equal(await ended, 0, said.output);
  assert.ok(digest(alone.stdout));
  for (const { said } of both) assert.equal(digest(said.output), digest(alone.stdout));
  assert.deepEqual(readdirSync(join(folder, "both")), readdirSync(join(folder, "alone")));
});

/** A notebook whose cell leaves a mark, waits for leave to go on, and says so. */
function slowNotebook(name: string) {
  const path = join(folder, `${name}-${process.pid}.ipynb`);
  const [mark, leave] = [join(folder, `${name}-mark`), join(folder, `${name}-leave`)];
  writeFileSync(
    path,
    notebook(
      `import { appendFileSync, existsSync } from "node:fs";
appendFileSync(${JSON.stringify(mark)}, "x");
while (!existsSync(${JSON.stringify(leave)})) await new Promise((done) => setTimeout(done, 20));
console.log("went on");`,
    ),
  );
  return { path, mark, leave };
}

const run = (path: string) => started(python, "-u", join(root, "scripts", "notebooks", "execute.py"), path);

async function until(happened: () => boolean, what: string) {
  for (let i = 0; i < 600 && !happened(); i++) await sleep(50);
  assert.ok(happened(), what);
}

test("of two runs of one notebook the second waits, and has nothing left to do", async () => {
  const { path, mark, leave } = slowNotebook("waiting");
  const first = run(path);
  await until(() => existsSync(mark), first.said.output);
  const second = run(path);
  await until(() => second.said.output.includes("waiting"), "the second run did not say that it waits");
  assert.match(
    second.said.output,
    new RegExp(`waiting for process ${first.child.pid}, which is executing it`),
  );
  writeFileSync(leave, "");
  assert.deepEqual([await first.ended, await second.ended], [0, 0]);
  assert.match(second.said.output, /unchanged/);
  assert.equal(readFileSync(mark, "utf8"), "x", "executed once");
  assert.match(readFileSync(path, "utf8"), /went on/);
});

test("a run that was killed holds nothing: the next begins at once", async () => {
  const { path, mark, leave } = slowNotebook("killed");
  const source = readFileSync(path, "utf8");
  const first = run(path);
  await until(() => existsSync(mark), first.said.output);
  first.child.kill("SIGKILL");
  await first.ended;
  assert.equal(readFileSync(path, "utf8"), source);
  writeFileSync(leave, "");
  const second = run(path);
  assert.equal(await second.ended, 0, second.said.output);
  assert.doesNotMatch(second.said.output, /waiting/);
  const left = readdirSync(folder).filter((name) => name.includes("partial"));
  assert.deepEqual(left, []);
  const locks = join(root, ".cache", "locks");
  assert.deepEqual(
    readdirSync(locks).filter((name) => name.startsWith(basename(path, ".ipynb"))),
    [],
  );
});

test("runs of one study exclude each other, begun anew or not; its shares do not", () => {
  assert.equal(studyLock(["vae-seeds"]), studyLock(["vae-seeds", "--fresh"]));
  const shares = ["1/2", "2/2"].map((share) => studyLock(["bayesopt-rules", "--shard", share]));
  assert.equal(new Set([...shares, studyLock(["bayesopt-rules"])]).size, 3);
  for (const share of shares) assert.match(basename(share), /^study bayesopt-rules --shard \d 2$/);
});
