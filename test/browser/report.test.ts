import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { digitShares } from "pml/figures";
import { render } from "pml/node";
import { buildReport, reportPlaces } from "#scripts/report/build.mjs";
import { root } from "../support/fixture.js";
import { allowance, launchChromium, noChromium, patience } from "./chromium.js";

const skip = noChromium || (!existsSync(join(root, ".venv")) && "no .venv: run the tests by npm test");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "report-"));
const path = join(folder, "report.html");
let browser: Browser;
let bytes = 0;

before(async () => {
  if (skip) return;
  ({ bytes } = await buildReport({ ...reportPlaces(false), target: path }));
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

interface Opened {
  readonly page: Page;
  /** What the console said and what the page asked for, beyond the file itself. */
  readonly complaints: string[];
  readonly milliseconds: number;
}

/** The report in a window of its own, without a network. */
async function open(options: BrowserContextOptions = {}, file = path): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    offline: true,
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && url !== pathToFileURL(file).href) complaints.push(`request: ${url}`);
  });
  const started = performance.now();
  await page.goto(pathToFileURL(file).href);
  if (options.javaScriptEnabled !== false) {
    await page.locator("figure[data-spec]").first().scrollIntoViewIfNeeded();
    await page.locator("figure.drawn").first().waitFor({ state: "attached" });
  }
  return { page, complaints, milliseconds: performance.now() - started };
}

/** Brings every figure near the window, as a reader does, until all are drawn. */
async function drawAll(page: Page) {
  const figures = page.locator("figure[data-spec]");
  for (let i = 0, count = await figures.count(); i < count; i++) {
    const figure = figures.nth(i);
    await figure.evaluate((element) => element.scrollIntoView());
    await figure.and(page.locator(".drawn")).waitFor({ state: "attached" });
  }
  return figures.count();
}

test("under 25 MB, opens in under 3 s, asks for nothing, draws every figure without a complaint", {
  skip,
}, async () => {
  assert.ok(bytes < 25e6, `${bytes} bytes`);
  // the shortest of three, since other tests run at the same time
  const times = [(await open()).milliseconds, (await open()).milliseconds];
  const { page, complaints, milliseconds: last } = await open();
  const milliseconds = Math.min(...times, last);
  assert.ok(milliseconds < 3000 * allowance(), `${milliseconds} ms until the first figures are drawn`);
  const count = await drawAll(page);
  assert.ok(count >= 20, `${count} figures`);
  assert.equal(
    await page.locator("figure:not([data-spec])").count(),
    0,
    "every figure has its specification",
  );
  assert.equal(await page.locator("figure.drawn canvas").count(), count);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

/** A report of one notebook with one figure, as wide as its bars are many; returns its path. */
async function smallReport(): Promise<string> {
  const shares = Array.from({ length: 10 }, (_, i) => (i + 1) / 55);
  const figure = digitShares([{ name: "a model", shares }], "Shares of the ten digits.");
  const { png, width, height } = await render(figure);
  const output = {
    output_type: "display_data",
    metadata: { "image/png": { width, height } },
    data: {
      "application/vnd.vegalite.v5+json": figure,
      "image/png": Buffer.from(png).toString("base64"),
      "text/plain": figure.description,
    },
  };
  const cell = {
    cell_type: "code",
    id: "one",
    metadata: {},
    execution_count: 1,
    source: "",
    outputs: [output],
  };
  const notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
  writeFileSync(join(folder, "1-small.ipynb"), JSON.stringify(notebook));
  const target = join(folder, "small.html");
  await buildReport({ notebooks: folder, figures: folder, target });
  return target;
}

test("hovering tells what is under the pointer, also where the figure is shown smaller", {
  skip,
}, async () => {
  const small = await smallReport();
  for (const width of [1280, 320]) {
    const { page, complaints } = await open({ viewport: { width, height: 900 } }, small);
    const canvas = page.locator("figure canvas");
    const box = (await canvas.boundingBox())!;
    assert.ok(box.width <= width, `${box.width} pixels wide in a window of ${width}`);
    const seen = new Set<string>();
    for (let share = 0.1; share < 0.95; share += 0.02) {
      await page.mouse.move(box.x + share * box.width, box.y + 0.75 * box.height);
      await page.waitForTimeout(15);
      const shown = page.locator("#vg-tooltip-element.visible");
      if ((await shown.count()) > 0) seen.add((await shown.textContent()) ?? "");
    }
    // every bar that reaches this height tells its own digit and share
    assert.ok(seen.size >= 7 && seen.size <= 11, [...seen].join("; "));
    assert.ok(
      [...seen].some((text) => /9/.test(text) && /18/.test(text)),
      [...seen].join("; "),
    );
    assert.deepEqual(complaints, []);
    await page.context().close();
  }
});

test("without scripts every figure is a picture with its text", { skip }, async () => {
  const { page } = await open({ javaScriptEnabled: false });
  const images = page.locator("figure > img");
  const count = await images.count();
  assert.ok(count >= 20);
  for (let i = 0; i < count; i++) {
    await images.nth(i).scrollIntoViewIfNeeded();
    assert.ok(((await images.nth(i).getAttribute("alt")) ?? "").length > 10);
    assert.ok(await images.nth(i).isVisible());
  }
  await page.context().close();
});

test("in print the pictures stand in for the drawings, and the contents stay away", { skip }, async () => {
  const { page } = await open();
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("figure > img").first().isVisible(), true);
  assert.equal(await page.locator("figure canvas").first().isVisible(), false);
  assert.equal(await page.locator("nav").isVisible(), false);
  await page.context().close();
});

test("by keyboard: first the way to the content, then the contents from top to bottom", {
  skip,
}, async () => {
  const { page } = await open();
  const focused = async () => {
    const element = page.locator(":focus");
    return { text: await element.textContent(), href: await element.getAttribute("href") };
  };
  await page.keyboard.press("Tab");
  assert.equal((await focused()).href, "#content");
  await page.keyboard.press("Tab");
  assert.equal((await focused()).text, "Contents");
  const links = await page
    .locator("nav a")
    .evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  for (const href of links.slice(0, 6)) {
    await page.keyboard.press("Tab");
    assert.equal((await focused()).href, href);
  }
  for (const href of links) assert.equal(await page.locator(`[id="${href!.slice(1)}"]`).count(), 1, href!);
  await page.context().close();
});

for (const [colorScheme, width] of [
  ["light", 1280],
  ["dark", 390],
] as const)
  test(`axe finds nothing serious: ${colorScheme}, ${width} pixels wide`, { skip }, async () => {
    const { page } = await open({ colorScheme, viewport: { width, height: 900 } });
    const overflow = Number(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth"));
    assert.ok(overflow <= 0, `${overflow} pixels too wide`);
    await page.evaluate(axe);
    const { violations } = (await page.evaluate("axe.run()")) as AxeResults;
    const findings = violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .map(({ html }) => html.slice(0, 200))
            .slice(0, 3)
            .join(" | ")}`,
      );
    assert.deepEqual(findings, []);
    await page.context().close();
  });
