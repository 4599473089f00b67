import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { counterparts, writeContactSheet } from "#scripts/report/contact-sheet.mjs";
import { root } from "../support/fixture.js";

const figures = join(root, "figures");
const folder = mkdtempSync(join(tmpdir(), "contact-"));
after(() => rmSync(folder, { recursive: true }));

test("every panel of the report has a figure here that is kept", () => {
  for (const stem of Object.values(counterparts).flat())
    assert.ok(existsSync(join(figures, `${stem}.png`)), stem);
});

test("each picture in the folder stands beside ours; the others are named", () => {
  copyFileSync(join(figures, "figure-1.png"), join(folder, "figure-1b.png"));
  writeFileSync(join(folder, "else.png"), "");
  const target = join(folder, "sheet.html");
  const { compared, missing, unknown } = writeContactSheet({ folder, figures, target });
  assert.equal(compared, 1);
  assert.equal(missing.length, Object.keys(counterparts).length - 1);
  assert.deepEqual(unknown, ["else"]);
  const html = readFileSync(target, "utf8");
  const ours = readFileSync(join(figures, "1.1", "figure-1b-vae.png")).toString("base64");
  assert.ok(html.includes("<th>figure-1b</th>") && html.includes(ours));
});

test("a folder without the report's pictures is refused by name", () => {
  const places = { folder: join(folder, "none"), figures, target: join(folder, "x.html") };
  assert.throws(() => writeContactSheet(places), /no picture of the report in .*none: .*figure-1a\.png/);
});
