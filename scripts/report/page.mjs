// @ts-check
import { readFileSync } from "node:fs";
import { inRoot } from "../setup/paths.mjs";
import { captions } from "./captions.mjs";
import { escapeHtml, figureHtml, figureOfOutput, Specifications } from "./figures.mjs";
import { slug, tableOfContents, textOf, withFormulas, withHeadings, withScrolling } from "./markup.mjs";

/**
 * What the page is made of.
 * @typedef {object} PageParts
 * @property {readonly NotebookPart[]} notebooks in their order
 * @property {readonly { name: string, html: string }[]} tables such as Table 1
 * @property {import("./figures.mjs").FigureFolder} figures
 * @property {string} [faults] the list of the report's faults, as HTML
 *
 * @typedef {object} NotebookPart
 * @property {string} name without its ending
 * @property {any} content the notebook itself
 * @property {string} html its HTML by nbconvert
 */

const here = (/** @type {string} */ name) => readFileSync(inRoot("scripts", "report", name), "utf8");

/** A library's browser build, safe inside a script element. @param {...string} path */
const library = (...path) =>
  readFileSync(inRoot("node_modules", ...path), "utf8").replace(/<\/script/gi, "<\\/script");

const title = "Density models of MNIST, Gaussian processes and Bayesian optimisation";

const introduction = `
<p>A published exam report on probabilistic machine learning, rebuilt as executed TypeScript notebooks on a tested library.
Everything on this page was computed by them: figures can be hovered, and nothing is fetched from anywhere.</p>
<p>Two voices throughout, never mixed: 🟦 <strong>R, as in the report</strong>, its exact protocol, so that its numbers come back; and
🟧 <strong>C, corrected</strong>, what is right where the protocol or its reading is wrong, and what that changes.</p>`;

/** Figures that stand in Markdown by their file, in place of the image elements. @param {string} html @param {PageParts} parts @param {Specifications} specifications */
function withKeptFigures(html, { figures }, specifications) {
  return html.replace(
    /<p>\s*<img [^>]*src="[^"]*figures\/((?:[\w.-]+\/)?[\w.-]+)\.(?:png|svg)"[^>]*>\s*<\/p>/g,
    (element, stem) => {
      const figure = figures.get(stem);
      return figure ? figureHtml(figure, specifications) : element;
    },
  );
}

/** One notebook as a section. @param {NotebookPart} notebook @param {PageParts} parts @param {Specifications} specifications */
function notebookSection({ name, content, html }, parts, specifications) {
  const id = `notebook-${slug(name)}`;
  const drawn = html.replace(/<!--figure (\d+) (\d+)-->/g, (_, cell, output) =>
    figureHtml(figureOfOutput(content.cells[cell].outputs[output], parts.figures), specifications),
  );
  const readable = withScrolling(withFormulas(withKeptFigures(drawn, parts, specifications)));
  const { html: body, headings } = withHeadings(readable, id, 1);
  return { html: `<section class="notebook" id="${id}">${body}</section>`, headings };
}

/** Figures 1 to 6, each with its corrected version where there is one. @param {PageParts} parts @param {Specifications} specifications */
function gallery({ figures }, specifications) {
  const entries = Object.entries(captions).flatMap(([number, caption]) => {
    const shown = [`figure-${number}`, `figure-${number}-corrected`].flatMap((stem) => {
      const figure = figures.get(stem);
      if (!figure) return [];
      const voice = stem.endsWith("corrected") ? "C, corrected" : "R, as in the report";
      return `<div class="voice"><p class="label">${voice}</p>${figureHtml(figure, specifications)}</div>`;
    });
    if (shown.length === 0) return [];
    const fault = caption.fault ? `<p><strong>Against it:</strong> ${escapeHtml(caption.fault)}</p>` : "";
    return `<article class="plate"><div>${shown.join("")}</div><div class="beside"><h3 id="gallery-${number}">Figure ${number}: ${escapeHtml(caption.title)}</h3>
<p><strong>The report's caption, in other words:</strong> ${escapeHtml(caption.report)}</p><p>${escapeHtml(caption.look)}</p>${fault}</div></article>`;
  });
  return entries.length === 0
    ? ""
    : `<section id="gallery"><h2 id="gallery-heading">Figures 1 to 6</h2>${entries.join("")}</section>`;
}

