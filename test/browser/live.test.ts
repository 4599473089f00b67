import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import type { BrowserContextOptions, Page } from "playwright-core";
import { examFunction, examInputs } from "pml/report";
import { BitModels, LevelModels } from "#live/compute/drawing.js";
import { exactAnswer } from "#live/compute/gaussian-process.js";
import { modelFiles } from "#scripts/report/kept-models.mjs";
import { root } from "../support/fixture.js";
import { builtReport, noReport as skip } from "./built-report.js";
import { allowance } from "./chromium.js";
import { openOffline } from "./offline-page.js";

// The parts of the page that compute, under a reader's hands.

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const { site, browser } = builtReport("live");

/** The page of live parts, with what it complained of; `prepare` runs before its scripts. */
const open = (context: BrowserContextOptions = {}, prepare = "") =>
  openOffline(browser(), join(site, "live.html"), { context, prepare });

const gaussianProcess = (page: Page) => page.locator('[data-live="gaussian-process"]');
const shownEvidence = async (page: Page) =>
  Number(await gaussianProcess(page).locator(".numbers").getAttribute("data-log-evidence"));

const exam = {
  points: examInputs.map((x) => [x, examFunction(x)] as const),
  kernel: "Gaussian (RBF)",
  lengthscale: { meanOfLog: -1, sdOfLog: 1 },
  variance: { meanOfLog: 0, sdOfLog: 2 },
  noise: 1e-4,
};

/** Waits until a text that keeps changing has what is wanted. */
const until = (page: Page, pattern: RegExp) =>
  gaussianProcess(page).locator(".numbers", { hasText: pattern }).waitFor();

/** The durations that the page took under a name, in ms. */
async function measured(page: Page, name: string) {
  const times = (await page.evaluate(
    `performance.getEntriesByName(${JSON.stringify(name)}).map((entry) => entry.duration)`,
  )) as number[];
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))]!;
  const median = at(0.5);
  const said = `${name}, ${times.length} answers: median ${median.toFixed(1)} ms, 95 % below ${at(0.95).toFixed(1)} ms`;
  return { times, median, said };
}

