import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, test } from "node:test";
import { openInBrowser } from "#scripts/commands/report.mjs";

const folder = mkdtempSync(join(tmpdir(), "open-"));
const before = process.env.PATH;
after(() => {
  process.env.PATH = before;
  rmSync(folder, { recursive: true });
});
const skip = process.platform !== "linux" && "what opens a page is another program here";

/** A stand-in for the desktop's opener. */
function opener(script: string) {
  const path = join(folder, "xdg-open");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  process.env.PATH = `${folder}${delimiter}${before}`;
}

test("the page is handed to the desktop's opener", { skip }, () => {
  opener(`printf %s "$1" > '${join(folder, "opened")}'`);
  openInBrowser("/some where/index.html");
  assert.equal(readFileSync(join(folder, "opened"), "utf8"), "/some where/index.html");
});

test("where nothing opens it, a sentence names the page", { skip }, () => {
  opener("exit 3");
  assert.throws(
    () => openInBrowser("/a/index.html"),
    /xdg-open could not open it \(it ended with 3\).*\/a\/index\.html/,
  );
  process.env.PATH = join(folder, "nothing");
  assert.throws(() => openInBrowser("/a/index.html"), /xdg-open could not open it .*\/a\/index\.html/);
});
