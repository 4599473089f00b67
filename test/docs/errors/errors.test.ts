import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { InputError } from "pml/support";
import { root } from "../../support/fixture.js";
import { errorsPage, renderErrors, rooms } from "./document.js";
import { said } from "./situation.js";

// one of the situations wants a device that is always full
const options = { skip: existsSync("/dev/full") ? false : "this system has no /dev/full" };

test("docs/errors.md is what is really said", options, async () => {
  assert.equal(readFileSync(errorsPage, "utf8"), await renderErrors(), "run `npm run errors`, look, commit");
});

test("every room of the library has its situations, each with a remedy of its own row", () => {
  const folders = readdirSync(join(root, "lib"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "dist" && entry.name !== "node_modules")
    // what is drawn and put into sentences for the report is refused by the rooms it is drawn with
    .filter((entry) => entry.name !== "report")
    .map(({ name }) => name);
  const named = rooms.map(({ name }) => name);
  for (const folder of folders) assert.ok(named.includes(folder), folder);
  const situations = rooms.flatMap((room) => room.situations);
  assert.ok(situations.length >= 30);
  assert.equal(new Set(situations.map(({ situation }) => situation)).size, situations.length);
  for (const { situation, remedy } of situations) assert.match(remedy, /^\S.{5,}[.]$/, situation);
});

const library = rooms.filter(({ name }) => !name.includes("/"));

for (const { name, situations } of library)
  test(`errors of ${name} name the function and say more than its name`, options, async () => {
    for (const situation of situations) {
      const { error, message } = await said(situation);
      if (error === undefined) {
        assert.match(message, /: .{20,}/, situation.situation);
        continue;
      }
      if (error.name === "InterruptedError" || "syscall" in error) continue;
      assert.ok(error instanceof InputError || error.name === "ObjectiveError", situation.situation);
      assert.match(message, /^[\w. ,[\]]+: .{12,}/, situation.situation);
    }
  });
