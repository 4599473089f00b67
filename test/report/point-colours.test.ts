import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { contrast } from "../support/contrast.js";
import { root } from "../support/fixture.js";

const style = (name: string) =>
  readFileSync(join(root, "scripts", "report", "styles", `${name}.css`), "utf8");

test("points of the ten digits and the four chains stand out from their paper by 3 : 1, and on black", () => {
  const colours = [...style("points").matchAll(/--(\w+-\d): light-dark\((#\w{6}), (#\w{6})\)/g)];
  assert.equal(colours.length, 14);
  const papers = [...style("base").matchAll(/--paper: (#\w{6})/g)].map(([, paper]) => paper!);
  assert.equal(papers.length, 2);
  const [lightPaper, darkPaper] = papers as [string, string];
  for (const [, name, light, dark] of colours) {
    assert.ok(contrast(light!, lightPaper) >= 3, `${name} on light paper`);
    for (const ground of [darkPaper, "#000000"])
      assert.ok(contrast(dark!, ground) >= 3, `${name} on ${ground}`);
  }
});
