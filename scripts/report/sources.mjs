// @ts-check
import { reference } from "./bibliography.mjs";
import { inlineMarkdown } from "./markup.mjs";

/** @typedef {import("./bibliography.mjs").Source} Source */

/** Citations in Markdown's HTML as links to the source in the same page, which the page's script previews. @param {string} html */
export const withCitations = (html) =>
  html.replace(
    /<a href="[^"]*docs\/references\.md#(\w+)">/g,
    (_, key) => `<a class="cite" data-preview href="#source-${key}">`,
  );

/** @param {readonly Source[]} sources */
export const sourceList = (sources) =>
  `<ul class="sources">${sources
    .map((source) => `<li id="source-${source.key}">${inlineMarkdown(reference(source))}</li>`)
    .join("")}</ul>`;

/** The sources that a chapter cites. @param {string} html @param {ReadonlyMap<string, Source>} bibliography */
export function chapterSources(html, bibliography) {
  const keys = new Set([...html.matchAll(/href="#source-(\w+)"/g)].map(([, key]) => key));
  const cited = [...bibliography.values()].filter(({ key }) => keys.has(key));
  return cited.length === 0
    ? ""
    : `<section class="end"><h2 id="sources-here">Sources cited here</h2>${sourceList(cited)}</section>`;
}
