import assert from "node:assert/strict";
import { test } from "node:test";
import {
  tableOfContents,
  withFormulas,
  withHeadings,
  withScrolling,
  withWideFormulas,
} from "#scripts/report/markup.mjs";

test("headings get ids of their own under the notebook's name and move down a level", () => {
  const { html, headings } = withHeadings("<h1>A &amp; b</h1><h2>Data</h2><h2>Data</h2>", "n", 1);
  assert.equal(html, '<h2 id="n-a-b">A &amp; b</h2><h3 id="n-data">Data</h3><h3 id="n-data-2">Data</h3>');
  assert.deepEqual(
    headings.map(({ level, id }) => [level, id]),
    [
      [2, "n-a-b"],
      [3, "n-data"],
      [3, "n-data-2"],
    ],
  );
});

test("the contents are nested lists, every list inside an item", () => {
  const heading = (level: number, id: string) => ({ level, id, html: id.toUpperCase() });
  const list = tableOfContents([heading(2, "a"), heading(3, "b"), heading(3, "c"), heading(2, "d")]);
  const link = (id: string) => `<a href="#${id}">${id.toUpperCase()}</a>`;
  assert.equal(
    list,
    `<ul><li>${link("a")}<ul><li>${link("b")}</li><li>${link("c")}</li></ul></li><li>${link("d")}</li></ul>`,
  );
});

test("formulas become MathML; a formula that cannot be read is an error, not a red mark in the page", () => {
  const html = withFormulas(
    'a <span class="math">x &lt; \\sigma^2</span> b <span class="math display">\\sum_i x_i</span>',
  );
  assert.match(html, /^a <math.*<mo>&lt;<\/mo>.*σ.*<\/math> b <span class="formula"/s);
  assert.match(html, /display="block"/);
  assert.doesNotMatch(html, /class="math/);
  assert.throws(() => withFormulas('<span class="math">\\frac{1}</span>'));
});

test("tables scroll on their own, under a name, and an empty head is an ordinary cell", () => {
  const html = withScrolling(
    '<table><thead><tr><th>model</th><th style="x"></th></tr></thead></table><pre>code</pre>',
  );
  assert.match(html, /^<div class="table" tabindex="0" role="region" aria-label="Table: model[^"]*"><table>/);
  assert.match(html, /<th>model<\/th><td style="x"><\/td>/);
  assert.match(html, /<pre tabindex="0">code<\/pre>$/);
});

test("a long cell is marked, a short one and one of numbers are not", () => {
  const long = "10 factor analysers, 40 factors";
  const html = withScrolling(
    `<table><tr><td>${long}</td><td>VAE</td><td style="text-align: right">${long}</td></tr></table>`,
  );
  assert.match(html, /<td class="long">10 factor/);
  assert.equal(html.match(/class="long"/g)!.length, 1);
});

test("a table of many columns is set closer, and what a notebook was made with has a mark of its own", () => {
  const table = (...head: string[]) =>
    withScrolling(`<table><tr>${head.map((name) => `<th>${name}</th>`).join("")}</tr></table>`);
  assert.match(table("a", "b"), /^<div class="table" /);
  assert.match(table(..."abcdefgh"), /^<div class="table close" /);
  assert.match(table("made with", ""), /^<div class="table made-with" /);
});

test("a paragraph that is a formula is marked, one with words beside it is not", () => {
  const formula = '<span class="formula"><math><mi>z</mi></math></span>';
  const wide = withWideFormulas(`<p>${formula}</p><p>so that ${formula}</p><p>${formula} and</p>`);
  assert.equal(wide, `<p class="displayed">${formula}</p><p>so that ${formula}</p><p>${formula} and</p>`);
});

test("in aligned equations the sign between the sides keeps its room", () => {
  const html = withFormulas('<span class="math display">\\begin{aligned}y &amp;\\sim f\\end{aligned}</span>');
  assert.match(html, /<mo form="infix">∼<\/mo>/);
});
