import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { root } from "../support/fixture.js";
import { type Lab, skip, startLab } from "./jupyterlab.js";

// The notebooks of the repository as `npm run lab` serves them, on screens of several widths.

mkdirSync(join(root, ".cache"), { recursive: true });
const folder = mkdtempSync(join(root, ".cache", "screen-"));
let lab: Lab | undefined;
let page: Page;

before(async () => {
  if (skip) return;
  lab = await startLab(root, { home: folder, start: "notebooks/README.md" });
  page = lab.page;
});
after(async () => {
  await lab?.end();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** The notebook that is in front. */
const front = () => page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)");

async function open(name: string) {
  await page.locator(".jp-DirListing-content").getByText(name).dblclick();
  await front().locator(".jp-Notebook .jp-CodeCell").first().waitFor();
}

/** Waits until what has come into view is laid out: its height is the same, frame after frame. */
const settled = () =>
  front()
    .locator(".jp-WindowedPanel-outer")
    .evaluate(
      (element) =>
        new Promise<void>((resolve) => {
          let last = -1;
          let same = 0;
          const look = () => {
            same = element.scrollHeight === last ? same + 1 : 0;
            last = element.scrollHeight;
            if (same < 6)
              (
                globalThis as unknown as { requestAnimationFrame(next: () => void): void }
              ).requestAnimationFrame(look);
            else resolve();
          };
          look();
        }),
    );

/** Goes through the notebook from top to bottom, a screen at a time, and calls `look` at each. */
async function scroll(look: () => Promise<void>) {
  const panel = front().locator(".jp-WindowedPanel-outer");
  const height = () => panel.evaluate(({ scrollHeight }) => scrollHeight);
  for (let tries = 0; (await height()) < 5000; tries++) {
    assert.ok(tries < 600, "the notebook is not laid out");
    await page.waitForTimeout(100);
  }
  for (let at = 0, isEnd = false; !isEnd; ) {
    isEnd = await panel.evaluate((element, top) => {
      element.scrollTop = top;
      return top + element.clientHeight >= element.scrollHeight;
    }, at);
    await settled();
    await look();
    at += 700;
  }
}

test("the start page is there, the notebooks beside it, and the figures that they link to", {
  skip,
}, async () => {
  await page.locator(".jp-MarkdownViewer").getByRole("heading").first().waitFor();
  await page.locator(".jp-DirListing-content").getByText("1-density-models-compared.ipynb").waitFor();
  const text = readFileSync(join(root, "notebooks", "1-density-models-compared.ipynb"), "utf8");
  const pictures = [...text.matchAll(/\]\(\.\.\/(figures\/[\w./-]+\.png)\)/g)].map(([, path]) => path!);
  assert.ok(pictures.length >= 4, `${pictures}`);
  for (const path of pictures) {
    const status = await page.evaluate(async (url) => (await fetch(url)).status, `/files/${path}`);
    assert.equal(status, 200, path);
  }
});

