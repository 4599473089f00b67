import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  bibliography,
  citation,
  parseBibtex,
  reference,
  referenceList,
} from "#scripts/report/bibliography.mjs";
import { indexPage } from "#scripts/report/index-page.mjs";
import { root } from "../support/fixture.js";

const sources = bibliography();

/** A text of the repository that may cite: a module, a notebook's Markdown, a page of the documentation. */
interface Text {
  readonly path: string;
  readonly text: string;
}

/** The files of a folder and of those in it, made ones left out. */
function filesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((each) => {
    const path = `${folder}/${each.name}`;
    if (each.isDirectory())
      return ["dist", "node_modules", "template"].includes(each.name) ? [] : filesOf(path);
    return [path];
  });
}

const modules: Text[] = ["lib", "scripts", "bench", "test"]
  .flatMap(filesOf)
  .filter((path) => /\.(ts|mjs|py)$/.test(path) && !path.endsWith("bibliography.test.ts"))
  .map((path) => ({ path, text: withoutMargins(readFileSync(join(root, path), "utf8")) }));

const notebooks: Text[] = filesOf("notebooks")
  .filter((path) => path.endsWith(".ipynb"))
  .map((path) => {
    const { cells } = JSON.parse(readFileSync(join(root, path), "utf8")) as {
      cells: { cell_type: string; source: string[] }[];
    };
    const texts = cells.filter(({ cell_type: type }) => type === "markdown");
    return { path, text: texts.map(({ source }) => source.join("")).join("\n\n") };
  });

const pages: Text[] = [
  ...[
    "README.md",
    "data/README.md",
    "notebooks/README.md",
    "test/fixtures/README.md",
    "bench/RESULTS.md",
    "bench/PROFILE.md",
  ],
  ...filesOf("docs").filter((path) => /\.md$/.test(path) && !/(references|licences|errors)\.md$/.test(path)),
].map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

/** A comment's lines as one, so that a citation may be broken between two. */
function withoutMargins(text: string): string {
  return text.replace(/\n\s*(\*(?!\/)|\/\/|#)\s*/g, " ");
}

const surname = String.raw`(?:[Vv]an (?:den |der )?|[LD]e )?\p{Lu}[\p{L}-]+(?: Loan)?`;
const mention = new RegExp(
  String.raw`(${surname}(?:, ${surname})*(?:,? (?:and|&) ${surname})?)( et al\.)?,? \(?((?:19|20)\d\d)([a-z]?)\)?(?![\d\w/]|-\d|\.\d)`,
  "gu",
);
/** Words before a number of four digits that are nobody's name. */
const noNames = new Set(["Default", "Somebody"]);

/** Who is cited in a text, by the surnames as they stand there. */
function mentionsIn(text: string) {
  return [...text.matchAll(mention)]
    .map(([shown, names = "", rest, year = "", letter = ""]) => ({
      shown,
      names: names.split(/,? (?:and|&) |, /),
      more: rest !== undefined,
      year: year + letter,
    }))
    .filter(({ names }) => !noNames.has(names[0]!));
}

/** A surname as it stands in a key. */
const plain = (name: string) =>
  name
    .normalize("NFD")
    .replace(/[^A-Za-z]/g, "")
    .toLowerCase();

/** The source that a mention means; fails if the file has none, or one by other authors. */
function sourceOf(path: string, { shown, names, more, year }: ReturnType<typeof mentionsIn>[number]) {
  const source = sources.get(plain(names[0]!) + year);
  assert.ok(source, `${path}: "${shown}" is not in docs/references.bib`);
  const all = source.authors.map((author) => plain(author.surname));
  assert.deepEqual(
    names.map(plain),
    more ? all.slice(0, 1) : all,
    `${path}: "${shown}" names other authors than ${source.key}`,
  );
  return source.key;
}

/** The keys that a text links to, each with the words that carry the link. */
const linksIn = (text: string) =>
  [...text.matchAll(/\[([^\]]+)\]\([^)]*references\.md#(\w+)\)/g)].map(([, words = "", key = ""]) => ({
    words,
    key,
  }));

test("a key is the first author's surname and the year", () => {
  assert.ok(sources.size > 70);
  for (const { key, authors, year } of sources.values())
    assert.match(key, new RegExp(`^${plain(authors[0]!.surname)}${year}[b-z]?$`));
});

test("every source says where it appeared or where it can be read", () => {
  for (const { key, place, url } of sources.values()) assert.ok(place !== "" || url, key);
});

test("docs/references.md is current, with every key as a place that links lead to", () => {
  const page = readFileSync(join(root, "docs", "references.md"), "utf8");
  assert.ok(page === referenceList(), "`npm start` makes it anew: commit what it writes");
  for (const key of sources.keys()) assert.equal(page.split(`<a id="${key}"></a>`).length, 2, key);
});

