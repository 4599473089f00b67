import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { root } from "../support/fixture.js";
import { notebook } from "../support/notebook.js";
import { runPython } from "../support/python.js";
import { compileIn, copyRepository } from "../support/repository-copy.js";

const folder = mkdtempSync(join(tmpdir(), "clock-"));
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const hour = 3600;
/** Sets a file's time, in hours from now. */
const date = (path: string, hours: number) => {
  const time = Date.now() / 1000 + hours * hour;
  utimesSync(path, time, time);
};

test("a source that was changed after the clock was set back is compiled all the same", async () => {
  const copy = copyRepository(join(folder, "repository"));
  assert.equal((await compileIn(copy)).code, 0);
  const [source, compiled] = ["lib/random/random.ts", "lib/dist/random/random.js"].map((name) =>
    join(copy, name),
  ) as [string, string];
  const change = async (text: string, hours: number) => {
    writeFileSync(
      source,
      `${readFileSync(source, "utf8")}\nexport const planted = "${text}";\n`.replace(
        /(\nexport const planted = ".*";\n)+(?=\nexport)/,
        "",
      ),
    );
    date(source, hours);
    return compileIn(copy);
  };
  const { code, output } = await change("two hours ago", -2);
  assert.equal(code, 0, output);
  assert.match(readFileSync(compiled, "utf8"), /planted = "two hours ago"/);

  for (const name of ["lib", "test", "scripts"]) date(join(copy, name, "dist", ".tsbuildinfo"), 48);
  assert.equal((await change("before what is compiled", 0)).code, 0);
  assert.match(readFileSync(compiled, "utf8"), /planted = "before what is compiled"/);
  assert.match((await compileIn(copy)).output, /up to date/, "and then it is quiet again");
});

test("checkpoints and notebooks go by content: times in the future or long ago change nothing", () => {
  const worker = join(root, "test", "dist", "faults", "kill-worker.js");
  const place = join(folder, "checkpoints");
  const train = () =>
    spawnSync(process.execPath, [worker, "training", place], {
      encoding: "utf8",
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" },
    }).stdout;
  const first = train();
  assert.match(first, /^unit 1$/m);
  const [digest] = /^done \w+$/m.exec(first)!;
  const path = join(folder, `clock-${process.pid}.ipynb`);
  writeFileSync(path, notebook("1 + 1"));
  assert.match(runPython("scripts/notebooks/execute.py", [path]).output, /executed/);
  for (const hours of [24 * 365 * 10, -24 * 365 * 40]) {
    for (const name of readdirSync(place)) date(join(place, name), hours);
    date(path, hours);
    assert.equal(train().trim(), digest, "no epoch again");
    assert.match(runPython("scripts/notebooks/execute.py", [path]).output, /unchanged/);
  }
});
