import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { root } from "../support/fixture.js";
import { notebook } from "../support/notebook.js";
import { allowance } from "./chromium.js";
import { type Lab, runCell, skip, startLab } from "./jupyterlab.js";

// inside the repository, where cells find the library
mkdirSync(join(root, ".cache"), { recursive: true });
const folder = mkdtempSync(join(root, ".cache", "lab-"));
let lab: Lab | undefined;
let page: Page;

const cells = [
  `import { digitShares } from "pml/figures";
import { show, interruptSignal, progress } from "pml/notebook";
await show(digitShares([{ name: "one", shares: new Array(10).fill(0.1) }], "Shares of ten digits."));`,
  `import { dataSet, firstImages, loadMnist } from "pml/data";
const full = loadMnist();
const data = dataSet("few", firstImages(full.train, 2000), firstImages(full.test, 100));`,
  // a real training, on few images, that would take minutes
  `import { reportVae } from "pml/report";
import * as vae from "pml/models/vae";
import { Random } from "pml/random";
const config = { network: reportVae, epochs: 1000, batchSize: 100, learningRate: 1e-3 };
await vae.fit(data, config, { random: Random.from(1), progress: progress(), signal: interruptSignal() });`,
  'console.log("alive, with", data.train.count, "images");',
];

before(async () => {
  if (skip) return;
  const metadata = { kernelspec: { name: "tslab", display_name: "TypeScript (tslab)" } };
  const text = JSON.stringify({ ...JSON.parse(notebook(...cells)), metadata });
  writeFileSync(join(folder, "small.ipynb"), text);
  writeFileSync(join(folder, "README.md"), "# Start here\n");
  lab = await startLab(folder);
  page = lab.page;
});

after(async () => {
  await lab?.end();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const codeCell = (index: number) => page.locator(".jp-Notebook .jp-CodeCell").nth(index);

const run = (index: number) => runCell(page, codeCell(index));

test("the start page is there to be read, and nothing is asked", { skip }, async () => {
  await page.locator(".jp-MarkdownViewer").getByRole("heading", { name: "Start here" }).waitFor();
  assert.equal(await page.locator(".jp-toastContainer, .jp-Dialog").getByRole("button").count(), 0);
});

test("a figure is drawn under its cell by JupyterLab itself", { skip }, async () => {
  const started = performance.now();
  await page.locator(".jp-DirListing-content").getByText("small.ipynb").dblclick();
  await page.getByText("TypeScript (tslab) | Idle").waitFor();
  await run(0);
  await codeCell(0).locator(".vega-embed canvas, .vega-embed svg").first().waitFor();
  const seconds = (performance.now() - started) / 1000;
  assert.ok(seconds < 20 * allowance(), `the first figure took ${seconds.toFixed(1)} s`);
  assert.equal(await codeCell(0).locator('[data-mime-type="application/vnd.jupyter.stderr"]').count(), 0);
});

test("the progress of a training moves, Interrupt ends the training, and the kernel keeps what it has", {
  skip,
}, async () => {
  await run(1);
  await run(2);
  const bar = codeCell(2).locator("progress");
  const done = async () => Number(await bar.getAttribute("value"));
  await bar.waitFor();
  let last = 0;
  for (let changes = 0, tries = 0; changes < 3; tries++) {
    assert.ok(tries < 600, "the bar stands still");
    await sleep(100);
    const now = await done();
    if (now > last) changes += 1;
    last = now;
  }
  assert.match(
    await codeCell(2)
      .locator(".jp-OutputArea-output")
      .first()
      .textContent()
      .then((text) => text ?? ""),
    /training.*: \d+ %, \d+ of \d+, .* left/,
  );
  const interrupted = performance.now();
  await page.locator('[data-command="notebook:interrupt-kernel"]').first().click();
  await codeCell(2).getByText("Interrupted").first().waitFor();
  const seconds = (performance.now() - interrupted) / 1000;
  assert.ok(seconds < 5 * allowance(), `the training went on for ${seconds.toFixed(1)} s`);
  await run(3);
  await codeCell(3).getByText("alive, with 2000 images").waitFor();
});

test("completion and hover texts of the library in a cell", { skip }, async () => {
  await codeCell(3).locator(".cm-content").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\nfull.tr");
  await page.keyboard.press("Tab");
  await page.locator(".jp-Completer").getByText("train", { exact: true }).waitFor();
  await page.keyboard.press("Enter");
  await codeCell(3).locator(".cm-content").getByText("full.train").waitFor();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("loadMnist");
  await page.keyboard.press("Shift+Tab");
  const tooltip = page.locator(".jp-Tooltip");
  await tooltip.getByText("loadMnist").first().waitFor();
  assert.match((await tooltip.textContent()) ?? "", /MNIST/, "with its docstring");
});
