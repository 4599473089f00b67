import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { root } from "../support/fixture.js";
import { notebook } from "../support/notebook.js";
import { expectedOutputs, shownBy, twentyCells } from "../support/twenty-cells.js";
import { allowance } from "./chromium.js";
import { type Lab, runCell, skip, startLab } from "./jupyterlab.js";

// Somebody steps through notebooks in JupyterLab: runs, errs, stops, declares again, opens two at once, closes and comes back.

mkdirSync(join(root, ".cache"), { recursive: true });
const folder = mkdtempSync(join(root, ".cache", "stepping-"));
let lab: Lab | undefined;
let page: Page;

const stepping = [
  "let n = 0;\nconst inc = () => {\n  n += 1;\n  return n;\n};",
  "n = 10;\ninc()",
  'const early = 5;\nthrow new Error("mid");\nconst late = 6;',
  "early + 1",
  'let n = "text";\nn.length + 100',
];

/** Loops of five kinds, and what a reader sees once they run. */
const loops = {
  synchronous: 'const a1 = 1;\nconsole.log("running");\nfor (;;);',
  asynchronous: 'const a2 = 1;\nconsole.log("running");\nawait null;\nlet k = 0;\nwhile (true) k++;',
  training: `import { dataSet, firstImages, loadMnist } from "pml/data";
import { reportVae } from "pml/report";
import * as vae from "pml/models/vae";
import { Random } from "pml/random";
const a3 = 1;
const full = loadMnist();
const few = dataSet("few", firstImages(full.train, 500), firstImages(full.test, 100));
console.log("running");
await vae.fit(few, { network: reportVae, epochs: 1000, batchSize: 100, learningRate: 1e-3 }, { random: Random.from(1) });`,
  NUTS: `import { sampleNuts } from "pml/inference";
const a4 = 1;
const normal = {
  dimension: 1,
  logDensityAndGradient(x: Float64Array, gradient: Float64Array) {
    gradient[0] = -x[0];
    return -0.5 * x[0] * x[0];
  },
};
console.log("running");
await sampleNuts(normal, { chains: 4, warmup: 100000, draws: 10000000 }, { random: Random.from(1) });`,
  printing: 'const a5 = 1;\nfor (;;) console.log("running");',
};
const afterwards = "console.log(a1 + a2 + a3 + a4 + a5 + n.length)";

function write(name: string, text: string) {
  const metadata = {
    kernelspec: { name: "tslab", display_name: "TypeScript (tslab)", language: "typescript" },
  };
  writeFileSync(join(folder, name), JSON.stringify({ ...JSON.parse(text), metadata }));
}

before(async () => {
  if (skip) return;
  write("stepping.ipynb", notebook(...stepping, ...Object.values(loops), afterwards));
  write("other.ipynb", notebook("let other = 1;\nfor (;;);", "other"));
  write("twenty.ipynb", twentyCells());
  writeFileSync(join(folder, "README.md"), "# Start here\n");
  lab = await startLab(folder);
  page = lab.page;
});

after(async () => {
  await lab?.end();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** The notebook that is in front. */
const front = () => page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)");
const codeCell = (index: number) => front().locator(".jp-Notebook .jp-CodeCell").nth(index);
const state = (name: string) => page.locator("#jp-main-statusbar").getByText(`TypeScript (tslab) | ${name}`);

async function open(name: string) {
  await page.locator(".jp-DirListing-content").getByText(name).dblclick();
  await front().locator(".jp-Notebook .jp-CodeCell").first().waitFor();
  await state("Idle").waitFor();
}

const run = (index: number) => runCell(page, codeCell(index));

const shows = (index: number, text: string | RegExp) =>
  codeCell(index).locator(".jp-OutputArea-output").getByText(text).first().waitFor();

async function stop() {
  const begin = performance.now();
  await front().locator('[data-command="notebook:interrupt-kernel"]').first().click();
  return () => (performance.now() - begin) / 1000;
}

/** The outputs as they stand in the file, once it is saved. */
async function saved(name: string): Promise<string> {
  await page.keyboard.press("Control+s");
  await sleep(1000);
  return readFileSync(join(folder, name), "utf8");
}

test("a kernel starts in seconds, and cells mean what they mean in one module", { skip }, async (t) => {
  const begin = performance.now();
  await open("stepping.ipynb");
  const seconds = (performance.now() - begin) / 1000;
  t.diagnostic(`from the double click to an idle kernel: ${seconds.toFixed(1)} s`);
  assert.ok(seconds < 8 * allowance(), `${seconds} s`);
  await run(0);
  await run(1);
  await shows(1, "11");
  await run(2);
  await shows(2, "Error: mid");
  await run(3);
  await shows(3, "6");
  await run(4);
  await shows(4, "104");
});

for (const [i, name] of Object.keys(loops).entries())
  test(`Stop ends a loop: ${name}`, { skip }, async (t) => {
    const index = stepping.length + i;
    await run(index);
    await shows(index, "running");
    await state("Busy").waitFor();
    const seconds = await stop();
    await shows(index, "Interrupted");
    t.diagnostic(`${seconds().toFixed(2)} s`);
    assert.ok(seconds() < 4 * allowance(), `${seconds()} s`);
    await state("Idle").waitFor();
  });

test("two notebooks at once: one answers while the other computes", { skip }, async () => {
  await run(stepping.length + 5);
  await shows(stepping.length + 5, "9");
  await open("other.ipynb");
  await run(0);
  await state("Busy").waitFor();
  await page.locator(".lm-TabBar-tab").getByText("stepping.ipynb").click();
  await run(3);
  await shows(3, "6");
  await page.locator(".lm-TabBar-tab").getByText("other.ipynb").click();
  await stop();
  await shows(0, "Interrupted");
  await run(1);
  await shows(1, "1");
});

test("closed and opened again, a notebook has its outputs, and its kernel the names", { skip }, async () => {
  await page.locator(".lm-TabBar-tab").getByText("stepping.ipynb").click();
  await saved("stepping.ipynb");
  await page
    .locator(".lm-TabBar-tab", { hasText: "stepping.ipynb" })
    .locator(".lm-TabBar-tabCloseIcon")
    .click();
  await open("stepping.ipynb");
  await shows(1, "11");
  await run(stepping.length + 5);
  await shows(stepping.length + 5, "9");
});

test("twenty cells, six of them wrong, by Shift+Enter without waiting, and by restart and run all", {
  skip,
}, async () => {
  await open("twenty.ipynb");
  await codeCell(0).locator(".cm-content").click();
  for (let i = 0; i < 19; i++) await page.keyboard.press("Shift+Enter");
  await page.keyboard.press("Control+Enter"); // does not add a cell at the end
  const finished = async () => {
    for (let tries = 0; ; tries++) {
      const shown = shownBy(await saved("twenty.ipynb"));
      if (shown.every((text, i) => text === expectedOutputs[i])) return;
      if (tries > 60) assert.deepEqual(shown, expectedOutputs);
      await sleep(500);
    }
  };
  await finished();
  const before = readFileSync(join(folder, "twenty.ipynb"), "utf8");
  await front().locator('[data-command="notebook:restart-run-all"]').first().click();
  await page.locator(".jp-Dialog .jp-mod-accept").click();
  await sleep(3000);
  await finished();
  assert.equal(shownBy(before).length, 20);
});
