// @ts-check
import { readFileSync } from "node:fs";
import { inRoot } from "../setup/paths.mjs";
import { readOrUndefined, writeWhole } from "../setup/stamp.mjs";

/**
 * A source as `docs/references.bib` has it.
 * @typedef {object} Source
 * @property {string} key first author's surname and year, such as `hoffman2014`
 * @property {string} part of the file that it stands in, as the comment above it says
 * @property {string} kind `article`, `book`, ...
 * @property {readonly Author[]} authors in their order; a body that is no person has its name as surname
 * @property {string} title
 * @property {string} year
 * @property {string} place where it appeared: journal with volume and pages, book, publisher, report; "" for a preprint alone
 * @property {string} [url] where it can be read, if the file knows
 * @property {string} [note]
 *
 * @typedef {{ surname: string, given: string }} Author
 */

/** The sources of `docs/references.bib` by their keys, in its order. @returns {ReadonlyMap<string, Source>} */
export const bibliography = () =>
  new Map(
    parseBibtex(readFileSync(inRoot("docs", "references.bib"), "utf8")).map((each) => [each.key, each]),
  );

/**
 * Reads the part of BibTeX that the file uses: entries whose fields stand in braces, one a line.
 * @param {string} text
 * @returns {Source[]}
 * @throws {Error} at a line that it does not understand, an entry without author, title or year, a field or a key given twice
 */
export function parseBibtex(text) {
  /** @type {Source[]} */
  const sources = [];
  const keys = new Set();
  const lines = text.split("\n");
  let part = "";
  /** @type {{ kind: string, key: string, fields: Map<string, string> } | undefined} */
  let open;
  for (const [i, line] of lines.entries()) {
    const refuse = (/** @type {string} */ why) => {
      throw new Error(`parseBibtex: line ${i + 1}, ${JSON.stringify(line)}: ${why}`);
    };
    const [, kind, key] = /^@(\w+)\{(\w+),$/.exec(line) ?? [];
    const [, name, value] = /^ {2}(\w+) = \{(.*)\},?$/.exec(line) ?? [];
    if (kind !== undefined && key !== undefined) {
      if (open !== undefined) refuse(`${open.key} is not closed`);
      if (keys.has(key)) refuse(`a second entry ${key}`);
      keys.add(key);
      open = { kind, key, fields: new Map() };
    } else if (name !== undefined && value !== undefined && open !== undefined) {
      if (open.fields.has(name)) refuse(`${open.key} has a second ${name}`);
      open.fields.set(name, plain(value));
    } else if (line === "}" && open !== undefined) {
      for (const needed of ["author", "title", "year"])
        if (!open.fields.get(needed)) refuse(`${open.key} has no ${needed}`);
      sources.push(sourceOf(part, open));
      open = undefined;
    } else if (isTitle(lines, i)) part = line.slice(2);
    else if (!/^\s*(%|$)/.test(line)) refuse("wanted is a field in braces, an entry or a comment");
  }
  if (open !== undefined) throw new Error(`parseBibtex: ${open.key} is not closed at the end`);
  return sources;
}

/** Whether a line is the comment that a part of the file begins with: one alone. @param {readonly string[]} lines @param {number} i */
const isTitle = (lines, i) =>
  /^% ./.test(lines[i] ?? "") && [i - 1, i + 1].every((beside) => (lines[beside] ?? "") === "");

/** TeX's quotation marks and dashes as characters. @param {string} value */
const plain = (value) => value.replaceAll("``", "“").replaceAll("''", "”").replaceAll("--", "–");

/** @param {string} part @param {{ kind: string, key: string, fields: ReadonlyMap<string, string> }} entry @returns {Source} */
function sourceOf(part, { kind, key, fields }) {
  const field = (/** @type {string} */ name) => fields.get(name);
  const url = field("url") ?? (field("eprint") && `https://arxiv.org/abs/${field("eprint")}`);
  const volume = field("volume") && ` ${field("volume")}${field("number") ? `(${field("number")})` : ""}`;
  const place = [
    field("journal") && `*${field("journal")}*${volume ?? ""}`,
    field("booktitle") && `In *${field("booktitle")}*`,
    field("edition") && `${field("edition")} edition`,
    field("publisher") ?? field("institution") ?? field("howpublished"),
    field("pages"),
    field("eprint") && `arXiv:${field("eprint")}`,
  ];
  const note = field("note");
  return {
    key,
    part,
    kind,
    authors: /** @type {string} */ (field("author")).split(" and ").map(authorOf),
    title: /** @type {string} */ (field("title")),
    year: /** @type {string} */ (field("year")),
    place: place.filter(Boolean).join(", "),
    ...(url ? { url } : {}),
    ...(note ? { note } : {}),
  };
}

/** "Surname, Given", or a body's name in braces of its own. @param {string} text @returns {Author} */
function authorOf(text) {
  const [surname = "", given = ""] = text.replace(/^\{(.*)\}$/, "$1").split(", ");
  return { surname, given };
}

/** How a text cites it: "Hoffman and Gelman 2014"; from four authors on "Vehtari et al. 2021". @param {Source} source */
export function citation({ key, authors, year }) {
  const names = authors.map(({ surname }) => surname);
  return `${names.length > 3 ? `${names[0]} et al.` : listed(names)} ${year}${/[a-z]$/.exec(key) ?? ""}`;
}

/** The full reference in Markdown, without the key. @param {Source} source */
export function reference({ key, authors, year, title, place, url, note }) {
  const names = listed(authors.map(({ surname, given }) => (given ? `${given} ${surname}` : surname)));
  const linked = url ? `[${title}](${url})` : title;
  return [`${names} (${year}${/[a-z]$/.exec(key) ?? ""})`, linked, place, note]
    .filter(Boolean)
    .join(". ")
    .concat(".");
}

/** @param {readonly string[]} names */
const listed = (names) =>
  names.length < 2 ? `${names[0]}` : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

/** The list of references as Markdown, by author and year; each key is a place that links lead to. */
export function referenceList(sources = bibliography()) {
  const ordered = [...sources.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
  return [
    "<!-- made by `npm start` from docs/references.bib; changes belong there, not here -->",
    "# References",
    "",
    "What the notebooks, the documentation and the library's docstrings cite, by first author and year.",
    "",
    ...ordered.map((source) => `- <a id="${source.key}"></a>${reference(source)}`),
    "",
  ].join("\n");
}

/** Writes `docs/references.md` where it is not current. */
export function writeReferenceList() {
  const path = inRoot("docs", "references.md");
  const text = referenceList();
  if (readOrUndefined(path) !== text) writeWhole(path, text);
}
