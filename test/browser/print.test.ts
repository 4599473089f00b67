import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { builtReport, noReport as skip } from "./built-report.js";
import { openOffline } from "./offline-page.js";

// The report on paper.

/** A4 with a margin of a centimetre, in pixels of CSS. */
const paper = { width: 718, height: 1047 };

const { target, site, browser } = builtReport("print");

test("the whole report is a PDF of at most 60 pages, with its pictures", { skip }, async () => {
  const { page } = await openOffline(browser(), target, { near: target });
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
    const { page } = await openOffline(browser(), join(site, name), { context: { viewport: paper } });
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