test("the Gaussian process: the browser's numbers are Node's, and follow a dragged point within 100 ms", {
  skip,
}, async (t) => {
  const { page, complaints } = await open();
  await until(page, /R-hat/);
  const { logEvidence } = exactAnswer(exam);
  assert.ok(Math.abs((await shownEvidence(page)) - logEvidence) < 1e-12 * Math.abs(logEvidence));
  const point = gaussianProcess(page).locator(".datum").nth(2);
  const box = (await point.boundingBox())!;
  await page.evaluate("performance.clearMeasures()");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  for (let i = 1; i <= 40; i++) await page.mouse.move(box.x + 8 + i, box.y + 8 - 2 * i);
  await page.mouse.up();
  await page.waitForFunction("performance.getEntriesByName('live-drag').length > 3");
  const { times, median, said } = await measured(page, "live-drag");
  t.diagnostic(said);
  assert.ok(median < 100 * allowance(), `median of ${times.length} answers: ${median} ms`);
  assert.notEqual(await shownEvidence(page), logEvidence);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("by keyboard: points are reached, moved, added and removed; the numbers are said", {
  skip,
}, async () => {
  const { page } = await open();
  const part = gaussianProcess(page);
  await until(page, /R-hat/);
  const before = await shownEvidence(page);
  await part.locator(".datum").nth(1).focus();
  const label = await page.locator(":focus").getAttribute("aria-label");
  await page.keyboard.press("ArrowUp");
  assert.notEqual(await page.locator(":focus").getAttribute("aria-label"), label);
  await page.waitForFunction(
    `document.querySelector(".numbers").dataset.logEvidence !== ${JSON.stringify(String(before))}`,
  );
  await page.keyboard.press("Delete");
  assert.equal(await part.locator(".datum").count(), 4);
  await part.getByRole("button", { name: "Add a point" }).press("Enter");
  assert.equal(await part.locator(".datum").count(), 5);
  await part
    .locator(".live-status", { hasText: /5 points.*evidence.*nats.*R-hat/ })
    .waitFor({ state: "attached" });
  await page.context().close();
});

test("what cannot be computed is said in a sentence, and the page lives on", { skip }, async () => {
  const { page, complaints } = await open();
  const part = gaussianProcess(page);
  await until(page, /R-hat/);
  // two points on top of each other, and no noise
  await part.getByLabel("Noise variance").selectOption("none at all");
  const box = (await part.locator(".datum").nth(1).boundingBox())!;
  const other = (await part.locator(".datum").nth(2).boundingBox())!;
  await page.mouse.move(box.x + 8, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(other.x + 8, other.y + 50, { steps: 5 });
  await page.mouse.up();
  for (let i = 0; i < 5; i++) await part.locator(".datum").first().press("Delete");
  await part.locator(".failure", { hasText: /add a point/ }).waitFor();
  await part.getByRole("button", { name: "The exam's five points" }).click();
  await part.locator(".failure").waitFor({ state: "hidden" });
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("Bayesian optimisation: the reader evaluates first, then each rule; by pointer and by keyboard", {
  skip,
}, async () => {
  const { page, complaints } = await open();
  const part = page.locator('[data-live="optimisation"]');
  await part.scrollIntoViewIfNeeded();
  const cell = (row: number, column: number) =>
    part.locator(`.scores tbody tr:nth-child(${row}) td:nth-of-type(${column})`);
  await part
    .locator(".plot")
    .first()
    .click({ position: { x: 200, y: 60 } });
  for (let row = 1; row <= 5; row++) await cell(row, 1).filter({ hasText: /^6$/ }).waitFor();
  await part.getByLabel("Evaluate at x").focus();
  for (let i = 0; i < 23; i++) await page.keyboard.press("ArrowRight");
  await part.getByRole("button", { name: "Evaluate there" }).press("Enter");
  for (let row = 1; row <= 5; row++) await cell(row, 1).filter({ hasText: /^7$/ }).waitFor();
  assert.match((await cell(1, 2).textContent())!, /^-4\.9/, "0.23 is where the exam's function is lowest");
  await part.locator(".live-status", { hasText: /you: 7 evaluations/ }).waitFor({ state: "attached" });
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("a function of one's own: with a gap a sentence says where, without one the rules begin", {
  skip,
}, async () => {
  const { page, complaints } = await open();
  const part = page.locator('[data-live="optimisation"]');
  await part.scrollIntoViewIfNeeded();
  await part.getByLabel("Function").selectOption("one that I draw");
  const stroke = async (from: number, to: number) => {
    // where it is now: what is still being drawn above, and the sentence, move it
    const box = (await part.locator(".plot").first().boundingBox())!;
    await page.mouse.move(box.x + from * box.width, box.y + 0.3 * box.height);
    await page.mouse.down();
    await page.mouse.move(box.x + to * box.width, box.y + 0.6 * box.height, { steps: 10 });
    await page.mouse.up();
  };
  await stroke(0.3, 0.6);
  await part.locator(".failure", { hasText: /no value at x = -1\.00/ }).waitFor();
  await stroke(0.02, 0.99);
  await part.locator(".failure").waitFor({ state: "hidden" });
  await part.getByRole("button", { name: "Step without me" }).click();
  await part.locator(".scores tbody tr:nth-child(5) td", { hasText: /^6$/ }).waitFor();
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("codes: both models decode under the pointer within a frame, and by keyboard; the numbers are said", {
  skip: skip || (modelFiles().length < 2 && "the kept models are not there"),
}, async (t) => {
  const { page, complaints } = await open();
  const part = page.locator('[data-live="codes"]');
  await part.scrollIntoViewIfNeeded();
  const plane = part.locator(".plane-frame").first();
  await plane.scrollIntoViewIfNeeded();
  const box = (await plane.boundingBox())!;
  for (let i = 0; i < 40; i++) {
    await page.mouse.move(box.x + (i / 40) * box.width, box.y + 0.4 * box.height);
    await page.waitForTimeout(20);
  }
  const { times, median, said } = await measured(page, "live-decode");
  t.diagnostic(said);
  assert.ok(times.length > 20 && median < 8 * allowance(), `median of ${times.length} images: ${median} ms`);
  await part.getByLabel("z₁").focus();
  await page.keyboard.press("Home");
  await part.locator(".live-status", { hasText: /z = -3\.00.*VAE: of the ten nearest test images/ }).waitFor({
    state: "attached",
  });
  assert.deepEqual(complaints, []);
  await page.context().close();
});

const noDrawing =
  modelFiles(["vae", "convolutional-vae", "gaussian-mixture"]).length < 3 && "the kept models are not there";
const drawing = (page: Page) => page.locator('[data-live="drawing"]');
const models = ["vae", "convolutional-vae", "pca", "mixture", "reportMixture"] as const;

/** The part opened, all numbers of its first example there. */
async function openDrawing(page: Page) {
  const part = drawing(page);
  await part.scrollIntoViewIfNeeded();
  const open = part.locator(".closed").getByRole("button", { name: /^Open/ });
  await open.waitFor();
  assert.equal(await part.locator(".still img").isVisible(), false, "the picture is for who has no scripts");
  await open.press("Enter");
  await settled(page);
  return part;
}

/** Waits until no model is still at work on the last drawing, and reads the nats. */
async function settled(page: Page): Promise<number[]> {
  await page.waitForFunction(
    `document.querySelectorAll('[data-live="drawing"] td[data-nats]').length === 5 && document.querySelectorAll('[data-live="drawing"] .waiting').length === 0`,
  );
  return drawing(page)
    .locator("td[data-nats]")
    .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute("data-nats"))));
}

test("a digit: what the models say in the browser is what they say in Node; drawn by pointer and by keyboard", {
  skip: skip || noDrawing,
}, async () => {
  const { page, complaints } = await open();
  const part = await openDrawing(page);
  const handedOver = (name: string) => {
    const script = readFileSync(join(site, "assets", `${name}.js`), "utf8");
    return JSON.parse(script.slice(script.indexOf(" = ") + 3, script.lastIndexOf("}") + 1));
  };
  const levels = await LevelModels.from(handedOver("drawing"));
  const bits = await BitModels.from(handedOver("decoders"));
  for (const digit of [0, 7]) {
    await part.getByRole("button", { name: new RegExp(`a ${digit}$`) }).click();
    const shown = await settled(page);
    const pixels = levels.shown.examples.slice(784 * digit, 784 * (digit + 1));
    const answers = { ...levels.answer({ pixels }), ...bits.answer({ pixels }) };
    for (const [i, model] of models.entries()) {
      const { nats } = answers[model];
      assert.ok(Math.abs(shown[i]! - nats) <= 1e-12 * Math.abs(nats), `${model}: ${shown[i]} ${nats}`);
    }
  }
  await part.getByRole("button", { name: "Clear" }).click();
  await part.locator(".failure", { hasText: /drawing is empty: draw a digit/ }).waitFor();
  const before = await part.locator("td[data-nats]").first().textContent();
  const box = (await part.locator(".pad").boundingBox())!;
  await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.15 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.45 * box.width, box.y + 0.85 * box.height, { steps: 6 });
  await page.mouse.up();
  await part.locator(".failure").waitFor({ state: "hidden" });
  const byPointer = await settled(page);
  assert.notEqual(String(byPointer[0]!.toFixed(1)), before);
  assert.match((await part.locator(".panel-line").textContent())!, /a 1:/, "a stroke is nearest to a 1");
  await part.locator(".pad").focus();
  await page.keyboard.press("Delete");
  await part.locator(".failure", { hasText: /drawing is empty/ }).waitFor();
  await page.keyboard.press("Space");
  for (let i = 0; i < 15; i++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await settled(page);
  assert.match((await part.locator(".panel-line").textContent())!, /a 1:/);
  const said =
    /^VAE -?[\d.]+ nats; .*as in the report -?[\d.]+ nats\. Component \d+ .* training image is a 1\.$/;
  await part.locator(".live-status", { hasText: said }).waitFor({ state: "attached" });
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("a digit: workers that fail are told in a sentence, and begin again", {
  skip: skip || noDrawing,
}, async () => {
  const { page } = await open({}, "globalThis.liveWorkerSource = \"throw new Error('broken on purpose')\";");
  const part = drawing(page);
  await part.scrollIntoViewIfNeeded();
  await part.getByRole("button", { name: /^Open/ }).click();
  await part.locator(".failure", { hasText: /computation stopped.*broken on purpose/ }).waitFor();
  await page.evaluate("delete globalThis.liveWorkerSource");
  await part.getByRole("button", { name: "Try again" }).click();
  await settled(page);
  await part.locator(".failure").waitFor({ state: "hidden" });
  await page.context().close();
});

test("seeds: one slider moves all runs, by keyboard; its numbers are the studies' and are said", {
  skip,
}, async () => {
  const { page, complaints } = await open();
  const part = page.locator('[data-live="seeds"]');
  await part.scrollIntoViewIfNeeded();
  const study = JSON.parse(readFileSync(join(root, "data", "studies", "vae-seeds.json"), "utf8")).result;
  const elbo = (seed: number) =>
    study
      .find(
        (run: { seed: number; config: { kind: string } }) => run.seed === seed && run.config.kind === "vae",
      )
      .elbo.toFixed(2);
  await part.locator(".panel-line", { hasText: `bound ${elbo(1)} nats` }).waitFor();
  await part.getByRole("slider", { name: "Seed" }).focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight");
  await part.locator(".panel-line", { hasText: `bound ${elbo(4)} nats` }).waitFor();
  assert.equal(await part.locator("tr.now th").textContent(), "4");
  const said = new RegExp(`^Seed 4\\. VAE: bound ${elbo(4)} nats.*Optimisation: .*Mixture: mean -12,368,828`);
  await part.locator(".live-status", { hasText: said }).waitFor({ state: "attached" });
  await page.keyboard.press("End");
  await part.locator(".panel-line", { hasText: `bound ${elbo(20)} nats` }).waitFor();
  assert.equal(await part.locator("tr.now").count(), 0);
  const outside = await part.locator(".run .plot").evaluateAll((plots) =>
    plots.flatMap((plot) => {
      const frame = plot.querySelector(".frame")!.getBoundingClientRect();
      return [...plot.querySelectorAll("path[style]")]
        .map((points) => points.getBoundingClientRect())
        .filter(({ top, right, bottom, left }) =>
          [frame.top - top, right - frame.right, bottom - frame.bottom, frame.left - left].some(
            (beyond) => beyond > 0,
          ),
        );
    }),
  );
  assert.deepEqual(outside, [], "no point is cut by its frame");
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("who wants less motion sees none: nothing moves by itself, no scrolling glides, all parts answer", {
  skip,
}, async () => {
  const { page } = await open({ reducedMotion: "reduce" });
  await until(page, /R-hat/);
  const moving = await page.evaluate(`[...document.querySelectorAll("*")].filter((element) => {
    const style = getComputedStyle(element);
    const lasts = (times) => times.split(", ").some((time) => Number.parseFloat(time) > 0);
    return lasts(style.animationDuration) || lasts(style.transitionDuration) || style.scrollBehavior === "smooth";
  }).length`);
  assert.equal(moving, 0);
  assert.equal(await page.evaluate("document.getAnimations().length"), 0);
  const before = await shownEvidence(page);
  await gaussianProcess(page).locator(".datum").first().press("ArrowUp");
  await page.waitForFunction(
    `document.querySelector(".numbers").dataset.logEvidence !== ${JSON.stringify(String(before))}`,
  );
  await page.context().close();
});

test("a worker that fails: a sentence in place, and a new one at the next change", { skip }, async () => {
  const { page } = await open({}, "globalThis.liveWorkerSource = \"throw new Error('broken on purpose')\";");
  const part = gaussianProcess(page);
  await part.locator(".failure", { hasText: /computation stopped.*broken on purpose/ }).waitFor();
  await page.evaluate("delete globalThis.liveWorkerSource");
  await part.getByRole("button", { name: "Add a point" }).click();
  await until(page, /R-hat/);
  await part.locator(".failure").waitFor({ state: "hidden" });
  await page.context().close();
});

test("without scripts and in print a picture stands in place of each part, begun or not", {
  skip,
}, async () => {
  const { page } = await open({ javaScriptEnabled: false });
  for (const part of await page.locator("[data-live]").all()) {
    assert.ok(await part.locator(".still img").isVisible());
    assert.ok(await part.locator("noscript").isVisible());
  }
  await page.context().close();
  const { page: printed } = await open();
  await until(printed, /R-hat/);
  assert.equal(await printed.locator(".still img:visible").count(), 0, "the pictures are not for the screen");
  await printed.emulateMedia({ media: "print" });
  for (const part of await printed.locator("[data-live]").all()) {
    assert.ok(await part.locator(".still img").isVisible());
    assert.equal(await part.locator("noscript").isVisible(), false);
  }
  assert.equal(await gaussianProcess(printed).locator(".board").isVisible(), false);
  await printed.context().close();
});

for (const [colorScheme, width] of [
  ["light", 360],
  ["dark", 1280],
] as const)
  test(`axe finds nothing serious in the live parts: ${colorScheme}, ${width} pixels wide`, {
    skip,
  }, async () => {
    const { page } = await open({ colorScheme, viewport: { width, height: 900 }, hasTouch: true });
    await until(page, /R-hat/);
    for (const part of await page.locator("[data-live]").all()) {
      await part.scrollIntoViewIfNeeded();
      const begin = part.getByRole("button", { name: /^Open/ });
      await part.locator(".controls > *, .closed > *").first().waitFor();
      if ((await begin.count()) > 0) await begin.click();
    }
    if (!noDrawing) await settled(page);
    const overflow = Number(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth"));
    assert.ok(overflow <= 0, `${overflow} pixels too wide`);
    await page.evaluate(axe);
    const { violations } = (await page.evaluate("axe.run()")) as {
      violations: { id: string; impact: string; nodes: { html: string }[] }[];
    };
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    assert.deepEqual(
      serious.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`),
      [],
    );
    await page.context().close();
  });
