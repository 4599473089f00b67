import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import type { BrowserContextOptions, Locator } from "playwright-core";
import { digitShares } from "pml/figures";
import { render } from "pml/node";
import { buildReport } from "#scripts/report/build.mjs";
import { builtReport, noReport as skip } from "./built-report.js";
import { openOffline } from "./offline-page.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const { folder, target: path, site, browser, size } = builtReport("report");
const chapter = join(site, "2.2-bayesian-optimization.html");

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** A page of the report; the one file needs no other. */
const open = (context: BrowserContextOptions = {}, file = chapter) =>
  openOffline(browser(), file, { context, ...(file === path && { near: path }) });

/** Draws a figure: brings it into view, or asks for it where it waits to be asked. */
async function draw(figure: Locator) {
  await figure.evaluate((element) => element.scrollIntoView());
  const button = figure.locator("button.explore");
  if ((await button.count()) > 0) await button.click();
  await figure.locator("canvas").waitFor({ state: "attached" });
}

test("every figure of a chapter is drawn when it comes into view, and released when it is far, without a complaint", {
  skip,
}, async () => {
  const { page, complaints } = await open();
  const figures = page.locator("figure[data-spec]");
  const count = await figures.count();
  assert.ok(count >= 12, `${count} figures`);
  assert.equal(
    await page.locator("figure:not([data-spec])").count(),
    0,
    "every figure has its specification",
  );
  let most = 0;
  for (let i = 0; i < count; i++) {
    await draw(figures.nth(i));
    most = Math.max(most, await page.locator("figure canvas").count());
  }
  assert.ok(most <= 6, `${most} drawings at once`);
  await page.evaluate("scrollTo(0, 0)");
  await figures.last().locator("canvas").waitFor({ state: "detached" });
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("a figure that the reader turns to is drawn, also where the page has just noted that it was far away", {
  skip,
}, async () => {
  const { page, complaints } = await open({}, join(site, "1.1-variational-autoencoders.html"));
  // it goes away, and the reader is back between the frame in which observers see that and their being told
  await page.evaluate(`(async () => {
    const heavy = document.querySelector("figure[data-heavy]");
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    heavy.scrollIntoView();
    for (let i = 0; i < 3; i++) await frame();
    const { port1, port2 } = new MessageChannel();
    const turnedTo = new Promise((done) => {
      port1.onmessage = () => {
        heavy.scrollIntoView();
        heavy.querySelector("button").click();
        done();
      };
    });
    await frame();
    scrollTo(0, 0);
    port2.postMessage(undefined);
    await turnedTo;
  })()`);
  const heavy = page.locator("figure[data-heavy]").first();
  await heavy.locator("canvas").waitFor({ state: "attached", timeout: 30_000 });
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("the one file draws its figures too, and asks for nothing", { skip }, async () => {
  assert.ok(size().bytes < 25e6, `${size().bytes} bytes`);
  const { page, complaints } = await open({}, path);
  const figures = page.locator("figure[data-spec]");
  assert.ok((await figures.count()) >= 80);
  for (const i of [0, 20, 40]) await draw(figures.nth(i));
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
  const place = join(folder, "small");
  await buildReport({ notebooks: folder, figures: folder, target, site: place });
  return join(place, "1-small.html");
}

test("hovering tells what is under the pointer, also where the figure is shown smaller", {
  skip,
}, async () => {
  const small = await smallReport();
  // in a narrow window the plot is lower, and its legend below it
  for (const [width, down] of [
    [1280, 0.75],
    [320, 0.5],
  ] as const) {
    const { page, complaints } = await open({ viewport: { width, height: 900 } }, small);
    const canvas = page.locator("figure canvas");
    await draw(page.locator("figure"));
    const box = (await canvas.boundingBox())!;
    assert.ok(box.width <= width, `${box.width} pixels wide in a window of ${width}`);
    const seen = new Set<string>();
    for (let share = 0.1; share < 0.95; share += 0.02) {
      await page.mouse.move(box.x + share * box.width, box.y + down * box.height);
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
  const images = page.locator("figure > .picture > img");
  const count = await images.count();
  assert.ok(count >= 12);
  for (let i = 0; i < count; i++) {
    await images.nth(i).scrollIntoViewIfNeeded();
    assert.ok(((await images.nth(i).getAttribute("alt")) ?? "").length > 10);
    assert.ok(await images.nth(i).isVisible());
  }
  await page.context().close();
});

test("in print the pictures stand in for the drawings, and the contents stay away", { skip }, async () => {
  const { page } = await open();
  await draw(page.locator("figure[data-spec]").first());
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("figure > .picture > img").first().isVisible(), true);
  assert.equal(await page.locator("figure canvas").first().isVisible(), false);
  for (const nav of await page.locator("nav").all()) assert.equal(await nav.isVisible(), false);
  await page.context().close();
});

test("every link from page to page leads to a place that is there; each claim has one", { skip }, () => {
  const html = (name: string) => readFileSync(join(site, name), "utf8");
  const texts = new Map<string, string>();
  for (const name of readdirSync(site).filter((each) => each.endsWith(".html"))) texts.set(name, html(name));
  for (const [name, text] of texts)
    for (const [, page, id] of text.matchAll(/href="([\w.-]+\.html)(?:#([^"]+))?"/g)) {
      assert.ok(texts.has(page!), `${name}: ${page}`);
      if (id) assert.ok(texts.get(page!)!.includes(` id="${id}"`), `${name}: ${page}#${id}`);
    }
  const rows = html("index.html").match(/<tr data-verdict.*?<\/tr>/gs)!;
  assert.equal(rows.length, 104);
  for (const row of rows) assert.match(row, /href="[\w.-]+\.html#/, row);
});

test("by keyboard: first the way to the content, then the chapters, then the contents from top to bottom", {
  skip,
}, async () => {
  const { page } = await open();
  const focused = () => page.locator(":focus").getAttribute("href");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "#content");
  const hrefs = (where: string): Promise<(string | null)[]> =>
    page.locator(`${where} a`).evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  for (const href of await hrefs("nav.bar")) {
    await page.keyboard.press("Tab");
    assert.equal(await focused(), href);
    assert.ok(existsSync(join(site, href!)), href!);
  }
  await page.keyboard.press("Tab");
  assert.equal(await page.locator(":focus").textContent(), "Contents");
  const contents = await hrefs("nav.aside");
  for (const href of contents.slice(0, 6)) {
    await page.keyboard.press("Tab");
    assert.equal(await focused(), href);
  }
  for (const href of contents) assert.equal(await page.locator(`[id="${href!.slice(1)}"]`).count(), 1, href!);
  await page.context().close();
});

test("a fault's key explains itself where it stands: under the pointer, by keyboard, by touch; Escape closes", {
  skip,
}, async () => {
  const { page } = await open({ hasTouch: true });
  const key = page.locator("a.key").first();
  const card = page.locator(".card");
  const says = await page.locator((await key.getAttribute("href"))!).textContent();
  await key.hover();
  await card.waitFor({ state: "visible" });
  assert.equal(await card.textContent(), says);
  await page.keyboard.press("Escape");
  await card.waitFor({ state: "hidden" });
  await page.keyboard.press("Tab");
  await key.focus();
  await card.waitFor({ state: "visible" });
  await page.keyboard.press("Escape");
  await page.mouse.move(0, 0);
  await key.tap();
  await card.waitFor({ state: "visible" });
  assert.equal(new URL(page.url()).hash, "", "the first touch explains and does not lead away");
  await page.context().close();
});

/** What a page says is wrong with it, and in windows of which widths it is asked. */
const looks = {
  "a table that is not to be seen": {
    widths: [1280, 390],
    find: `[...document.querySelectorAll("table")].filter((table) => {
      if (table.closest("details:not([open])")) return false;
      let [shown, around] = [table.getBoundingClientRect().height, table.parentElement];
      for (; around; around = around.parentElement) {
        const { overflow, clipPath, display } = getComputedStyle(around);
        if (display === "none" || clipPath !== "none") return true;
        if (overflow === "hidden") shown = Math.min(shown, around.getBoundingClientRect().height);
      }
      return shown < 20;
    }).map((table) => table.textContent.trim().slice(0, 40))`,
  },
  "a table that is cut, or what is short in it broken": {
    widths: [1280, 1600],
    find: `[...document.querySelectorAll(".prose .table")].flatMap((frame) => {
      const isCut = frame.scrollWidth > frame.clientWidth + 1;
      const broken = [...frame.querySelectorAll("tbody td:first-child")].filter((cell) => {
        if (cell.textContent.trim().length > 24) return false;
        const text = document.createRange();
        text.selectNodeContents(cell);
        return text.getBoundingClientRect().height > 34;
      });
      const named = frame.previousElementSibling?.textContent ?? "";
      return [...(isCut ? [named] : []), ...broken.map((cell) => named + ": " + cell.textContent)];
    })`,
  },
  "anything wider than its window": {
    widths: [360, 820, 1280, 1600],
    find: `[document.documentElement.scrollWidth - window.innerWidth].filter((pixels) => pixels > 0)`,
  },
} as const;

let looked: Promise<readonly { readonly what: string; readonly where: string; readonly found: unknown }[]>;

/** All looks at all pages, each opened once and shown in windows of all widths. */
async function lookAtAll() {
  const findings = [];
  for (const name of readdirSync(site).filter((each) => each.endsWith(".html"))) {
    const { page } = await open({}, join(site, name));
    for (const width of [1280, 1600, 820, 390, 360]) {
      await page.setViewportSize({ width, height: 900 });
      for (const [what, { widths, find }] of Object.entries(looks))
        if ((widths as readonly number[]).includes(width))
          findings.push({ what, where: `${name}, ${width} pixels`, found: await page.evaluate(find) });
    }
    await page.context().close();
  }
  return findings;
}

for (const [what, { widths }] of Object.entries(looks))
  test(`no page has ${what}, ${widths.join(", ")} pixels wide`, { skip }, async () => {
    looked ??= lookAtAll();
    const ofThis = (await looked).filter((each) => each.what === what);
    assert.ok(ofThis.length >= 10 * widths.length, `${ofThis.length} looks`);
    for (const { where, found } of ofThis) assert.deepEqual(found, [], where);
  });

test("the contents of every page name its headings in plain text", { skip }, () => {
  for (const name of readdirSync(site).filter((each) => each.endsWith(".html"))) {
    const [contents = ""] =
      /<nav class="aside".*?<\/nav>/s.exec(readFileSync(join(site, name), "utf8")) ?? [];
    assert.match(contents, /<li><a href="#/, name);
    assert.doesNotMatch(contents, /&amp;\w+;/, name);
  }
});

test("a figure too wide for a phone is moved sideways in its frame, by the keyboard too, not made unreadable", {
  skip,
}, async () => {
  const viewport = { width: 390, height: 844 };
  const { page, complaints } = await open({ viewport }, join(site, "1.2.3-latent-tree.html"));
  const figures = page.locator("figure[data-spec]");
  const sideways = [];
  for (let i = 0; i < (await figures.count()); i++) {
    await draw(figures.nth(i));
    const chart = figures.nth(i).locator(".chart");
    const room = await chart.evaluate((element) => element.scrollWidth - element.clientWidth);
    const isMarked = await chart.evaluate((element) => element.classList.contains("sideways"));
    assert.equal(room > 1, isMarked, `figure ${i + 1}: ${room} pixels more than there is room for`);
    if (!isMarked) continue;
    sideways.push(i);
    await chart.focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction((element) => element!.scrollLeft > 0, await chart.elementHandle());
  }
  const count = await figures.count();
  assert.ok(sideways.length > 0 && sideways.length < count, `${sideways.length} of ${count} figures`);
  const overflow = Number(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth"));
  assert.ok(overflow <= 0, `the page is ${overflow} pixels too wide`);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

for (const [colorScheme, width, name] of [
  ["light", 1280, "2.2-bayesian-optimization"],
  ["dark", 390, "2.1-gaussian-process"],
  ["light", 360, "index"],
  ["dark", 1600, "1-density-models-compared"],
] as const)
  test(`axe finds nothing serious: ${name}, ${colorScheme}, ${width} pixels wide`, { skip }, async () => {
    const { page } = await open(
      { colorScheme, viewport: { width, height: 900 } },
      join(site, `${name}.html`),
    );
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
