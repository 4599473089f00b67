import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { root } from "../support/fixture.js";

const folder = mkdtempSync(join(tmpdir(), "fresh-clone-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("every command can be begun where no package is installed yet: the set-up comes first", () => {
  for (const name of ["scripts", "package.json"])
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      filter: (path) => !path.endsWith("node_modules"),
    });
  const commands = readdirSync(join(folder, "scripts", "commands"));
  assert.ok(commands.length >= 10, `${commands}`);
  for (const command of commands) {
    const importing = `await import("./scripts/commands/${command}")`;
    const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", importing], {
      cwd: folder,
      encoding: "utf8",
    });
    assert.equal(status, 0, `${command}: ${stderr}`);
  }
});
