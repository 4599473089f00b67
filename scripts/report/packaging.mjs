// @ts-check
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { remove } from "../setup/stamp.mjs";
import { escapeHtml } from "./markup.mjs";
import { libraries, reportTitle, scripts, shell, styles } from "./shell.mjs";

/**
 * @typedef {import("./shell.mjs").SitePage} SitePage
 * @typedef {import("./figure-element.mjs").FigureFiles} FigureFiles
 *
 * Scripts of the parts that compute: the parts themselves, and the models that some of them load when they are reached or opened.
 * @typedef {{ script: string, decoders: string, drawing: string, seeds: string }} LiveFiles
 */

/** The row of links to all pages. @param {readonly SitePage[]} pages @param {(page: SitePage) => string} address @param {SitePage} [current] */
const bar = (pages, address, current) =>
  `<nav class="bar" aria-label="Chapters"><ul>${pages
    .map(
      (page) =>
        `<li><a href="${address(page)}"${page === current ? ' aria-current="page"' : ""} title="${escapeHtml(page.title)}">${escapeHtml(page.short)}</a></li>`,
    )
    .join("")}</ul></nav>`;

/** The ways on at the end of a page. @param {readonly SitePage[]} pages @param {SitePage} page */
function ways(pages, page) {
  const i = pages.indexOf(page);
  const link = (
    /** @type {SitePage | undefined} */ to,
    /** @type {string} */ rel,
    /** @type {string} */ word,
  ) =>
    to === undefined
      ? "<span></span>"
      : `<a rel="${rel}" href="${to.file}"><small>${word}</small>${escapeHtml(to.title)}</a>`;
  return `<nav class="ways" aria-label="Next chapter">${link(pages[i - 1], "prev", "Before")}${link(pages[i + 1], "next", "Next")}</nav>`;
}

/** @param {SitePage} page */
const levelsOf = ({ headings }) => headings.filter(({ level }) => level === 2 || level === 3);

/** The headings of what stands at a page's end. @param {string} end */
const endings = (end) =>
  [...end.matchAll(/<h2 id="([\w-]+)">([^<]*)</g)].map(([, id = "", html = ""]) => ({ level: 2, id, html }));

/** One page of the site. @param {readonly SitePage[]} pages @param {SitePage} page */
function sitePage(pages, page) {
  const title = page === pages[0] ? reportTitle : `${page.title} | ${reportTitle}`;
  return shell({
    title,
    style: '<link rel="stylesheet" href="assets/page.css">',
    top: `<header>${bar(pages, ({ file }) => file, page)}</header>`,
    headings: [...levelsOf(page), ...endings(page.end ?? "")],
    main: `<article id="${page.id}">${page.html}${page.end ?? ""}</article>${ways(pages, page)}`,
    script: `<script src="assets/page.js"></script>${page.live ? '<script src="assets/live.js"></script>' : ""}`,
  });
}

/**
 * Writes the site into a folder, all of it or nothing.
 * @param {readonly SitePage[]} pages the index first @param {FigureFiles} files @param {LiveFiles} live
 * @param {string} folder @param {string} mark
 */
export function writeSite(pages, files, live, folder, mark) {
  const partial = `${folder}.${process.pid}.partial`;
  const write = (/** @type {string} */ name, /** @type {string | Buffer} */ content) =>
    writeFileSync(join(partial, name), content);
  try {
    mkdirSync(join(partial, "assets"), { recursive: true });
    mkdirSync(join(partial, "figures"));
    write("assets/page.css", styles());
    write("assets/page.js", scripts("site"));
    write("assets/live.js", live.script);
    write("assets/decoders.js", live.decoders);
    write("assets/drawing.js", live.drawing);
    write("assets/seeds.js", live.seeds);
    for (const { name, text } of libraries) write(`assets/${name}.js`, text());
    for (const [name, png] of files.pictures) write(`figures/${name}.png`, png);
    for (const [name, packed] of files.specifications)
      write(`figures/${name}.js`, `pageFiles.receive("${name}","${packed}");\n`);
    for (const page of pages) write(page.file, sitePage(pages, page) + mark);
    remove(folder);
    renameSync(partial, folder);
  } catch (error) {
    remove(partial); // a full disk, say
    throw error;
  }
}

/** Text inside a script element. @param {string} text */
const inScript = (text) => text.replace(/<\/script/gi, "<\\/script");

/** Links between pages as links within the one page. @param {string} html @param {readonly SitePage[]} pages */
function withinFile(html, pages) {
  const ids = new Map(pages.map(({ file, id }) => [file, id]));
  return html.replace(/href="([\w.-]+\.html)(?:#([\w-]+))?"/g, (whole, file, id) => {
    const section = ids.get(file);
    return section === undefined ? whole : `href="#${id ?? section}"`;
  });
}

/** Headings a level lower, since the file has one title for all. @param {string} html */
const lowered = (html) =>
  html.replace(/<(\/?)h([1-5])\b/g, (_, slash, level) => `<${slash}h${Number(level) + 1}`);

/** The whole report as one file that needs nothing else. @param {readonly SitePage[]} pages @param {FigureFiles} files @param {LiveFiles} live */
export function oneFile(pages, files, live) {
  const sections = pages.map((page) => {
    // the first page's title is the file's, and stands above all
    const own = page === pages[0] ? page.html.replace(/^<h1>.*?<\/h1>/, "") : page.html;
    const html = lowered(withinFile(own, pages)).replace(
      /src="figures\/(\w+)\.png"/g,
      (_, name) => `src="data:image/png;base64,${files.pictures.get(name)?.toString("base64")}"`,
    );
    return `<article id="${page.id}">${html}</article>`;
  });
  const plain = (/** @type {string} */ id, /** @type {string} */ text) =>
    `<script type="text/plain" id="${id}">${text}</script>`;
  return shell({
    title: reportTitle,
    style: `<style>${styles()}</style>`,
    top: `<header>${bar(pages, ({ id }) => `#${id}`)}<h1>${reportTitle}</h1></header>`,
    headings: pages.flatMap((page) => [
      { level: 2, id: page.id, html: escapeHtml(page.title) },
      ...page.headings.filter(({ level }) => level === 2).map((heading) => ({ ...heading, level: 3 })),
    ]),
    main: sections.join("\n"),
    script: [
      ...[...files.specifications].map(([name, packed]) => plain(`spec-${name}`, packed)),
      ...libraries.map(({ name, text }) => plain(`library-${name}`, inScript(text()))),
      plain("library-decoders", inScript(live.decoders)),
      plain("library-drawing", inScript(live.drawing)),
      plain("library-seeds", inScript(live.seeds)),
      `<script>${inScript(scripts("file"))}</script>`,
      `<script>${inScript(live.script)}</script>`,
    ].join("\n"),
  });
}
