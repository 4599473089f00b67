import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { selectTests } from "#scripts/commands/test.mjs";
import { copyParts } from "#scripts/setup/addon.mjs";
import { verifyDownload } from "#scripts/setup/addon-sources.mjs";
import { compareOutputs } from "#scripts/setup/compile.mjs";
import { nodeProblem } from "#scripts/setup/node-version.mjs";
import { packagesProblem } from "#scripts/setup/packages.mjs";
import { excerpt, runQuietly, tryQuietly } from "#scripts/setup/process.mjs";
import { choosePython } from "#scripts/setup/python.mjs";
import { requireSpace } from "#scripts/setup/report.mjs";
import { digest, fileDigest, writeWhole } from "#scripts/setup/stamp.mjs";
import { root } from "../support/fixture.js";

const folder = mkdtempSync(join(tmpdir(), "set-up-"));
after(() => rmSync(folder, { recursive: true }));
let cases = 0;

/** A new folder with these files; a text that starts with -> is a link. */
function files(contents: Record<string, string>): string {
  cases += 1;
  const here = join(folder, String(cases));
  for (const [name, text] of Object.entries(contents)) {
    mkdirSync(dirname(join(here, name)), { recursive: true });
    if (text.startsWith("->")) symlinkSync(text.slice(2), join(here, name));
    else writeFileSync(join(here, name), text);
  }
  return here;
}

test("Node: 20.19 and later of the 20s, 22.12 and later of the 22s, all after", () => {
  for (const good of ["20.19.0", "20.20.2", "22.12.0", "22.23.3", "23.0.0", "24.21.0", "30.0.0"])
    assert.equal(nodeProblem(good), "", good);
  for (const bad of ["12.22.12", "18.20.8", "20.18.3", "20.9.0", "21.7.3", "22.11.0"])
    assert.match(
      nodeProblem(bad),
      new RegExp(`needs Node 20\\.19 .* this is Node ${bad} .*Install a newer one`),
    );
});

test("Python: the first complete one of 3.10 or later; otherwise a paragraph with what was found", () => {
  const old = { command: "python3", version: "3.9.18", complete: true };
  const bare = { command: "python", version: "3.12.3", complete: false };
  const good = { command: "python3.11", version: "3.11.7", complete: true };
  const absent = { command: "python3.13", complete: false };
  assert.deepEqual(choosePython([old, bare, absent, good]), { command: "python3.11" });
  const problem = (...candidates: Parameters<typeof choosePython>[0]) => {
    const choice = choosePython(candidates);
    assert.ok("problem" in choice);
    return choice.problem;
  };
  assert.match(problem(old, absent), /found only python3 3\.9\.18\. Install it .*apt-get/);
  assert.match(problem(old, bare), /python is Python 3\.12\.3, but it lacks the venv .*python3\.12-venv/);
  assert.match(problem(absent, absent), /none was found on the PATH/);
  assert.match(problem(absent), /python3\.13 cannot be run/);
  assert.match(
    problem({ command: "python", version: "2.7.18", complete: false }),
    /found only python 2\.7\.18/,
  );
});

test("disk space: enough passes, too little is a sentence with both numbers", () => {
  requireSpace("the packages", 0.7, () => 0.71);
  assert.throws(
    () => requireSpace("the packages", 0.7, () => 0.31),
    /the packages need about 0\.7 GB and 0\.31 GB are free/,
  );
});

test("stamps: the digest tells inputs apart; a file is written whole or not at all", async () => {
  assert.notEqual(digest("ab", "c"), digest("a", "bc"));
  assert.equal(digest("a"), digest("a"));
  const here = files({ stamp: "old" });
  writeWhole(join(here, "stamp"), "new");
  assert.equal(readFileSync(join(here, "stamp"), "utf8"), "new");
  assert.ok(!existsSync(join(here, "stamp.partial")));
  assert.equal(await fileDigest(join(here, "stamp")), createHash("sha256").update("new").digest("hex"));
});

test("a download that is cut short or damaged is refused with both hashes, and removed", async () => {
  const whole = "x".repeat(100_000);
  const hash = createHash("sha256").update(whole).digest("hex");
  for (const [text, good] of [
    [whole, true],
    [whole.slice(0, -1), false],
    [`${whole.slice(0, 50_000)}y${whole.slice(50_001)}`, false],
    ["", false],
  ] as const) {
    const path = join(files({ "a.whl": text }), "a.whl");
    if (good) await verifyDownload(path, hash);
    else
      await assert.rejects(verifyDownload(path, hash), new RegExp(`a\\.whl is damaged: .*wanted is ${hash}`));
    assert.equal(existsSync(path), good);
  }
});

const entry = (version: string) => ({ version, integrity: `sha512-${version}` });
const manifest = (packages: object) => JSON.stringify({ packages: { "": {}, ...packages } });

