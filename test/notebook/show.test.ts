import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { digitShares } from "pml/figures";
import { render } from "pml/node";
import { provenance, saveTable, show, showTable } from "pml/notebook";
import { fixed, tableMarkdown, valueTable } from "pml/tables";

const figure = digitShares([{ name: "one", shares: new Array(10).fill(0.1) }], "Shares of ten digits.");
const { cache } = createRequire(import.meta.url);
const place = "/anywhere/node_modules/tslab/dist/jupyter.js";

test("in a kernel a figure is one bundle: specification, picture at twice the size, description; no SVG", async () => {
  const sent: { data: Record<string, unknown>; metadata: Record<string, unknown> }[] = [];
  cache[place] = {
    exports: { lastWriteDisplayData: (content: (typeof sent)[number]) => sent.push(content) },
  } as unknown as NodeJS.Module;
  try {
    await show(figure);
  } finally {
    delete cache[place];
  }
  const { png, width, height } = await render(figure);
  assert.equal(sent.length, 1);
  const { data, metadata } = sent[0]!;
  assert.deepEqual(Object.keys(data), ["application/vnd.vegalite.v5+json", "image/png", "text/plain"]);
  // by the name of the schema that JupyterLab knows
  const $schema = "https://vega.github.io/schema/vega-lite/v5.json";
  assert.deepEqual(data["application/vnd.vegalite.v5+json"], { ...figure, $schema });
  assert.equal(data["image/png"], Buffer.from(png).toString("base64"));
  assert.equal(data["text/plain"], "Shares of ten digits.");
  assert.deepEqual(metadata["image/png"], {
    width: Math.round(width),
    height: Math.round(height),
    alt: "Shares of ten digits.",
  });
});

test("outside of a kernel a figure with a stem is written, one without leaves nothing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "show-"));
  try {
    await show(figure, { folder });
    assert.deepEqual(readdirSync(folder), []);
    await show(figure, { stem: "figure-8", folder });
    assert.ok(existsSync(join(folder, "figure-8.png")));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("tables are shown one below the other as Markdown, and kept as it beside their rows", () => {
  const made = valueTable([["model"], ["nats", fixed(1)]], [["VAE", -141.27]]);
  const sent: { data: Record<string, unknown> }[] = [];
  cache[place] = {
    exports: { lastWriteDisplayData: (content: (typeof sent)[number]) => sent.push(content) },
  } as unknown as NodeJS.Module;
  const folder = mkdtempSync(join(tmpdir(), "tables-"));
  try {
    showTable(made, made);
    saveTable("2.1/scores", [{ nats: -141.27 }], [made], folder);
    const both = `${tableMarkdown(made)}\n\n${tableMarkdown(made)}`;
    assert.deepEqual(sent[0]!.data, { "text/markdown": both, "text/plain": both });
    assert.equal(readFileSync(join(folder, "2.1", "scores.md"), "utf8"), `${tableMarkdown(made)}\n`);
    assert.deepEqual(JSON.parse(readFileSync(join(folder, "2.1", "scores.json"), "utf8")), [
      { nats: -141.27 },
    ]);
  } finally {
    delete cache[place];
    rmSync(folder, { recursive: true });
  }
});

test("provenance names versions and facts, and neither times nor places", () => {
  const text = provenance({ data: "abc", seeds: "1, 2" });
  assert.match(text, /\| data \| abc \|\n\| seeds \| 1, 2 \|/);
  assert.match(text, /\| library, SHA-256 of its code \| [0-9a-f]{12}… \|/);
  assert.ok(text.includes(`| Node | ${process.versions.node} |`));
  assert.match(text, /\| tslab \| 1\.0\.22 \|/);
  assert.match(text, /\| @tensorflow\/tfjs-node \| \d+\.\d+\.\d+ \|/);
  assert.match(text, /\| vega-lite \| \d+\.\d+\.\d+ \|/);
  assert.doesNotMatch(text, /\d\d:\d\d|20\d\d-\d\d|[\\/](home|root|usr|tmp)/);
});