/** Table 1, Table 2. @param {PageParts} parts */
function tables({ tables: found }) {
  const entries = found.map(({ name, html }) => {
    const number = name.match(/\d+/)?.[0] ?? "";
    const corrected = name.includes("corrected") ? ", corrected" : "";
    return `<h3 id="${slug(name)}">Table ${number}${corrected}</h3>${withScrolling(withFormulas(html))}`;
  });
  return entries.length === 0
    ? ""
    : `<section id="tables"><h2 id="tables-heading">The report's tables, beside this run</h2>${entries.join("")}</section>`;
}

/** The report's faults, where the keys in the text lead to. @param {PageParts} parts */
function faultSection({ faults }) {
  if (faults === undefined) return { html: "", headings: [] };
  const { html, headings } = withHeadings(withScrolling(withFormulas(faults)), "faults", 1);
  return { html: `<section id="faults">${html}</section>`, headings };
}

/** Links to the list of faults and to notebooks stay on the page. @param {string} html */
const withinPage = (html) =>
  html
    .replace(/<a id="([a-z]\d+)">/g, '<a id="fault-$1">')
    .replace(/href="[^"]*docs\/faults\.md#(\w+)"/g, 'href="#fault-$1"')
    .replace(/href="[^"]*notebooks\/([^"]+)\.ipynb"/g, (_, name) => `href="#notebook-${slug(name)}"`);

/** Cells without an output between them fold away together. @param {string} html */
const withJoinedCode = (html) =>
  html.replace(/<\/details>\s*<details class="code"><summary>Code<\/summary>/g, "");

/** @type {Readonly<Record<string, string>>} */
const drawnMarks = { "🟦": '<span class="mark r"></span>', "🟧": '<span class="mark c"></span>' };

/**
 * The marks of the two voices, drawn: not every system has a font with coloured squares. Within a tag, where nothing can be drawn (a
 * table's name is made from its header), they are left out.
 * @param {string} html
 */
const withDrawnMarks = (html) =>
  html.replace(
    /<(?:[^<>"']|"[^"]*"|'[^']*')*>|🟦|🟧/gu,
    (piece) => drawnMarks[piece] ?? piece.replace(/[🟦🟧]\s*/gu, ""),
  );

/** The headings of a piece of the page. @param {string} html @returns {import("./markup.mjs").Heading[]} */
const headingsOf = (html) =>
  [...html.matchAll(/<h([2-3]) id="([^"]+)">([\s\S]*?)<\/h\1>/g)].map(([, level, id, content]) => ({
    level: Number(level),
    id: /** @type {string} */ (id),
    html: textOf(/** @type {string} */ (content)),
  }));

/** The whole report: one file that needs nothing else. @param {PageParts} parts */
export function page(parts) {
  const specifications = new Specifications();
  const front = tables(parts) + gallery(parts, specifications);
  const notebooks = parts.notebooks.map((notebook) => notebookSection(notebook, parts, specifications));
  const faults = faultSection(parts);
  const headings = [
    ...headingsOf(front),
    ...notebooks.flatMap((notebook) => notebook.headings.filter(({ level }) => level <= 3)),
    ...faults.headings.filter(({ level }) => level <= 2),
  ].map((heading) => ({ ...heading, html: escapeHtml(unescaped(textOf(heading.html))) }));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${here("page.css")}</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header><h1>${title}</h1>${withDrawnMarks(introduction)}</header>
<nav aria-label="Contents"><details class="contents" open><summary>Contents</summary>${tableOfContents(headings)}</details></nav>
<main id="content" tabindex="-1">
${withDrawnMarks(front)}
${withDrawnMarks(withJoinedCode(withinPage([...notebooks, faults].map(({ html }) => html).join("\n"))))}
</main>
<footer><p>Made from the executed notebooks by <code>npm run report</code>. Drawn with Vega, Vega-Lite and Vega-Embed (BSD 3-clause), formulas by Temml (MIT).</p></footer>
${specifications.html()}
<script>${library("vega", "build", "vega.min.js")}</script>
<script>${library("vega-lite", "build", "vega-lite.min.js")}</script>
<script>${library("vega-embed", "build", "vega-embed.min.js")}</script>
<script>${here("in-page.js")}</script>
</body>
</html>
`;
}

/** @param {string} text */
const unescaped = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
