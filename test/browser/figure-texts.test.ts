import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { root } from "../support/fixture.js";
import { launchChromium, noChromium } from "./chromium.js";

const find = createRequire(import.meta.url).resolve;
const folder = join(root, "figures");
const stems = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".vl.json"))
  .map((name) => name.slice(0, -".vl.json".length))
  .sort();

/** Windows, and the width of a figure in the page there: window less its margins, less the figure's own. */
const windows = { 1100: 1034, 820: 754, 390: 343 } as const;

/** A text of a drawing and the box that holds its letters. */
interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly pixels: number;
}

interface Drawn {
  readonly width: number;
  readonly height: number;
  /** The share of its size at which the page shows it. */
  readonly scale: number;
  /** Heights of its letters as the page takes them from the drawing. */
  readonly letters: readonly number[];
  readonly boxes: readonly Box[];
}

let browser: Browser;
let page: Page;
before(async () => {
  if (noChromium) return;
  browser = await launchChromium();
  page = await browser.newPage();
  const font = readFileSync(find("dejavu-fonts-ttf/ttf/DejaVuSans.ttf")).toString("base64");
  await page.setContent(
    `<style>@font-face { font-family: "DejaVu Sans"; src: url(data:font/ttf;base64,${font}); }</style><p style="font-family: 'DejaVu Sans'">font</p><div id="figure"></div>`,
  );
  await page.evaluate("document.fonts.ready.then(() => undefined)");
  for (const name of ["vega", "vega-lite"])
    await page.addScriptTag({ path: join(root, "node_modules", name, "build", `${name}.min.js`) });
  const [narrow, smaller] = ["narrow.js", "smaller.js"].map((name) =>
    readFileSync(join(root, "scripts", "report", "in-page", name), "utf8"),
  );
  await page.addScriptTag({ content: narrow + smaller + inPage });
});
after(() => browser?.close());

/**
 * Runs in the page: draws a specification in a column as the report's page does, and measures its texts. Columns of which none is too
 * narrow for the figure have one drawing, and thousands of points are not laid out for their sake.
 */
const inPage = `let last = { specification: "" };
async function measured(specification) {
  const container = document.getElementById("figure");
  const { spec } = vegaLite.compile(specification);
  const view = new vega.View(vega.parse(spec), { renderer: "none" });
  container.innerHTML = (await view.toSVG()).replaceAll(/<(?:path|line|rect|image)\\b[^>]*\\/>/g, "");
  const svg = container.querySelector("svg");
  const frame = svg.getBoundingClientRect();
  const isSeen = (text) => text.textContent.trim() !== "" && text.getAttribute("opacity") !== "0";
  const boxes = [...svg.querySelectorAll("text")].filter(isSeen).map((text) => {
    const { left, right, top, bottom } = text.getBoundingClientRect();
    return {
      text: text.textContent,
      left: left - frame.left,
      right: right - frame.left,
      top: top - frame.top,
      bottom: bottom - frame.top,
      pixels: parseFloat(getComputedStyle(text).fontSize),
    };
  });
  const letters = smallerFigures.lettersIn(view.scenegraph().root);
  view.finalize();
  container.replaceChildren();
  return { width: frame.width, height: frame.height, letters, boxes };
}
async function drawn(figure, column) {
  const fitting = narrowed(figure, column);
  const specification = JSON.stringify(fitting);
  if (specification !== last.specification) last = { specification, drawing: await measured(fitting) };
  const { drawing } = last;
  return { ...drawing, scale: smallerFigures.scaleFor(drawing.width, column, drawing.letters) };
}`;

const drawn = (figure: unknown, column: number) =>
  page.evaluate<Drawn>(`drawn(${JSON.stringify(figure)}, ${column})`);

/** Letters fill less than their box: this much of it may lie over another or outside. */
const slack = 3;

const overlap = (a: Box, b: Box) =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slack;

/** A text drawn twice, its halo below it, is one. */
const isHalo = (a: Box, b: Box) => a.text === b.text && Math.hypot(a.left - b.left, a.top - b.top) < 1;

/** What is wrong with the texts of a drawing. */
function faultsOf({ width, height, boxes }: Drawn): string[] {
  const outside = boxes.filter(
    ({ left, right, top, bottom }) =>
      left < -slack || top < -slack || right > width + slack || bottom > height + slack,
  );
  const pairs = boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter((b) => overlap(a, b) && !isHalo(a, b))
      .map((b) => `"${a.text}" over "${b.text}"`),
  );
  return [...outside.map(({ text }) => `"${text}" is cut`), ...pairs];
}

/** The smallest letters that one can read, pixels; those of a panel within a panel, smaller from the first, stay as they are. */
const readable = 8;

for (const stem of stems)
  test(`${stem}: no text is cut, lies over another or is too small to read, in any window`, {
    skip: noChromium,
  }, async () => {
    const figure = JSON.parse(readFileSync(join(folder, `${stem}.vl.json`), "utf8"));
    for (const [window, column] of Object.entries(windows)) {
      const found = await drawn(figure, column);
      assert.deepEqual(faultsOf(found), [], `${window} pixels`);
      if (found.boxes.length === 0) continue;
      const [least, drawnLeast] = [
        Math.min(...found.boxes.map(({ pixels }) => pixels)),
        Math.min(...found.letters),
      ];
      assert.ok(found.scale * least > Math.min(readable, least) - 0.01, `${least} pixels by ${found.scale}`);
      assert.ok(Math.abs(least - drawnLeast) < 0.01, `${least} and ${drawnLeast}`);
    }
  });

for (const stem of ["1/variance-floors", "2.2/lengthscales", "2.1/posterior-densities-corrected"])
  test(`${stem}: on a phone neither legend nor title is wider than the column`, {
    skip: noChromium,
  }, async () => {
    const figure = JSON.parse(readFileSync(join(folder, `${stem}.vl.json`), "utf8"));
    const { width } = await drawn(figure, 313);
    assert.ok(width <= 313 * 1.1, `${width} pixels`);
  });

test("a text outside and two in one place are found", { skip: noChromium }, async () => {
  const texts = {
    $schema: "",
    width: 200,
    height: 50,
    data: { values: [{ x: 100 }, { x: 104 }] },
    mark: { type: "text" },
    encoding: {
      x: { field: "x", type: "quantitative", scale: { domain: [0, 200], nice: false }, axis: null },
      text: { value: "ten letters" },
    },
    autosize: "none",
  };
  const faults = faultsOf(
    await drawn({ ...texts, encoding: { ...texts.encoding, text: { field: "x" } } }, 1034),
  );
  assert.deepEqual(faults, ['"100" over "104"']);
  const cut = { ...texts, data: { values: [{ x: 199 }] } };
  assert.deepEqual(faultsOf(await drawn(cut, 1034)), ['"ten letters" is cut']);
});
