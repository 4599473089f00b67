import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, test } from "node:test";
import { tableCaptions } from "#scripts/report/captions.mjs";
import { figureList } from "#scripts/report/figure-list.mjs";
import { root } from "../support/fixture.js";

const figures = join(root, "figures");
const page = readFileSync(join(figures, "README.md"), "utf8");
const made = mkdtempSync(join(tmpdir(), "figure-list-"));
after(() => rmSync(made, { recursive: true }));

test("figures/README.md is current: figures, tables and captions are those that lie beside it", () => {
  assert.ok(
    page === figureList({ figures, notebooks: join(root, "notebooks") }),
    "`npm start` makes it anew: commit what it writes",
  );
});

test("it shows every kept figure and table once, with its files, and every file it names is there", () => {
  const kept = readdirSync(figures, { recursive: true, encoding: "utf8" }).map((name) =>
    name.replaceAll("\\", "/"),
  );
  const linked = [...page.matchAll(/\]\(([^)]+)\)|src="([^"]+)"|href="([^"]+)"/g)].map(
    ([, link, source, href]) => (link ?? source ?? href)!,
  );
  for (const target of linked) assert.ok(existsSync(join(figures, target)), target);
  for (const file of kept.filter((name) => /\.\w+$/.test(basename(name)) && basename(name) !== "README.md"))
    assert.ok(linked.includes(file) || !/\.(png|svg|json|md)$/.test(file), `${file} is not named`);
  const shown = [...page.matchAll(/<img src="([^"]+)"/g)].map(([, source]) => source!);
  assert.equal(new Set(shown).size, shown.length);
  assert.ok(shown.length > 80);
});

test("every kept table has a caption, and no caption is of a table that is gone", () => {
  const tables = readdirSync(figures, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .map((name) => name.replaceAll("\\", "/").slice(0, -".md".length));
  assert.deepEqual(tables.sort(), Object.keys(tableCaptions).sort());
});

test("what the caption of Table 2 says of the order holds in the table", () => {
  interface Row {
    readonly scale: string;
    readonly data: string;
    readonly model: string;
    readonly logLikelihood: number;
    readonly isReference?: boolean;
    readonly source?: string;
  }
  const rows = JSON.parse(readFileSync(join(figures, "table-2.json"), "utf8")) as Row[];
  const best = (scale: string, data: string) =>
    rows
      .filter((row) => row.scale === scale && row.data === data && !row.isReference)
      .sort((a, b) => b.logLikelihood - a.logLikelihood)
      .map(({ model }) => model);
  const [tree, vae, , analysers] = best("grey levels", "dequantised");
  assert.match(tree!, /^latent tree/);
  assert.match(vae!, /^VAE, continuous Bernoulli/);
  assert.match(analysers!, /factor analysers/);
  const wide = best("bits", "stochastic");
  const first = wide.findIndex((model) => /^latent tree/.test(model));
  assert.ok(first > 0);
  for (const model of wide.slice(0, first))
    assert.ok(Number(/^VAE, code of (\d+)/.exec(model)?.[1]) >= 10, model);
});

test("a description with signs of Markdown and HTML stays text; notebooks stand in the order of their numbers", () => {
  const own = { figures: join(made, "figures"), notebooks: join(made, "notebooks") };
  mkdirSync(join(own.figures, "1.2"), { recursive: true });
  mkdirSync(own.notebooks);
  for (const [file, title] of [
    ["1.10-b", "1.10 B"],
    ["1.2-a", "1.2 A"],
  ])
    writeFileSync(
      join(own.notebooks, `${file}.ipynb`),
      JSON.stringify({ cells: [{ source: `# ${title}` }] }),
    );
  writeFileSync(join(own.figures, "1.2", "x.png"), "");
  writeFileSync(join(own.figures, "1.2", "x.vl.json"), JSON.stringify({ description: 'a | b <i> "c" *d*' }));
  const text = figureList(own);
  assert.ok(text.includes('alt="a \\| b &lt;i> &quot;c&quot; \\*d\\*"'), text);
  assert.ok(text.indexOf("[1.2 A](../notebooks/1.2-a.ipynb)") < text.indexOf("[1.10 B]"));
});
