import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { diskProblem } from "#scripts/setup/disk-problem.mjs";
import { root } from "../support/fixture.js";
import { notebook } from "../support/notebook.js";
import { python } from "../support/python.js";
import { libraryWorks } from "./killed-works.js";
import { noMounts, onSmallDisk } from "./mounted.js";

const folder = mkdtempSync(join(tmpdir(), "disk-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const WORKER = join(root, "test", "dist", "faults", "kill-worker.js");
const digests = (output: string) => [...output.matchAll(/^done (\w+)$/gm)].map(([, digest]) => digest);

/** A finished work: its digest, and how many kilobytes its files have. */
function undisturbed(name: string, called = name) {
  const place = join(folder, called);
  mkdirSync(place);
  const { stdout, stderr } = spawnSync(process.execPath, [WORKER, name, place], {
    encoding: "utf8",
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" },
  });
  const [digest] = digests(stdout);
  assert.ok(digest !== undefined, stderr);
  const bytes = readdirSync(place).reduce((sum, file) => sum + statSync(join(place, file)).size, 0);
  return { digest, place, kilobytes: Math.ceil(bytes / 1024) };
}

for (const { name } of libraryWorks)
  test(`${name} on a full disk stops with its name; given room, it goes on to the same bits`, {
    skip: noMounts,
  }, () => {
    const { digest, kilobytes } = undisturbed(name);
    // room for what it keeps, and not for another one beside it, as every atomic write needs; a journal grows in its place
    const room = name === "nuts" ? 0.6 : 1.4;
    const { code, output, errors } = onSmallDisk(
      Math.max(8, Math.ceil(room * kilobytes)),
      `mkdir "$DISK/kept"
       "$NODE" "$WORKER" ${name} "$DISK/kept"; echo "ended $?"
       find "$DISK" -name '*.partial'; echo listed
       mount -o remount,size=8m "$DISK"
       "$NODE" "$WORKER" ${name} "$DISK/kept"`,
      { WORKER },
    );
    assert.equal(code, 0, errors);
    assert.match(output, /^ended 1\nlisted$/m, "it stopped, and no half-written file is left");
    assert.match(errors, /ENOSPC: no space left on device/);
    assert.deepEqual(digests(output), [digest]);
  });

test("a notebook's outputs that find no room are given up in a sentence", { skip: noMounts }, () => {
  const source = join(folder, `full-disk-${process.pid}.ipynb`);
  writeFileSync(source, notebook('for (let i = 0; i < 3000; i++) console.log("x".repeat(99));'));
  const { output, errors } = onSmallDisk(
    64,
    '"$PYTHON" "$RUNNER" --output-dir "$DISK/out" "$SOURCE"; echo "ended $?"; find "$DISK" -type f',
    { PYTHON: python, RUNNER: join(root, "scripts", "notebooks", "execute.py"), SOURCE: source },
  );
  assert.match(
    output,
    /could not be written \(No space left on device\)\. The notebook itself is as it was\.$/m,
  );
  assert.ok(output.endsWith("ended 1\n"), `${output}${errors}: nothing is left on the disk`);
  assert.doesNotMatch(errors, /Traceback/);
});

test("a stamp or report that finds no room leaves the old one", { skip: noMounts }, () => {
  const module = JSON.stringify(pathToFileURL(join(root, "scripts", "setup", "stamp.mjs")).href);
  const { output, errors } = onSmallDisk(
    16,
    `echo old > "$DISK/stamp"
     "$NODE" --input-type=module -e 'const { writeWhole } = await import(${module}); writeWhole(process.env.DISK + "/stamp", "x".repeat(50000));'
     echo "ended $?"; cd "$DISK"; ls -A; cat stamp`,
  );
  assert.equal(output, "ended 1\nstamp\nold\n");
  assert.match(errors, /ENOSPC/);
});

test("what is finished can be read from a disk that can only be read; what is not says why it stops", {
  skip: noMounts,
}, () => {
  const { digest, place } = undisturbed("training", "to-be-read");
  const { output, errors } = onSmallDisk(
    4096,
    `cp -r "$PLACE" "$DISK/kept"; mkdir "$DISK/new"
     mount -o remount,ro "$DISK"
     "$NODE" "$WORKER" training "$DISK/kept"
     "$NODE" "$WORKER" training "$DISK/new"; echo "ended $?"`,
    { WORKER, PLACE: place },
  );
  assert.deepEqual(digests(output), [digest]);
  assert.match(output, /^ended 1$/m);
  assert.match(errors, /EROFS: read-only file system/);
});

const isRoot = process.getuid?.() === 0;

/** Runs Node as somebody who is not the superuser, to whom nothing is forbidden. */
const asNobody = (...args: string[]) =>
  spawnSync(
    isRoot ? "setpriv" : process.execPath,
    isRoot ? ["--reuid=65534", "--regid=65534", "--clear-groups", process.execPath, ...args] : args,
    { encoding: "utf8", cwd: root, env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" } },
  );
const noNobody =
  asNobody("-e", `require("fs").readFileSync(${JSON.stringify(WORKER)})`).status === 0
    ? false
    : "nobody but the superuser can read this repository";

test("without permission: the error names the file, and nothing is written", { skip: noNobody }, () => {
  const place = join(folder, "forbidden");
  mkdirSync(join(place, "mine"), { recursive: true });
  writeFileSync(join(place, "mine", "secret"), "");
  chmodSync(folder, 0o755);
  for (const path of [place, join(place, "mine")]) chmodSync(path, 0o555);
  chmodSync(join(place, "mine", "secret"), 0);
  const training = asNobody(WORKER, "training", join(place, "mine"));
  assert.equal(training.status, 1);
  assert.match(training.stderr, /EACCES: permission denied, open '.*forbidden\/mine\/vae-seed4-/);
  assert.deepEqual(readdirSync(join(place, "mine")), ["secret"]);

  const reading = asNobody(
    "--input-type=module",
    "-e",
    `import { readIdxImages } from "pml/data"; readIdxImages(${JSON.stringify(join(place, "mine", "secret"))});`,
  );
  assert.match(reading.stderr, /readIdxFile: .*secret could not be read: EACCES/);
  for (const path of [place, join(place, "mine")]) chmodSync(path, 0o755);
});

test("an error of the disk in a command is a sentence with a remedy; any other keeps its stack", {
  skip: process.platform !== "linux",
}, () => {
  const from = (work: () => void) => {
    try {
      work();
    } catch (error) {
      return diskProblem(error as NodeJS.ErrnoException);
    }
    return assert.fail("nothing went wrong");
  };
  assert.match(
    from(() => writeFileSync("/dev/full", "x")),
    /^The disk is full: free some space .*ENOSPC/,
  );
  assert.equal(
    from(() => JSON.parse("{")),
    "",
  );
});
