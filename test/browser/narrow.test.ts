import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { builtReport, noReport as skip } from "./built-report.js";
import { openOffline } from "./offline-page.js";

// The report on a phone: what is too wide for it can be read all the same.

const { site, browser } = builtReport("narrow");

const width = 360;
const open = (name: string) =>
  openOffline(browser(), join(site, name), { context: { viewport: { width, height: 800 } } });

test("a claim's verdict, what was found and where are within the window", { skip }, async () => {
  for (const each of [width, 768, 1100]) {
    const { page } = await open("index.html");
    await page.setViewportSize({ width: each, height: 800 });
    const outside = await page.evaluate(`[...document.querySelectorAll(".claims tbody td")]
      .filter((cell) => cell.getBoundingClientRect().right > innerWidth)
      .map((cell) => cell.textContent.slice(0, 40))`);
    assert.deepEqual(outside, [], `${each} pixels`);
    await page.context().close();
  }
});

test("a picture that is drawn only when asked keeps its letters readable, and is moved sideways by the keyboard too", {
  skip,
}, async () => {
  const { page } = await open("1-density-models-compared.html");
  const pictures = page.locator("figure[data-heavy] .picture");
  const count = await pictures.count();
  let sideways = 0;
  for (let i = 0; i < count; i++) {
    const picture = pictures.nth(i);
    const { share, shown, hidden } = await picture.evaluate((element) => {
      const image = element.querySelector("img")!;
      return {
        share: image.getBoundingClientRect().width / Number(image.getAttribute("width")),
        shown: image.getBoundingClientRect().width,
        hidden: element.scrollWidth - element.clientWidth,
      };
    });
    assert.ok(share > 0.69 || shown > 700, `picture ${i + 1} is shown at ${share} of its size`);
    assert.equal(await picture.getAttribute("tabindex"), hidden > 1 ? "0" : null);
    if (hidden > 1) sideways++;
  }
  assert.ok(sideways > 3, `${sideways} of ${count} pictures are wider than a phone`);
  await page.context().close();
});

test("the row of chapters shows the one that is open", { skip }, async () => {
  for (const name of ["index.html", "2.1-gaussian-process.html", "sources.html"]) {
    const { page } = await open(name);
    const here = (await page.locator(".bar [aria-current]").boundingBox())!;
    assert.ok(here.x >= 0 && here.x + here.width <= width, `${name}: at ${here.x}`);
    await page.context().close();
  }
});

interface Letters {
  readonly text: string;
  readonly pixels: number;
  readonly leaves: boolean;
}

/** Runs in the page: the texts of a part's plots, as high as they are shown. */
const lettersOf = (
  part: string,
) => `[...document.querySelectorAll('[data-live="${part}"] svg.plot')].flatMap((plot) => {
  const frame = plot.getBoundingClientRect();
  const share = frame.width / plot.viewBox.baseVal.width;
  return [...plot.querySelectorAll("text")].map((text) => {
    const { left, right, bottom } = text.getBoundingClientRect();
    const leaves = left < frame.left - 2 || right > frame.right + 2 || bottom > frame.bottom + 2;
    return { text: text.textContent, pixels: share * parseFloat(getComputedStyle(text).fontSize), leaves };
  });
})`;

test("letters of the plots that compute are not below eleven pixels, and none leaves its plot", {
  skip,
}, async () => {
  const { page } = await open("live.html");
  for (const part of ["gaussian-process", "optimisation", "seeds"]) {
    const live = page.locator(`[data-live="${part}"]`);
    await live.scrollIntoViewIfNeeded();
    await live.locator(".plot").first().scrollIntoViewIfNeeded();
    await page.waitForTimeout(300);
    const found = (await page.evaluate(lettersOf(part))) as Letters[];
    assert.ok(found.length > 10, `${part}: ${found.length} texts`);
    for (const { text, pixels, leaves } of found) {
      assert.ok(pixels >= 11, `${part}: "${text}" is ${pixels} pixels high`);
      assert.ok(!leaves, `${part}: "${text}" leaves its plot`);
    }
  }
  await page.context().close();
});
