// @ts-check
import { chapterOf, prefixOf } from "./chapter.mjs";
import { allFaults, chapterFaults, faultHeadings, withFaultKeys } from "./faults.mjs";
import { indexPage } from "./index-page.mjs";
import { keptTogether } from "./kept-together.mjs";
import { livePage, waysToParts } from "./live-page.mjs";
import { withDrawnMarks } from "./markup.mjs";
import { allSources, chapterSources, withCitations } from "./sources.mjs";

/**
 * What the report is made of.
 * @typedef {object} ReportParts
 * @property {readonly { name: string, content: any, pieces: readonly import("./chapter.mjs").Piece[] }[]} notebooks in their order
 * @property {import("./figure-folder.mjs").FigureFolder} figures
 * @property {readonly import("./fault-list.mjs").FaultGroup[]} faults
 * @property {boolean} decoders whether there are models to decode with
 * @property {boolean} drawing whether there are models to show a drawing to
 * @property {readonly import("./claim-list.mjs").ReadGroup[]} claims
 * @property {ReadonlyMap<string, import("./bibliography.mjs").Source>} sources
 */

/** Links from notebook to notebook lead from chapter to chapter, links to pictures to the picture. @param {string} html @param {ReportParts} parts @param {import("./figure-element.mjs").FigureFiles} files */
const withSiteLinks = (html, { figures }, files) =>
  html
    .replace(
      /href="[^"]*?([\w.-]+)\.ipynb(#[\w-]+)?"/g,
      (_, name, place = "") => `href="${name}.html${place}"`,
    )
    .replace(/href="[^"]*figures\/((?:[\w.-]+\/)?[\w.-]+)\.(?:png|svg)"/g, (whole, stem) => {
      const figure = figures.get(stem);
      return figure ? `href="figures/${files.picture(figure.png)}.png"` : whole;
    });

/**
 * The pages of the report, the index first.
 * @param {ReportParts} parts @param {import("./figure-element.mjs").FigureFiles} files
 * @returns {import("./shell.mjs").SitePage[]}
 */
export function reportPages(parts, files) {
  const readable = (/** @type {string} */ html) =>
    withDrawnMarks(withCitations(withFaultKeys(withSiteLinks(html, parts, files)), parts.sources));
  const chapters = parts.notebooks.map((notebook) => {
    const chapter = chapterOf(notebook, parts.figures, files);
    return { ...chapter, html: readable(chapter.html), finds: readable(chapter.finds) };
  });
  const ids = new Set(
    chapters.flatMap(({ html }) => [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? "")),
  );
  const sources = allSources([...parts.sources.values()]);
  const names = new Set(chapters.map(({ name }) => name));
  const index = indexPage(chapters, parts.claims, ids);
  const end = (/** @type {string} */ html) =>
    chapterFaults(html, parts.faults) + chapterSources(html, parts.sources);
  /** @type {import("./shell.mjs").SitePage[]} */
  const pages = [
    { ...index, end: end(index.html) },
    livePage(parts.figures, files, { chapters: names, decoders: parts.decoders, drawing: parts.drawing }),
    ...chapters.map(({ name, number, title, html, headings }) => ({
      file: `${name}.html`,
      id: prefixOf(name),
      title,
      short: number,
      html: html.replace("</h1>", `</h1>${waysToParts(name, parts)}`),
      headings,
      end: end(html),
    })),
    {
      file: "faults.html",
      id: "faults",
      title: "The report's faults",
      short: "Faults",
      html: `<h1>The report's faults</h1><p>The chapters name each by its key where they answer it.</p>${allFaults(parts.faults, names)}`,
      headings: faultHeadings(parts.faults),
    },
    {
      file: "sources.html",
      id: "sources",
      title: "Sources",
      short: "Sources",
      html: `<h1>Sources</h1>${sources.html}`,
      headings: sources.headings,
    },
  ];
  return pages.map((page) => ({
    ...page,
    html: keptTogether(page.html),
    ...(page.end && { end: keptTogether(page.end) }),
  }));
}