test("npm packages: what is missing, changed, cut short or not linked is found", () => {
  const wanted = {
    lib: { version: "0.1.0" },
    "node_modules/a": entry("1.0.0"),
    "node_modules/a/node_modules/b": entry("2.0.0"),
    "node_modules/for-another-system": { ...entry("1.0.0"), optional: true },
    "node_modules/pml": { resolved: "lib", link: true },
  };
  const { "node_modules/for-another-system": _, ...installed } = wanted;
  const good = {
    "package-lock.json": manifest(wanted),
    "node_modules/.package-lock.json": manifest(installed),
    "node_modules/a/package.json": '{"version":"1.0.0"}',
    "node_modules/a/node_modules/b/package.json": '{"version":"2.0.0"}',
    "lib/package.json": "{}",
    "node_modules/pml": "->../lib",
  };
  const problem = (changes: Record<string, string | undefined>) => {
    const contents = Object.entries({ ...good, ...changes }).filter(([, text]) => text !== undefined);
    return packagesProblem(files(Object.fromEntries(contents) as Record<string, string>));
  };
  assert.equal(problem({}), undefined);
  const hidden = "node_modules/.package-lock.json";
  assert.match(problem({ [hidden]: undefined })!, /not installed, or not completely/);
  assert.match(problem({ [hidden]: good[hidden].slice(0, 80) })!, /not completely/);
  assert.match(
    problem({ [hidden]: manifest({ ...installed, "node_modules/a": entry("1.0.1") }) })!,
    /a has changed/,
  );
  assert.match(problem({ "node_modules/a/package.json": undefined })!, /a is damaged/);
  assert.match(problem({ "node_modules/a/node_modules/b/package.json": '{"vers' })!, /b is damaged/);
  assert.match(problem({ "node_modules/pml": undefined })!, /pml is not linked/);
  assert.throws(() => problem({ "package-lock.json": "{" }), /package-lock\.json is missing or cut short/);
});

test("package-lock.json names the packages of every system and no host", () => {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  for (const [path, { optionalDependencies = {}, resolved = "" }] of Object.entries<{
    optionalDependencies?: object;
    resolved?: string;
  }>(packages)) {
    assert.ok(!resolved.includes("://"), `${path}: ${resolved}`);
    for (const name of Object.keys(optionalDependencies))
      assert.ok(
        packages[`node_modules/${name}`] ?? packages[`${path}/node_modules/${name}`],
        `${name}, which \`npm ci\` of some system needs, is not in package-lock.json`,
      );
  }
});

test("compiled files: missing, empty and stale ones are found", () => {
  const here = files({
    "lib/a.ts": "",
    "lib/dist/a.js": "1",
    "lib/dist/a.d.ts": "1",
    "lib/dist/gone.js": "1",
    "lib/dist/.tsbuildinfo": "{}",
    "test/x/b.test.ts": "",
    "test/dist/x/b.test.js": "",
    "test/dist/x/old.test.js": "1",
    "scripts/c.mjs": "",
    "scripts/dist/c.d.mts": "1",
  });
  assert.deepEqual(compareOutputs(here), {
    missing: [join("test", "dist", "x", "b.test.js"), join("test", "dist", "x", "b.test.d.ts")],
    stale: [join("lib", "dist", "gone.js"), join("test", "dist", "x", "old.test.js")],
  });
});

const binding = "lib/napi-v8/tfjs_binding.node";

test("the addon's parts: the wheel's libraries get the names the binding asks for", () => {
  const from = files({
    [binding]: "b",
    "deps/lib/libtensorflow_cc.so.2": "cc",
    "deps/lib/libtensorflow_framework.so.2": "f",
    "deps/include/a.h": "",
  });
  const to = join(folder, "wheel");
  copyParts(from, to);
  const text = (name: string) => readFileSync(join(to, name), "utf8");
  assert.equal(text(binding), "b");
  for (const name of ["libtensorflow.so", "libtensorflow.so.2", "libtensorflow_cc.so.2"])
    assert.equal(text(`deps/lib/${name}`), "cc", name);
  assert.equal(text("deps/lib/libtensorflow_framework.so"), "f");
  assert.ok(!existsSync(join(to, "deps", "include")));
});

test("the addon's parts: links of the official binary stay links; an incomplete addon is refused", () => {
  const official = {
    "deps/lib/libtensorflow.so.2.9.1": "tf",
    "deps/lib/libtensorflow.so.2": "->libtensorflow.so.2.9.1",
    "deps/lib/libtensorflow.so": "->libtensorflow.so.2",
  };
  const to = join(folder, "official");
  copyParts(files({ ...official, [binding]: "b" }), to);
  assert.equal(readlinkSync(join(to, "deps/lib/libtensorflow.so")), "libtensorflow.so.2");
  assert.ok(lstatSync(join(to, "deps/lib/libtensorflow.so.2.9.1")).isFile());
  assert.throws(() => copyParts(files(official), join(folder, "incomplete")), /ENOENT/);
});

test("a program that fails is reported with both ends of its output, one that hangs is ended", async () => {
  const script = 'for (let i = 1; i <= 100; i++) console.log("line " + i); process.exit(3)';
  await assert.rejects(
    runQuietly("the step", "Do this.", process.execPath, ["-e", script]),
    (error: Error) => {
      assert.equal(error.name, "SetupError");
      assert.match(
        error.message,
        /^the step failed \(exit code 3\) in .*Do this\.\nIts output:\n {4}line 1\n/,
      );
      assert.match(error.message, /60 lines left out[\s\S]*line 100$/);
      return true;
    },
  );
  assert.equal(excerpt("a\nb\n"), "    a\n    b");
  const hanging = await tryQuietly(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], { timeout: 300 });
  assert.deepEqual([hanging.ok, hanging.timedOut], [false, true]);
  const absent = await tryQuietly("no-such-program-here", []);
  assert.deepEqual([absent.ok, absent.code], [false, null]);
});

test("tests are selected by a part of their path", () => {
  const here = files({ "a/one.test.js": "", "a/one.test.d.ts": "", "a/support.js": "", "b/two.test.js": "" });
  assert.deepEqual(selectTests([], here), [join(here, "a/one.test.js"), join(here, "b/two.test.js")]);
  assert.deepEqual(selectTests(["b/"], here), [join(here, "b/two.test.js")]);
  assert.deepEqual(selectTests(["nothing"], here), []);
});
