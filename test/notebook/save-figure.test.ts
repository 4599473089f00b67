import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { decode } from "fast-png";
import { digitShares } from "pml/figures";
import { render } from "pml/node";
import { figuresFolder, saveFigure, show } from "pml/notebook";

const figure = digitShares([{ name: "one", shares: new Array(10).fill(0.1) }], "Shares of ten digits.");
const stem = `save-figure-${process.pid}`;
const quick = process.env.PML_QUICK;
afterEach(() => {
  for (const ending of ["vl.json", "svg", "png"])
    rmSync(join(figuresFolder(), `${stem}.${ending}`), { force: true });
  if (quick === undefined) delete process.env.PML_QUICK;
  else process.env.PML_QUICK = quick;
});

test("a figure that is only saved has the same three files as one that is shown", async () => {
  process.env.PML_QUICK = "1"; // beside the repository's own figures
  const files = () =>
    ["vl.json", "svg", "png"].map((ending) => readFileSync(join(figuresFolder(), `${stem}.${ending}`)));
  await saveFigure(stem, figure);
  const saved = files();
  await show(figure, { stem });
  assert.deepEqual(saved, files());
  assert.equal(saved[0]!.toString(), `${JSON.stringify(figure, null, 1)}\n`);
});

test("pictures have two pixels per CSS pixel, and one in a quick run", async () => {
  process.env.PML_QUICK = "1";
  await saveFigure(stem, figure);
  const { width, height } = decode(readFileSync(join(figuresFolder(), `${stem}.png`)));
  const full = await render(figure);
  assert.deepEqual([width, height], [Math.ceil(full.width), Math.ceil(full.height)]);
  assert.deepEqual(decode(full.png).width, 2 * full.width);
});

test("a stem that is a path is refused, and nothing is written", async () => {
  await assert.rejects(() => saveFigure("figures/of/one", figure), /^InputError: writeFigure: stem must be/);
});
