import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { loadTslab, tslabProblem } from "#scripts/kernel/tslab.mjs";
import { root } from "../../support/fixture.js";

test("a tslab of another version or without a function that the kernel uses is refused by name", () => {
  const tslab = loadTslab();
  assert.equal(tslabProblem(tslab), undefined);
  assert.match(
    tslabProblem({ ...tslab, version: "1.0.23" })!,
    /written for tslab 1\.0\.22, installed is 1\.0\.23/,
  );
  assert.match(tslabProblem({ ...tslab, converter: {} })!, /lacks .*converter\.createConverter/);
  assert.match(
    tslabProblem({ ...tslab, inspect: {}, metadata: {} })!,
    /lacks .*inspect\.printQuickInfo, metadata\.getCodeMetadata\./,
  );
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
