import assert from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { buildReport } from "#scripts/report/build.mjs";
import { byNumber } from "#scripts/report/figure-folder.mjs";
import { root } from "../support/fixture.js";

const python = join(root, ".venv", "bin", "python");
const skip = !existsSync(python) && "no .venv: run the tests by npm test";

const folder = mkdtempSync(join(tmpdir(), "report-"));
after(() => rmSync(folder, { recursive: true }));
const made = mkdtempSync(join(tmpdir(), "report-made-"));
after(() => rmSync(made, { recursive: true }));
const target = join(made, "new", "report.html");
const site = join(made, "new", "report");
const build = () => buildReport({ notebooks: folder, figures: folder, target, site });
const read = (name: string) => readFileSync(join(site, name), "utf8");

const stems = ["figure-1", "1.1/grid-digits"];
mkdirSync(join(folder, "1.1"));
for (const stem of stems)
  for (const ending of ["png", "vl.json"])
    copyFileSync(join(root, "figures", `${stem}.${ending}`), join(folder, `${stem}.${ending}`));
const picture = readFileSync(join(folder, "1.1", "grid-digits.png")).toString("base64");

/** A notebook with one figure of which only the picture is in the output, a table, a formula, and a kept figure by its file. */
function writeNotebook(sentence: string) {
  const output = {
    output_type: "display_data",
    metadata: { "image/png": { width: 300, height: 200 } },
    data: { "image/png": picture, "text/plain": 'digits of "the grid"' },
  };
  const code = { cell_type: "code", metadata: {}, execution_count: 1, outputs: [] };
  const markdown = (source: string, id: string) => ({ cell_type: "markdown", id, metadata: {}, source });
  const cells = [
    markdown(
      `# 1 Title\n\n${sentence} $a < b$ 🟦 **R** and 🟧 **C** [V1](../docs/faults.md#v1) ([Burda](../docs/references.md#burda2016))\n\n## Part\n\n![one](../figures/figure-1.png)\n\n| 🟧 **C** | > b |\n|:--|--:|\n| 1 | 2 |`,
      "one",
    ),
    {
      ...code,
      id: "imports",
      source: 'import { reportVae } from "pml/report";\nimport { rbf } from "pml/gp";',
    },
    { ...code, id: "first", source: "const first = rbf(reportVae);" },
    {
      cell_type: "code",
      id: "two",
      metadata: {},
      execution_count: 1,
      source: "await show(figure(first));",
      outputs: [output],
    },
    {
      ...code,
      id: "three",
      source: "showTable(table(first)); assert(rbf);",
      outputs: [
        {
          output_type: "display_data",
          metadata: {},
          data: { "text/markdown": "| model | nats |\n|:--|--:|\n| VAE | -141 |\n" },
        },
      ],
    },
  ];
  const metadata = { language_info: { name: "typescript" } };
  writeFileSync(
    join(folder, "1-test.ipynb"),
    JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }),
  );
}

test("a site of chapters: pictures with their texts, numbered, code folded under what it makes, keys explained", {
  skip,
}, async () => {
  writeNotebook("First sentence.");
  const { renewed, bytes, index, siteBytes } = await build();
  assert.ok(renewed);
  assert.equal(statSync(target).size, bytes);
  assert.equal(index, join(site, "index.html"));
  const sizes = readdirSync(site, { recursive: true, encoding: "utf8" }).map((name) =>
    statSync(join(site, name)),
  );
  assert.equal(
    siteBytes,
    sizes.reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0),
  );
  const html = read("1-test.html");
  assert.match(html, /<h1 id="c1-1-title">1 Title<\/h1>/);
  assert.match(html, /First sentence\. <math/);
  assert.match(html, /<span class="mark r"><\/span> <strong>R<\/strong> and <span class="mark c"><\/span>/);
  assert.match(html, /<th[^>]*><span class="mark c"><\/span> <strong>C<\/strong>/);
  const tableNames = [...html.matchAll(/<div class="table"[^>]* aria-label="([^"]*)"/g)].map(
    (match) => match[1],
  );
  assert.equal(tableNames.length, 2);
  for (const name of tableNames) assert.doesNotMatch(name!, /[<🟦🟧]/u, "no mark inside a tag");
  assert.match(html, /<a class="key" data-preview href="#fault-v1">V1<\/a>/);
  assert.match(html, /<div id="fault-v1"><dt>V1<\/dt><dd>The likelihood is a Bernoulli/);
  assert.match(html, /<a class="cite" data-preview href="#source-burda2016">Burda<\/a>/);
  assert.match(html, /<li id="source-burda2016">.*Importance.*<\/li>/i);
  assert.doesNotMatch(html, /fault-v2/, "only the keys that the chapter names");
  assert.match(
    html,
    /<figure id="c1-grid-digits" data-spec="\w+"[^>]*><div class="picture"><img src="figures\/\w+\.png" alt="digits of &quot;the grid&quot;" width="300"/,
  );
  assert.equal(html.match(/<figure /g)?.length, 2, "the one by its file, the output's");
  assert.match(html, /href="#c1-figure-1">Figure 1:1<.*href="#c1-grid-digits">Figure 1:2</s);
  assert.match(html, /<a class="number" id="c1-table-1" href="#c1-table-1">Table 1:1<\/a>/);
  const summaries = [...html.matchAll(/<details class="made"><summary>([^<]*)</g)].map((match) => match[1]);
  assert.deepEqual(summaries, ["How Figure 1:2 is made", "How Table 1:1 is made"]);
  for (const source of html.match(/(?<=src=")[^"]*/g) ?? [])
    assert.ok(existsSync(join(site, source)), source);
  assert.doesNotMatch(html, /<(link|script|img|iframe)[^>]* (src|href)="(?!data:|assets\/|figures\/)/);
});

