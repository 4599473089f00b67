// @ts-check
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { decode } from "fast-png";
import { chromium } from "playwright-core";
import { chromiumArguments, findChromium } from "../setup/chromium.mjs";
import { inRoot } from "../setup/paths.mjs";
import { SetupError } from "../setup/report.mjs";
import { animatedPng } from "./animated-png.mjs";

/** Where README's picture lies. */
const target = inRoot("docs", "page.png");
/** How far the middle point is dragged, frame by frame, in shares of the plot's height: down, up, and back. */
const path = Array.from({ length: 20 }, (_, i) => 0.3 * Math.sin((2 * Math.PI * i) / 20));
const milliseconds = 120;

/** A screenshot without its transparency. @param {Buffer} png */
function frameOf(png) {
  const { width, height, channels, data } = decode(png);
  const rgb = new Uint8Array(3 * width * height);
  for (let i = 0; i < width * height; i++)
    for (let c = 0; c < 3; c++) rgb[3 * i + c] = /** @type {number} */ (data[channels * i + c]);
  return { width, height, data: rgb };
}

/**
 * Makes README's moving picture: a point of the Gaussian process dragged, the posterior following.
 * @param {string} index the site's first page
 * @returns {Promise<string>} where it is
 */
export async function writeMovingPicture(index) {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new SetupError("The moving picture wants Chromium: install it, or name one by CHROMIUM.");
  const browser = await chromium.launch({ executablePath, args: chromiumArguments() });
  try {
    const page = await browser.newPage({ viewport: { width: 480, height: 1400 }, colorScheme: "light" });
    await page.goto(pathToFileURL(join(dirname(index), "live.html")).href);
    const part = page.locator('[data-live="gaussian-process"]');
    await part.locator(".numbers", { hasText: "R-hat" }).waitFor();
    const plot = part.locator(".plot").first();
    const point = part.locator(".datum").nth(2);
    const box = await point.boundingBox();
    const height = (await plot.boundingBox())?.height ?? 0;
    if (box === null) throw new Error("the plot is not on the page");
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    const frames = [];
    for (const share of path) {
      await page.mouse.move(x, y + share * height);
      await page.waitForTimeout(250); // until the answer is drawn
      frames.push(frameOf(await plot.screenshot()));
    }
    await page.mouse.up();
    writeFileSync(target, animatedPng(frames, milliseconds));
    return target;
  } finally {
    await browser.close();
  }
}
