// @ts-check

import { figureElement } from "./figure-element.mjs";
import { figureOfOutput } from "./figure-folder.mjs";
import {
  escapeHtml,
  slug,
  textOf,
  withFormulas,
  withHeadings,
  withScrolling,
  withWideFormulas,
} from "./markup.mjs";
import { NotebookProvenance } from "./provenance.mjs";

/**
 * A notebook as a chapter of the page.
 * @typedef {object} Chapter
 * @property {string} name of the notebook's file without its ending, and of the chapter's
 * @property {string} number such as `2.1`
 * @property {string} title
 * @property {string} finds what the notebook finds, or what it is about, as HTML
 * @property {string} html
 * @property {readonly import("./markup.mjs").Heading[]} headings
 *
 * A piece of a notebook, by notebook-html.py.
 * @typedef {object} Piece
 * @property {"prose" | "code" | "figure" | "said" | "note" | "printed"} kind
 * @property {number} cell
 * @property {number} [output]
 * @property {string} [html]
 *
 * Code cells that make something together, and what they show.
 * @typedef {object} Group
 * @property {Piece[]} code
 * @property {Piece[]} outputs
 */

/** The number a notebook's name begins with. @param {string} name */
const numberOf = (name) => name.split("-")[0] ?? name;

/** What all ids of a chapter begin with. @param {string} name */
export const prefixOf = (name) => `c${slug(numberOf(name))}`;

const isShown = (/** @type {Piece} */ { kind }) => kind !== "note";

/** Prose as it is; code cells up to one that shows something together. @param {readonly Piece[]} pieces @returns {(Piece | Group)[]} */
function grouped(pieces) {
  /** @type {(Piece | Group)[]} */
  const all = [];
  /** @type {Group | undefined} */
  let group;
  for (const piece of pieces) {
    if (piece.kind === "prose") {
      group = undefined;
      all.push(piece);
      continue;
    }
    if (group === undefined || (piece.kind === "code" && group.outputs.some(isShown))) {
      group = { code: [], outputs: [] };
      all.push(group);
    }
    (piece.kind === "code" ? group.code : group.outputs).push(piece);
  }
  return all;
}

/** @param {readonly string[]} words */
const inWords = (words) =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/** @param {readonly string[]} names @param {number} most */
const someOf = (names, most) =>
  `${names
    .slice(0, most)
    .map((name) => `<code>${escapeHtml(name)}</code>`)
    .join(", ")}${names.length > most ? " …" : ""}`;

/** Writes one notebook's chapter. */
class ChapterWriter {
  #figures = 0;
  #tables = 0;
  #ids = new Set();

  /**
   * @param {string} name @param {any} content
   * @param {import("./figure-folder.mjs").FigureFolder} folder @param {import("./figure-element.mjs").FigureFiles} files
   */
  constructor(name, content, folder, files) {
    this.number = numberOf(name);
    this.prefix = prefixOf(name);
    this.content = content;
    this.folder = folder;
    this.files = files;
    this.provenance = new NotebookProvenance(content);
  }