test("what notebooks and documentation cite is linked to its source, by the names that it has there", () => {
  let links = 0;
  for (const { path, text } of [...notebooks, ...pages]) {
    for (const { words, key } of linksIn(text)) {
      links++;
      assert.ok(sources.has(key), `${path} links to ${key}, which docs/references.bib has not`);
      for (const each of mentionsIn(words)) assert.equal(sourceOf(path, each), key, `${path}: ${words}`);
    }
    const [bare] = mentionsIn(text.replace(/\[[^\]]+\]\([^)]+\)/g, ""));
    assert.equal(bare, undefined, `${path}: "${bare?.shown}" is not linked to docs/references.md`);
  }
  assert.ok(links >= 20, `${links} links`);
});

test("every notebook cites the report or the exam in its first cell", () => {
  for (const { path, text } of notebooks) {
    const [first = ""] = text.split(/\n(?=## )/);
    const keys = linksIn(first).map(({ key }) => key);
    assert.ok(
      keys.some((key) => ["troelsen2023", "universityofcopenhagen2023"].includes(key)),
      path,
    );
  }
});

test("README and the page name the report's authors, with their repository, and the exam, before anything else", () => {
  const report = sources.get("troelsen2023")!;
  const { html } = indexPage([], [], new Set());
  const lead = html.slice(0, html.indexOf("</p>"));
  assert.ok(lead.includes(`<a href="${report.url}">${citation(report)}</a>`));
  assert.ok(lead.includes(sources.get("universityofcopenhagen2023")!.url!));
  const [first = ""] = pages[0]!.text.split("\n## ");
  for (const named of [citation(report), report.url!, "#universityofcopenhagen2023"])
    assert.ok(first.includes(named), named);
});

test("every source that a module names is there, and nothing is there that nobody cites", () => {
  const cited = new Set([...notebooks, ...pages].flatMap(({ text }) => linksIn(text).map(({ key }) => key)));
  for (const { path, text } of modules) for (const each of mentionsIn(text)) cited.add(sourceOf(path, each));
  assert.deepEqual(
    [...sources.keys()].filter((key) => !cited.has(key)),
    [],
  );
});

test("mentions are read with all their authors, across lines, and dates are none", () => {
  const text = withoutMargins(`/**
 * (Liu and Van den
 * Broeck 2021); Vehtari et al. 2024, appendix C; Rasmussen & Williams (2006); Tipping and Bishop 1999b; van der Sluis 1969.
 * Node 20.20, run on 2026-11-27. Default 2000.
 */`);
  assert.deepEqual(
    mentionsIn(text).map((each) => sourceOf("here", each)),
    ["liu2021", "vehtari2024", "rasmussen2006", "tipping1999b", "vandersluis1969"],
  );
  assert.throws(
    () => mentionsIn("Nobody 1999").map((each) => sourceOf("here", each)),
    /"Nobody 1999" is not in/,
  );
  assert.throws(
    () => mentionsIn("Hoffman and Neal 2014").map((each) => sourceOf("here", each)),
    /names other authors than hoffman2014/,
  );
});

test("a source is cited by its surnames and written out in full", () => {
  assert.equal(citation(sources.get("hoffman2014")!), "Hoffman and Gelman 2014");
  assert.equal(citation(sources.get("vehtari2021")!), "Vehtari et al. 2021");
  assert.equal(citation(sources.get("tipping1999b")!), "Tipping and Bishop 1999b");
  assert.equal(
    reference(sources.get("hubert1985")!),
    "Lawrence Hubert and Phipps Arabie (1985). Comparing partitions. *Journal of Classification* 2, 193–218.",
  );
  assert.equal(
    reference(sources.get("murray2016")!),
    "Iain Murray (2016). [Differentiation of the Cholesky decomposition](https://arxiv.org/abs/1602.07527). arXiv:1602.07527.",
  );
});

test("what is not the BibTeX that the file uses is refused with its line", () => {
  const entry = (...lines: string[]) => ["@misc{a1999,", ...lines, "}"].join("\n");
  const full = ["  author = {A, B},", "  title = {T},", "  year = {1999}"];
  assert.equal(parseBibtex(entry(...full)).length, 1);
  assert.throws(() => parseBibtex(entry(...full.slice(0, 2))), /line 4, "}": a1999 has no year/);
  assert.throws(() => parseBibtex(entry(full[0]!, ...full)), /a1999 has a second author/);
  assert.throws(() => parseBibtex(`${entry(...full)}\n${entry(...full)}`), /line 6.*a second entry a1999/);
  assert.throws(() => parseBibtex(entry("  author = A,")), /wanted is a field in braces/);
  assert.throws(() => parseBibtex("@misc{a1999,\n@misc{b1999,"), /a1999 is not closed/);
  assert.throws(() => parseBibtex(["@misc{a1999,", ...full].join("\n")), /a1999 is not closed at the end/);
});
