// @ts-check
import temml from "temml";

/** @typedef {{ level: number, id: string, html: string }} Heading */

/** @param {string} text */
export const escapeHtml = (text) =>
  text.replace(
    /[&<>"]/g,
    (sign) => /** @type {any} */ ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign],
  );

/** @param {string} html */
export const textOf = (html) =>
  html
    .replace(/<annotation[\s\S]*?<\/annotation>/g, "")
    .replace(/<[^>]*>/g, "")
    .trim();

/** @param {string} html */
export const unescapeHtml = (html) =>
  html
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

/** Formulas as MathML, which browsers draw by themselves. @param {string} html */
export function withFormulas(html) {
  return html.replace(/<span class="math( display)?">([\s\S]*?)<\/span>/g, (_, display, tex) => {
    const formula = temml
      .renderToString(unescapeHtml(tex), { displayMode: display !== undefined, throwOnError: true })
      // the sign that aligned equations meet at stands between two sides, whatever cell it begins
      .replace(/(<mtd class="tml-left"[^>]*><mrow>)<mo>/g, '$1<mo form="infix">');
    return display
      ? `<span class="formula" tabindex="0" role="region" aria-label="Formula">${formula}</span>`
      : formula;
  });
}

/** Paragraphs that are one formula, which need not be as narrow as text. @param {string} html */
export const withWideFormulas = (html) =>
  html.replace(
    /<p>(?=\s*<span class="formula"(?:(?!<\/math>)[\s\S])*<\/math><\/span>\s*<\/p>)/g,
    '<p class="displayed">',
  );

/** A sentence of Markdown: emphasis, code, formulas and links. @param {string} text */
export const inlineMarkdown = (text) =>
  withFormulas(
    escapeHtml(text)
      .replace(/\$([^$]+)\$/g, '<span class="math">$1</span>')
      .replace(/`([^`]+)`/g, "<code>$1</code>")
      .replace(/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, '<a href="$2">$1</a>')
      .replace(/\*([^*]+)\*/g, "<em>$1</em>"),
  );

/** A cell of more letters than this is a sentence or a long name. */
const longCell = 24;

/** Marks the long cells of a table, and those of many numbers. @param {string} table */
const withLongCells = (table) =>
  table.replace(/<td([^>]*)>([\s\S]*?)<\/td>/g, (cell, attributes, content) => {
    if (textOf(content).length <= longCell || /class=/.test(attributes)) return cell;
    return `<td class="${/right/.test(attributes) ? "many" : "long"}"${attributes}>${content}</td>`;
  });

/** A table of so many columns is set closer. */
const manyColumns = 7;

/** Wide tables and code can be scrolled, by keyboard too. @param {string} html */
export function withScrolling(html) {
  let tables = 0;
  return html
    .replace(/<table>[\s\S]*?<\/table>/g, (table) => {
      tables += 1;
      const head = [...table.matchAll(/<th[^>]*>([\s\S]*?)<\/th>/g)].map(([, cell]) =>
        textOf(/** @type {string} */ (cell)),
      );
      const kind = head[0] === "made with" ? " made-with" : head.length >= manyColumns ? " close" : "";
      const name = `Table: ${head.filter(Boolean).join(", ")}`.replaceAll('"', "&quot;");
      // an empty head is no head of a column
      const cells = withLongCells(table.replace(/<th( [^>]*)?>\s*<\/th>/g, "<td$1></td>"));
      return `<div class="table${kind}" tabindex="0" role="region" aria-label="${name} (${tables})">${cells}</div>`;
    })
    .replaceAll("<pre>", '<pre tabindex="0">');
}

/**
 * Gives every heading an id of its own and moves it down by `shift` levels.
 * @param {string} html @param {string} prefix @param {number} shift
 * @returns {{ html: string, headings: Heading[] }}
 */
export function withHeadings(html, prefix, shift) {
  /** @type {Heading[]} */
  const headings = [];
  const ids = new Set();
  const changed = html.replace(/<h([1-5])(?: [^>]*)?>([\s\S]*?)<\/h\1>/g, (_, level, content) => {
    const base = `${prefix}-${slug(textOf(content))}`;
    let id = base;
    for (let n = 2; ids.has(id); n++) id = `${base}-${n}`;
    ids.add(id);
    const moved = Number(level) + shift;
    headings.push({ level: moved, id, html: content });
    return `<h${moved} id="${id}">${content}</h${moved}>`;
  });
  return { html: changed, headings };
}

/** @param {string} text */
export const slug = (text) =>
  text
    .toLowerCase()
    .replace(/&\w+;/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

/** @type {Readonly<Record<string, string>>} */
const drawnMarks = { "🟦": '<span class="mark r"></span>', "🟧": '<span class="mark c"></span>' };

/**
 * The marks of the two voices, drawn: not every system has a font with coloured squares. Within a tag, where nothing can be drawn (a
 * table's name is made from its header), they are left out.
 * @param {string} html
 */
export const withDrawnMarks = (html) =>
  html.replace(
    /<(?:[^<>"']|"[^"]*"|'[^']*')*>|🟦|🟧/gu,
    (piece) => drawnMarks[piece] ?? piece.replace(/[🟦🟧]\s*/gu, ""),
  );

/** A nested list of links. @param {readonly Heading[]} headings @returns {string} */
export function tableOfContents(headings) {
  if (headings.length === 0) return "";
  const top = Math.min(...headings.map(({ level }) => level));
  const items = headings.flatMap((heading, i) => {
    if (heading.level > top) return [];
    const next = headings.findIndex((each, j) => j > i && each.level === top);
    const inside = headings.slice(i + 1, next === -1 ? undefined : next);
    return `<li><a href="#${heading.id}">${heading.html}</a>${tableOfContents(inside)}</li>`;
  });
  return `<ul>${items.join("")}</ul>`;
}