  /** The id of a cell's place in the page. @param {number} cell */
  #idOf(cell) {
    return `${this.prefix}-cell-${slug(String(this.content.cells[cell]?.id ?? cell))}`;
  }

  /** @param {import("./figure-folder.mjs").PageFigure} figure @param {string} fallbackId */
  #figure(figure, fallbackId) {
    this.#figures += 1;
    const number = `${this.number}:${this.#figures}`;
    const { stem } = figure;
    const first = stem ? `${this.prefix}-${slug(stem.split("/").at(-1) ?? stem)}` : fallbackId;
    let id = first;
    for (let n = 2; this.#ids.has(id); n++) id = `${first}-${n}`;
    this.#ids.add(id);
    const html = figureElement(figure, { number, id }, this.files);
    return { html, names: [`<a href="#${id}">Figure ${number}</a>`] };
  }

  /** A text that a cell shows, its tables numbered. @param {string} html */
  #said(html) {
    /** @type {string[]} */
    const names = [];
    const numbered = this.#withKeptFigures(html, names).replace(/<table>/g, () => {
      this.#tables += 1;
      const number = `${this.number}:${this.#tables}`;
      const id = `${this.prefix}-table-${this.#tables}`;
      names.push(`<a href="#${id}">Table ${number}</a>`);
      return `<p class="table-number"><a class="number" id="${id}" href="#${id}">Table ${number}</a></p><table>`;
    });
    return { html: `<div class="prose said">${numbered}</div>`, names };
  }

  /** @param {Piece} piece @returns {{ html: string, names: string[] }} */
  #output({ kind, cell, output = 0, html = "" }) {
    if (kind === "figure") {
      const figure = figureOfOutput(this.content.cells[cell].outputs[output], this.folder);
      return this.#figure(figure, `${this.#idOf(cell)}-${output}`);
    }
    if (kind === "said") return this.#said(html);
    return { html: `<pre class="printed">${html}</pre>`, names: [] };
  }

  /** Figures that stand in Markdown by their file, in place of the image elements. @param {string} html @param {string[]} [names] of the figures, to be added to */
  #withKeptFigures(html, names = []) {
    return html.replace(
      /<p>\s*<img [^>]*src="[^"]*figures\/((?:[\w.-]+\/)?[\w.-]+)\.(?:png|svg)"[^>]*>\s*<\/p>/g,
      (element, stem) => {
        const figure = this.folder.get(stem);
        if (!figure) return element;
        const shown = this.#figure(figure, "");
        names.push(...shown.names);
        return shown.html;
      },
    );
  }

  /** @param {readonly number[]} cells */
  #rests(cells) {
    const { cells: earlier, functions, data } = this.provenance.of(cells);
    const link = (/** @type {number} */ cell) => `<a href="#${this.#idOf(cell)}">${cell}</a>`;
    const named = (/** @type {readonly { name: string, room: string }[]} */ list) =>
      list.map(({ name, room }) => `<code>${escapeHtml(name)}</code> <small>pml/${room}</small>`).join(", ");
    const rows = [
      [
        "Cells",
        `${cells.map(String).join(", ")}${earlier.length > 0 ? `, resting on ${earlier.map(link).join(", ")}` : ""}`,
      ],
      ["Functions", named(functions)],
      ["Data", named(data)],
    ].filter(([, html]) => html !== "");
    return `<dl class="rests">${rows.map(([term, html]) => `<dt>${term}</dt><dd>${html}</dd>`).join("")}</dl>`;
  }

  /** A summary that says what the code is for. @param {readonly number[]} cells @param {readonly string[]} shown names of figures and tables @param {boolean} speaks */
  #summary(cells, shown, speaks) {
    if (shown.length > 0) return `How ${inWords(shown.map(textOf))} ${shown.length > 1 ? "are" : "is"} made`;
    if (speaks) return "How this is computed";
    const sources = cells.map((cell) => [this.content.cells[cell].source].flat().join(""));
    if (sources.every((source) => /^import /.test(source))) return "What is imported";
    if (sources.some((source) => /\bassert\b/.test(source))) return "Checks of the numbers above";
    const names = cells.flatMap((cell) => this.provenance.declaredBy(cell));
    return names.length > 0 ? `Preparation: ${someOf(names, 5)}` : "Preparation";
  }

  /** @param {Group} group */
  #group({ code, outputs }) {
    const shown = outputs.filter(isShown).map((piece) => this.#output(piece));
    const notes = outputs.filter((piece) => !isShown(piece)).map(({ html }) => `<p class="note">${html}</p>`);
    const cells = code.map(({ cell }) => cell);
    const summary = this.#summary(
      cells,
      shown.flatMap(({ names }) => names),
      shown.length > 0,
    );
    const sources = code.map(
      ({ cell, html }) => `<div class="cell" id="${this.#idOf(cell)}" data-cell="${cell}">${html}</div>`,
    );
    const folded = `<details class="made"><summary>${summary}</summary>${this.#rests(cells)}${sources.join("")}${notes.join("")}</details>`;
    return shown.map(({ html }) => html).join("") + folded;
  }

  /** @param {readonly Piece[]} pieces */
  write(pieces) {
    return grouped(pieces)
      .map((part) =>
        "kind" in part
          ? `<div class="prose" id="${this.#idOf(part.cell)}">${this.#withKeptFigures(part.html ?? "")}</div>`
          : this.#group(part),
      )
      .join("\n");
  }
}

/**
 * @param {{ name: string, content: any, pieces: readonly Piece[] }} notebook
 * @param {import("./figure-folder.mjs").FigureFolder} folder
 * @param {import("./figure-element.mjs").FigureFiles} files
 * @returns {Chapter}
 */
export function chapterOf({ name, content, pieces }, folder, files) {
  const writer = new ChapterWriter(name, content, folder, files);
  const written = withScrolling(withWideFormulas(withFormulas(writer.write(pieces))));
  const { html, headings } = withHeadings(written, writer.prefix, 0);
  const title = textOf(headings.find(({ level }) => level === 1)?.html ?? name);
  const finds =
    /<p>\s*<strong>What this notebook finds\.?<\/strong>\s*([\s\S]*?)<\/p>/.exec(html)?.[1] ??
    /<\/h1>\s*<p>([\s\S]*?)<\/p>/.exec(html)?.[1] ??
    "";
  return { name, number: writer.number, title, finds, html, headings };
}
