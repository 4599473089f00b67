import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/fixture.js";

const text = readFileSync(join(root, "docs", "notation.md"), "utf8");
const makers = [...text.matchAll(/`([\w/-]+): (\w+)` \|$/gm)].map(([, room, name]) => ({
  room: room!,
  name: name!,
}));

test("every symbol's maker is there under its name", async () => {
  assert.ok(makers.length > 30);
  for (const { room, name } of makers) {
    const exported = (await import(`pml/${room}`)) as Record<string, unknown>;
    assert.equal(typeof exported[name], "function", `pml/${room} has no ${name}`);
  }
});

test("every table is one: as many cells in each row as in its head", () => {
  let cells = 0;
  for (const line of text.split("\n")) {
    if (!line.startsWith("|")) cells = 0;
    else if (cells === 0) cells = line.split("|").length;
    else assert.equal(line.split("|").length, cells, line);
  }
});