test("code is not wider than its cell at 1280 pixels, nor a figure at 1100", {
  skip,
}, async () => {
  const wide = new Set<string>();
  let charts = 0;
  await page.setViewportSize({ width: 1280, height: 900 });
  await open("2.2-bayesian-optimization.ipynb");
  await scroll(async () => {
    for (const text of await front()
      .locator(".jp-CodeCell .cm-scroller")
      .evaluateAll((all) =>
        all
          .filter(({ clientWidth, scrollWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
          .map((element) => element.textContent?.slice(0, 60) ?? ""),
      ))
      wide.add(text);
  });
  assert.deepEqual([...wide], []);
  await page.setViewportSize({ width: 1100, height: 900 });
  await scroll(async () => {
    const shown = await front()
      .locator(".jp-OutputArea-output")
      .evaluateAll((all) =>
        all.flatMap((output) => {
          // a canvas that is shown smaller answers Vega otherwise
          const { getBoundingClientRect: place } = Object.getPrototypeOf(output);
          const right = place.call(output).right;
          return [...output.querySelectorAll("canvas, img")].map((figure) => ({
            isCut: place.call(figure).right > right + 1,
            text: output.closest(".jp-Cell")?.querySelector(".cm-content")?.textContent?.slice(0, 60),
          }));
        }),
      );
    charts += shown.length;
    for (const { isCut, text } of shown) if (isCut) wide.add(text ?? "");
  });
  assert.ok(charts > 5, `${charts} figures were seen`);
  assert.deepEqual([...wide], []);
});

test("tables and formulas end inside their cells at 1100 pixels, numbers stay on a line, and pictures have words", {
  skip,
}, async () => {
  await page.setViewportSize({ width: 1100, height: 900 });
  await open("2.1-gaussian-process.ipynb");
  const faults = new Set<string>();
  let tables = 0;
  let pictures = 0;
  const all = (selector: string) => front().locator(selector);
  await scroll(async () => {
    const wide = await all(".jp-RenderedMarkdown").evaluateAll((areas) =>
      areas
        .filter(({ clientWidth, scrollWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
        .map(({ textContent }) => textContent?.slice(0, 60)),
    );
    const broken = await all(".jp-RenderedMarkdown td").evaluateAll((cells) =>
      cells
        .filter(({ textContent }) => /^-?[\d.]+( ± | \/ | to )[\d.]+$/.test(textContent ?? ""))
        .filter((cell) => {
          // the cell is as high as its row, whatever is in it
          const text = cell.ownerDocument.createRange();
          text.selectNodeContents(cell);
          return text.getBoundingClientRect().height > 24;
        })
        .map(({ textContent }) => textContent),
    );
    const words = await all(".jp-OutputArea-output img").evaluateAll((images) =>
      images.map((image) => image.getAttribute("alt")),
    );
    for (const text of [...wide, ...broken]) faults.add(`${text}`);
    if (words.some((alt) => !alt)) faults.add("a picture without words");
    tables += await all(".jp-RenderedMarkdown table").count();
    pictures += words.length;
  });
  assert.ok(tables > 10 && pictures > 3, `${tables} tables and ${pictures} pictures were seen`);
  assert.deepEqual([...faults], []);
});

/** Of a canvas what is asked here. */
interface Canvas {
  toDataURL(): string;
}

/** What the first chart of a notebook shows, pixel by pixel. */
async function firstChart(name: string) {
  await open(name);
  const chart = front().locator(".jp-RenderedVegaCommon5 canvas").first();
  const panel = front().locator(".jp-WindowedPanel-outer");
  for (let top = 0; (await chart.count()) === 0; top += 700) {
    assert.ok(top < 30_000, "no chart is drawn");
    await panel.evaluate((element, at) => {
      element.scrollTop = at;
    }, top);
    await page.waitForTimeout(300);
  }
  const pixels = await chart.evaluate((canvas) => (canvas as unknown as Canvas).toDataURL());
  await page.locator(".lm-TabBar-tab.lm-mod-current .lm-TabBar-tabCloseIcon").last().click();
  return pixels;
}

test("a chart has the same letters in the dark theme as in the light one", { skip }, async () => {
  const name = "1.2.1-probabilistic-pca.ipynb";
  const light = await firstChart(name);
  const settings = join(folder, ".settings", "@jupyterlab", "apputils-extension");
  mkdirSync(settings, { recursive: true });
  writeFileSync(join(settings, "themes.jupyterlab-settings"), '{ "theme": "JupyterLab Dark" }');
  await page.reload();
  await page.locator('body[data-jp-theme-light="false"]').waitFor({ state: "attached" });
  assert.equal(await firstChart(name), light);
});

test("a slider that has the focus keeps the arrow keys", { skip }, async () => {
  await open("2.2-bayesian-optimization.ipynb");
  const slider = front().locator('input[type="range"]').first();
  await scroll(async () => {});
  const panel = front().locator(".jp-WindowedPanel-outer");
  for (let top = 0; (await slider.count()) === 0; top += 700) {
    await panel.evaluate((element, at) => {
      element.scrollTop = at;
    }, top);
    await page.waitForTimeout(300);
  }
  await slider.scrollIntoViewIfNeeded();
  await slider.focus();
  const value = async () => Number(await slider.inputValue());
  const before = await value();
  const cell = await front()
    .locator(".jp-Cell.jp-mod-active")
    .first()
    .getAttribute("data-windowed-list-index");
  for (const key of ["ArrowRight", "ArrowUp"]) await page.keyboard.press(key);
  const step = Number((await slider.getAttribute("step")) ?? 1);
  assert.equal(await value(), before + 2 * step);
  assert.equal(
    await front().locator(".jp-Cell.jp-mod-active").first().getAttribute("data-windowed-list-index"),
    cell,
    "the active cell is the same",
  );
});
