// @ts-check
import { citation, reference } from "./bibliography.mjs";
import { inlineMarkdown, slug } from "./markup.mjs";

/** @typedef {import("./bibliography.mjs").Source} Source */

/** A citation as a link to the source in the same page, which the page's script previews. @param {string} key @param {string} words */
const cite = (key, words) => `<a class="cite" data-preview href="#source-${key}">${words}</a>`;

/** What is not searched for names, a tag, or the text between them. */
const piece =
  /<(a|pre|code|math|svg|script|style|figcaption)\b[\s\S]*?<\/\1>|<(?:[^<>"']|"[^"]*"|'[^']*')*>|[^<]+/g;

/**
 * Citations in Markdown's HTML as links to the source in the same page: those that are linked to the list of references, those that are
 * linked to where the source can be read, and those that stand without a link, as in tables.
 * @param {string} html @param {ReadonlyMap<string, Source>} sources
 */
export function withCitations(html, sources) {
  const byName = new Map([...sources.values()].map((source) => [citation(source), source]));
  const names = [...byName.keys()].map((name) => name.replaceAll(".", "\\."));
  // not the last of several authors
  const anyName = new RegExp(`(?<!and |[\\p{L}-])(?:${names.join("|")})(?!\\w)`, "gu");
  const link = (/** @type {string} */ text) => {
    const [, address = "", words = ""] = /^<a href="([^"]*)">([\s\S]*)<\/a>$/.exec(text) ?? [];
    const key = /docs\/references\.md#(\w+)$/.exec(address)?.[1];
    if (key) return cite(key, words);
    const named = byName.get(words);
    return named && named.url === address ? cite(named.key, words) : text;
  };
  return html.replace(piece, (text) => {
    if (text.startsWith("<a ")) return link(text);
    if (text.startsWith("<") || names.length === 0) return text;
    return text.replace(anyName, (name) => cite(byName.get(name)?.key ?? "", name));
  });
}

/** @param {readonly Source[]} sources */
const sourceList = (sources) =>
  `<ul class="sources">${sources
    .map((source) => `<li id="source-${source.key}">${inlineMarkdown(reference(source))}</li>`)
    .join("")}</ul>`;

/** The sources that a chapter cites, or links to. @param {string} html @param {ReadonlyMap<string, Source>} bibliography */
export function chapterSources(html, bibliography) {
  const keys = new Set([...html.matchAll(/href="#source-(\w+)"/g)].map(([, key]) => key));
  const addresses = new Set([...html.matchAll(/href="(https:[^"]+)"/g)].map(([, address = ""]) => address));
  const cited = [...bibliography.values()].filter(
    ({ key, url }) => keys.has(key) || addresses.has(url ?? ""),
  );
  return cited.length === 0
    ? ""
    : `<section class="end"><h2 id="sources-here">Sources cited here</h2>${sourceList(cited)}</section>`;
}

/** All sources, by the parts of the list, with the headings of these. @param {readonly Source[]} sources */
export function allSources(sources) {
  const parts = [...new Set(sources.map(({ part }) => part))].map((part) => ({
    id: `sources-${slug(part)}`,
    part,
    sources: sources.filter((source) => source.part === part),
  }));
  return {
    html: parts.map(({ id, part, sources: own }) => `<h2 id="${id}">${part}</h2>${sourceList(own)}`).join(""),
    headings: parts.map(({ id, part }) => ({ level: 2, id, html: part })),
  };
}
