import assert from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
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
import { byNumber } from "#scripts/report/figures.mjs";
import { root } from "../support/fixture.js";

const python = join(root, ".venv", "bin", "python");
const skip = !existsSync(python) && "no .venv: run the tests by npm test";

const folder = mkdtempSync(join(tmpdir(), "report-"));
after(() => rmSync(folder, { recursive: true }));
const target = join(folder, "made", "report.html");
const build = () => buildReport({ notebooks: folder, figures: folder, target });

const stems = ["figure-1", "1.1/grid-digits"];
mkdirSync(join(folder, "1.1"));
for (const stem of stems)
  for (const ending of ["png", "vl.json"])
    copyFileSync(join(root, "figures", `${stem}.${ending}`), join(folder, `${stem}.${ending}`));
writeFileSync(join(folder, "table-1.md"), "| model | nats |\n|:--|--:|\n| VAE | -141 |\n");
const picture = readFileSync(join(folder, "1.1", "grid-digits.png")).toString("base64");

/** A notebook with one figure of which only the picture is in the output, a formula, and a kept figure by its file. */
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
      `# 1 Title\n\n${sentence} $a < b$ 🟦 **R** and 🟧 **C** [V1](../docs/faults.md#v1)\n\n## Part\n\n![one](../figures/figure-1.png)\n\n| 🟧 **C** | > b |\n|:--|--:|\n| 1 | 2 |`,
      "one",
    ),
    { ...code, id: "first", source: "const first = 1;" },
    {
      cell_type: "code",
      id: "two",
      metadata: {},
      execution_count: 1,
      source: "await show(figure);",
      outputs: [output],
    },
  ];
  const metadata = { language_info: { name: "typescript" } };
  writeFileSync(
    join(folder, "1-test.ipynb"),
    JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }),
  );
}

test("one page of everything: pictures with their texts, specifications also of outputs that hold none, no address", {
  skip,
}, async () => {
  writeNotebook("First sentence.");
  const { renewed, bytes } = await build();
  assert.ok(renewed);
  const html = readFileSync(target, "utf8");
  assert.equal(statSync(target).size, bytes);
  assert.match(html, /<h2 id="notebook-1-test-1-title">1 Title<\/h2>/);
  assert.match(html, /First sentence\. <math/);
  assert.match(html, /<span class="mark r"><\/span> <strong>R<\/strong> and <span class="mark c"><\/span>/);
  assert.match(html, /<th[^>]*><span class="mark c"><\/span> <strong>C<\/strong>/);
  const tableNames = [...html.matchAll(/<div class="table"[^>]* aria-label="([^"]*)"/g)].map(
    (match) => match[1],
  );
  assert.ok(tableNames.length > 0);
  for (const name of tableNames) assert.doesNotMatch(name, /[<🟦🟧]/u, "no mark inside a tag");
  assert.equal(html.match(/<details class="code">/g)?.length, 1, "two cells in a row fold away together");
  assert.match(html, /<a href="#fault-v1">V1<\/a>/);
  assert.match(html, /<a id="fault-v1"><\/a><strong>V1<\/strong>/);
  assert.match(
    html,
    /<figure data-spec="spec-\w+"[^>]*><img src="data:image\/png;base64,[^"]+" alt="digits of &quot;the grid&quot;" width="300"/,
  );
  assert.equal(
    html.match(/<figure data-spec/g)?.length,
    3,
    "the gallery's, the one by its file, the output's",
  );
  const packed = [...html.matchAll(/<script type="text\/plain" id="spec-\w+">([^<]+)<\/script>/g)];
  const specs = packed.map(([, text]) => JSON.parse(gunzipSync(Buffer.from(text!, "base64")).toString()));
  const kept = stems.map((stem) => JSON.parse(readFileSync(join(folder, `${stem}.vl.json`), "utf8")));
  assert.deepEqual(specs, kept, "each specification once");
  assert.match(html, /<h3 id="table-1">Table 1<\/h3>/);
  assert.doesNotMatch(html, /<!--figure/);
  const outsideScripts = html.replace(/<script>[\s\S]*?<\/script>/g, "");
  assert.doesNotMatch(outsideScripts, /<(link|script|img|iframe)[^>]* (src|href)="(?!data:)/);
});

test("an unchanged report is left alone, a changed notebook makes it anew", { skip }, async () => {
  assert.equal((await build()).renewed, false);
  writeNotebook("Another sentence.");
  assert.equal((await build()).renewed, true);
  assert.match(readFileSync(target, "utf8"), /Another sentence/);
});

test("without notebooks the message says what to run", async () => {
  await assert.rejects(
    buildReport({ notebooks: join(folder, "none"), figures: folder, target }),
    /run `npm start` first/,
  );
});

test("notebooks stand in the order of their numbers", () => {
  const names = ["1.10-c.ipynb", "2-d.ipynb", "1-a.ipynb", "1.2.1-b.ipynb"];
  assert.deepEqual([...names].sort(byNumber), ["1-a.ipynb", "1.2.1-b.ipynb", "1.10-c.ipynb", "2-d.ipynb"]);
  assert.deepEqual(["t-1-corrected.md", "t-1.md"].sort(byNumber), ["t-1.md", "t-1-corrected.md"]);
});