test("how something shown is made: its cells, those that it rests on, functions and data of the library", {
  skip,
}, () => {
  const html = read("1-test.html");
  const rests = [...html.matchAll(/<dl class="rests">(.*?)<\/dl>/g)].map(([, list]) =>
    list!.replace(/<[^>]*>/g, " "),
  );
  assert.match(rests[0]!, /Cells\s+1, 2, 3\s+Functions\s+rbf\s+pml\/gp\s+Data\s+reportVae\s+pml\/report/);
  assert.match(rests[1]!, /Cells\s+4, resting on\s+2\s+Functions\s+rbf\s+pml\/gp\s+Data\s+reportVae/);
  for (const [, id] of html.matchAll(/resting on <a href="#([^"]*)"/g))
    assert.ok(html.includes(`id="${id}"`), id);
});

test("each specification once, as a script that hands it over packed; the one file holds the same, and no address", {
  skip,
}, () => {
  const kept = stems.map((stem) => JSON.parse(readFileSync(join(folder, `${stem}.vl.json`), "utf8")));
  const unpacked = (text: string) => JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString());
  const scripts = readdirSync(join(site, "figures")).filter((name) => name.endsWith(".js"));
  const received = scripts.map(
    (name) => /^pageFiles\.receive\("(\w+)","([^"]+)"\);/.exec(read(`figures/${name}`))!,
  );
  assert.deepEqual(
    received.map(([, name]) => `${name}.js`),
    scripts,
  );
  const byText = (one: object, other: object) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
  assert.deepEqual(received.map(([, , text]) => unpacked(text!)).sort(byText), [...kept].sort(byText));
  const html = readFileSync(target, "utf8");
  const packed = [...html.matchAll(/<script type="text\/plain" id="spec-\w+">([^<]+)<\/script>/g)];
  assert.deepEqual(packed.map(([, text]) => unpacked(text!)).sort(byText), [...kept].sort(byText));
  assert.match(html, /<img src="data:image\/png;base64,/);
  const outsideScripts = html.replace(/<script[^>]*>[\s\S]*?<\/script>/g, "");
  assert.doesNotMatch(outsideScripts, /<(link|script|img|iframe)[^>]* (src|href)="(?!data:)/);
  assert.doesNotMatch(outsideScripts, /href="[\w.-]+\.html/, "links lead within the file");
});

test("places that links lead to are there once, in every page and in the one file", { skip }, () => {
  for (const html of [
    read("index.html"),
    read("1-test.html"),
    read("faults.html"),
    readFileSync(target, "utf8"),
  ]) {
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    assert.equal(new Set(ids).size, ids.length, ids.filter((id, i) => ids.indexOf(id) < i).join(", "));
    for (const [, id] of html.matchAll(/href="#([^"]+)"/g)) assert.ok(ids.includes(id), id);
  }
});

test("an unchanged report is left alone, a changed notebook makes it anew", { skip }, async () => {
  assert.equal((await build()).renewed, false);
  writeNotebook("Another sentence.");
  assert.equal((await build()).renewed, true);
  assert.match(readFileSync(target, "utf8"), /Another sentence/);
  assert.match(read("1-test.html"), /Another sentence/);
  rmSync(join(site, "index.html"));
  assert.equal((await build()).renewed, true, "a page that is gone");
});

test("without notebooks the message says what to run", async () => {
  await assert.rejects(
    buildReport({ notebooks: join(folder, "none"), figures: folder, target, site }),
    /run `npm start` first/,
  );
});

test("notebooks stand in the order of their numbers", () => {
  const names = ["1.10-c.ipynb", "2-d.ipynb", "1-a.ipynb", "1.2.1-b.ipynb"];
  assert.deepEqual([...names].sort(byNumber), ["1-a.ipynb", "1.2.1-b.ipynb", "1.10-c.ipynb", "2-d.ipynb"]);
  assert.deepEqual(["t-1-corrected.md", "t-1.md"].sort(byNumber), ["t-1.md", "t-1-corrected.md"]);
});
