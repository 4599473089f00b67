import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { takeLock } from "#scripts/setup/lock.mjs";
import { root } from "../support/fixture.js";
import { compileIn, copyRepository } from "../support/repository-copy.js";

const folder = mkdtempSync(join(tmpdir(), "broken-off-"));
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

test("a compilation killed at several moments is completed by the next run", async () => {
  const copy = copyRepository(join(folder, "repository"));
  for (const killAfter of [20, 150, 350]) await compileIn(copy, killAfter);
  const { code, output } = await compileIn(copy);
  assert.equal(code, 0, output);
  assert.match(output, /compiled|up to date/);
  const again = await compileIn(copy);
  assert.match(again.output, /up to date/);
  for (const name of ["lib/dist/random/random.js", "test/dist/support/chance.js"])
    assert.equal(readFileSync(join(copy, name), "utf8"), readFileSync(join(root, name), "utf8"), name);

  rmSync(join(copy, "lib/dist/random/random.js"));
  await compileIn(copy);
  assert.ok(
    existsSync(join(copy, "lib/dist/random/random.js")),
    "a compiled file that was removed comes back",
  );
});

test("what a killed set-up left running is ended before the next begins; a running one is waited for", async () => {
  const lock = join(folder, "setup.lock");
  const module = (name: string) => JSON.stringify(pathToFileURL(join(root, "scripts", "setup", name)).href);
  const script = `
    import { takeLock } from ${module("lock.mjs")};
    import { tryQuietly } from ${module("process.mjs")};
    await takeLock(${JSON.stringify(lock)});
    const running = tryQuietly(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
    console.log("running");
    await running;`;
  const owner = spawn(process.execPath, ["--input-type=module", "-e", script], { cwd: root });
  await new Promise((resolve) => owner.stdout.once("data", resolve));
  const { child } = JSON.parse(readFileSync(lock, "utf8"));
  const runs = (pid: number) => spawnSync("kill", ["-0", String(pid)]).status === 0;
  assert.ok(runs(child));

  const waiting = takeLock(lock);
  const first = await Promise.race([waiting.then(() => "taken"), sleep(500).then(() => "waiting")]);
  assert.equal(first, "waiting");
  owner.kill("SIGKILL");
  const release = await waiting;
  assert.ok(!runs(child), "the program of the killed set-up was ended");
  release();
  assert.ok(!existsSync(lock));
});
