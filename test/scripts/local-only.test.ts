import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { labArguments } from "#scripts/commands/lab.mjs";
import { root } from "../support/fixture.js";
import { jupyter, python } from "../support/python.js";

const folder = mkdtempSync(join(tmpdir(), "local-only-"));
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

test("JupyterLab is given no option that opens it to others or takes its token away", () => {
  const given = labArguments(folder).join(" ");
  assert.doesNotMatch(
    given,
    /token|password|--?ip\b|\.ip=|allow_remote|allow_origin|allow_unauthenticated|xsrf|public|certfile|root/i,
  );
});

/** The process and all that it has started, directly or not. */
function family(pid: number): number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      try {
        return [
          Number(name),
          Number(readFileSync(`/proc/${name}/stat`, "utf8").split(") ").at(-1)!.split(" ")[1]),
        ] as const;
      } catch {
        return [Number(name), -1] as const; // ended meanwhile
      }
    });
  const found = [pid];
  for (const one of found)
    found.push(...parents.filter(([, parent]) => parent === one).map(([child]) => child));
  return found;
}

/** Addresses at which a process listens, as "address:port" in the hexadecimal form of /proc. */
function listeningAt(pid: number): string[] {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1] ?? [];
      } catch {
        return [];
      }
    }),
  );
  return ["tcp", "tcp6"].flatMap((kind) =>
    readFileSync(`/proc/${pid}/net/${kind}`, "utf8")
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === "0A" && sockets.has(inode ?? ""))
      .map(([, address]) => address!),
  );
}

/** 127.0.0.1, ::1 and 127.0.0.1 written as an address of version 6. */
const loopback = /^(0100007F|00000000000000000000000001000000|0000000000000000FFFF00000100007F):/;

/** Whether somebody answers at an address. */
const answers = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    for (const [event, outcome] of [
      ["connect", true],
      ["error", false],
      ["timeout", false],
    ] as const)
      socket.once(event, () => {
        socket.destroy();
        resolve(outcome);
      });
  });

test("the running JupyterLab and its kernel listen on localhost only, and want the token", {
  skip: process.platform === "linux" ? false : "the addresses are read from /proc",
}, async () => {
  const asRoot = process.getuid?.() === 0 ? ["--allow-root"] : [];
  const lab = spawn(python, [...labArguments(folder), "--no-browser", "--port=8999", ...asRoot], {
    cwd: folder,
    // without the settings of whoever runs the test
    env: { ...jupyter, JUPYTER_CONFIG_DIR: folder, JUPYTER_DATA_DIR: folder },
    detached: true,
  });
  let log = "";
  for (const stream of [lab.stdout, lab.stderr])
    stream.on("data", (chunk) => {
      log += chunk;
    });
  const ended = new Promise((resolve) => lab.once("close", resolve));
  try {
    const address = /http:\/\/(localhost|127\.0\.0\.1):(\d+)\/lab\S*\?token=([0-9a-f]{48})/;
    for (let i = 0; i < 600 && !address.test(log); i++) {
      assert.equal(lab.exitCode, null, log);
      await sleep(100);
    }
    const [, host, port, token] = address.exec(log)!;
    const ask = (path: string, options: RequestInit = {}) =>
      fetch(`http://${host}:${port}${path}`, { redirect: "manual", ...options });
    const authorised = { headers: { Authorization: `token ${token}` } };
    assert.equal((await ask("/api/contents")).status, 403, "without the token");
    assert.equal((await ask("/api/kernels", { method: "POST" })).status, 403);
    const wrong = { headers: { Authorization: `token ${"0".repeat(48)}` } };
    assert.equal((await ask("/api/contents", wrong)).status, 403, "with a wrong token");
    assert.equal((await ask("/api/contents", authorised)).status, 200, "with the token");

    const body = JSON.stringify({ name: "tslab" });
    const kernel = await ask("/api/kernels", { ...authorised, method: "POST", body });
    assert.equal(kernel.status, 201);
    let listening: string[] = [];
    for (let i = 0; i < 100 && listening.length < 6; i++) {
      await sleep(100);
      listening = family(lab.pid!).flatMap(listeningAt);
    }
    assert.ok(listening.length >= 6, `the server's port and five of the kernel: ${listening}`);
    for (const place of listening) assert.match(place, loopback);

    const outside = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    for (const { address: own, internal, family: version } of outside)
      if (!internal && version === "IPv4") assert.equal(await answers(own, Number(port)), false, own);
    assert.equal(await answers("127.0.0.1", Number(port)), true);
  } finally {
    process.kill(-lab.pid!, "SIGTERM");
    const forced = setTimeout(() => process.kill(-lab.pid!, "SIGKILL"), 10_000);
    await ended;
    clearTimeout(forced);
  }
});

const requirements = readFileSync(join(root, "requirements.txt"), "utf8").replaceAll("\\\n", " ");

test("every Python package is asked for in one version, and installed only if its hash is one of those noted", () => {
  const lines = requirements.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  assert.ok(lines.length > 90);
  for (const line of lines)
    assert.match(line, /^[\w.-]+==[\w.]+( ; python\w* [<>]=? "[\d.]+")?( +--hash=sha256:[0-9a-f]{64})+$/);
});

test("what set-up downloads by itself is pinned: no address, version or hash is left to chance", () => {
  const text = readFileSync(join(root, "scripts", "setup", "addon-sources.mjs"), "utf8");
  assert.equal(
    [...text.matchAll(/sha256: "[0-9a-f]{64}"/g)].length,
    [...text.matchAll(/platform: "/g)].length,
  );
  const sources = readdirSync(join(root, "scripts"), { recursive: true, encoding: "utf8" }).filter(
    (name) => /\.(mjs|js|py)$/.test(name) && !/node_modules|^dist/.test(name),
  );
  // a name space, and the links of preprints in the list of sources, which a reader follows and no command
  const allowed = /^http:\/\/www\.w3\.org\/|^https:\/\/arxiv\.org\/abs\//;
  for (const name of sources) {
    const addresses =
      readFileSync(join(root, "scripts", name), "utf8").match(/https?:\/\/[\w.-]+[^\s"'`)]*/g) ?? [];
    assert.deepEqual(
      addresses.filter((address) => !allowed.test(address)),
      [],
      name,
    );
  }
});
