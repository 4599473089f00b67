import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { buildReport, reportPlaces } from "#scripts/report/build.mjs";
import { root } from "../support/fixture.js";
import { launchChromium, noChromium } from "./chromium.js";
import { openOffline } from "./offline-page.js";

// The report on paper.

const skip = noChromium || (!existsSync(join(root, ".venv")) && "no .venv: run the tests by npm test");
const folder = mkdtempSync(join(tmpdir(), "print-"));
const site = join(folder, "report");
const target = join(folder, "report.html");
/** A4 with a margin of a centimetre, in pixels of CSS. */
const paper = { width: 718, height: 1047 };
let browser: Browser;

before(async () => {
  if (skip) return;
  await buildReport({ ...reportPlaces(false), target, site });
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

test("the whole report is a PDF of at most 60 pages, with its pictures", { skip }, async () => {
  const { page } = await openOffline(browser, target, { near: target });
  const margin = { top: "1cm", bottom: "1cm", left: "1cm", right: "1cm" };
  const pdf = (await page.pdf({ format: "A4", margin })).toString("latin1");
  const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  assert.ok(pages > 30 && pages <= 60, `${pages} pages`);
  const pictures = new Set(pdf.match(/\/Subtype\s*\/Image\b[\s\S]{0,200}?\/Width \d+/g)).size;
  assert.ok(pictures > 20, `${pictures} pictures of different kinds`);
  await page.context().close();
});

test("on paper nothing is wider than the page", { skip }, async () => {
  for (const name of readdirSync(site).filter((each) => each.endsWith(".html"))) {
    const { page } = await openOffline(browser, join(site, name), { context: { viewport: paper } });
    await page.emulateMedia({ media: "print" });
    const cut =
      await page.evaluate(`[...document.querySelectorAll("main :is(table, figure, img, pre, math, p)")]
      .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map((element) => element.tagName + ": " + (element.textContent || element.alt).trim().slice(0, 50))`);
    assert.deepEqual(cut, [], name);
    const pale = await page.evaluate(`[...document.querySelectorAll(".mark, .verdict")]
      .filter((element) => getComputedStyle(element).printColorAdjust !== "exact").length`);
    assert.equal(pale, 0, `${name}: marks and verdicts keep their colours`);
    await page.context().close();
  }
});
