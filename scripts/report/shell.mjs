// @ts-check
import { readFileSync } from "node:fs";
import { inRoot } from "../setup/paths.mjs";
import { escapeHtml, tableOfContents, textOf, unescapeHtml } from "./markup.mjs";

/**
 * A page of the site, which is a section of the one file.
 * @typedef {object} SitePage
 * @property {string} file its name, such as `2.1-gaussian-process.html`
 * @property {string} id of its section in the one file
 * @property {string} title
 * @property {string} short its name in a row of links
 * @property {string} html
 * @property {readonly import("./markup.mjs").Heading[]} headings for its contents
 * @property {boolean} [live] whether it has parts that compute
 * @property {string} [end] what stands at its end in the site alone, since the one file has it once for all
 */

export const reportTitle = "Density models of MNIST, Gaussian processes and Bayesian optimisation";

const own = (/** @type {string} */ name) => readFileSync(inRoot("scripts", "report", name), "utf8");

const sheets = [
  "base",
  "layout",
  "tables",
  "figures",
  "code",
  "previews",
  "index",
  "live",
  "points",
  "drawing",
  "seeds",
  "narrow",
  "print",
];

/** The style sheets in their order. */
export const styles = () => sheets.map((name) => own(`styles/${name}.css`)).join("\n");

/** The page's own scripts in their order. @param {"site" | "file"} kind @returns {string} */
export const scripts = (kind) =>
  [`loading-${kind}`, "narrow", "smaller", "figures", "previews", "contents"]
    .map((name) => own(`in-page/${name}.js`))
    .join("\n");

/** Browser builds of libraries that draw the figures, loaded when the first is drawn. */
export const libraries = ["vega", "vega-lite", "vega-embed"].map((name) => ({
  name,
  text: () => readFileSync(inRoot("node_modules", name, "build", `${name}.min.js`), "utf8"),
}));

const policy =
  "default-src 'none'; script-src 'self' file: blob: 'unsafe-inline' 'unsafe-eval'; style-src 'self' file: 'unsafe-inline'; img-src 'self' file: data: blob:; worker-src blob:";

/** The contents of a page: its headings down to the second level below the title. None where it has no headings. @param {readonly import("./markup.mjs").Heading[]} headings */
function contents(headings) {
  if (headings.length === 0) return "";
  const plain = headings.map((heading) => ({
    ...heading,
    html: escapeHtml(unescapeHtml(textOf(heading.html)).replace(/[🟦🟧]\s*/gu, "")),
  }));
  return `<nav class="aside" aria-label="Contents"><details class="contents" open><summary>Contents</summary>${tableOfContents(plain)}</details></nav>`;
}

const footer =
  "<footer><p>Made from the executed notebooks by <code>npm run report</code>. Nothing on these pages is fetched from anywhere. Figures by Vega, Vega-Lite and Vega-Embed (BSD 3-clause), formulas by Temml (MIT).</p></footer>";

/**
 * @param {{ title: string, style: string, top: string, headings: readonly import("./markup.mjs").Heading[], main: string, script: string }} parts
 */
export const shell = ({ title, style, top, headings, main, script }) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
${style}
</head>
<body>
<a class="skip" href="#content">To the content</a>
${top}
${contents(headings)}
<main id="content" tabindex="-1">
${main}
</main>
${footer}
${script}
</body>
</html>
`;
