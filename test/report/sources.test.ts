import assert from "node:assert/strict";
import { test } from "node:test";
import { bibliography } from "#scripts/report/bibliography.mjs";
import { allSources, chapterSources, withCitations } from "#scripts/report/sources.mjs";

const sources = bibliography();
const cite = (key: string, words: string) =>
  `<a class="cite" data-preview href="#source-${key}">${words}</a>`;

test("citations are found by the list of references, by their address, and by their names alone, as in tables", () => {
  const cited = (html: string) => withCitations(html, sources);
  assert.equal(cited('<a href="../docs/references.md#burda2016">Burda</a>'), cite("burda2016", "Burda"));
  const talts = "Talts et al. 2018";
  assert.equal(cited(`<a href="https://arxiv.org/abs/1804.06788">${talts}</a>`), cite("talts2018", talts));
  const dang = "Dang, Liu and Van den Broeck 2022";
  assert.equal(cited(`<td>grown (${dang})</td>`), `<td>grown (${cite("dang2022", dang)})</td>`);
  for (const left of [
    `<code>${talts}</code>`,
    `<a href="#x">${talts}</a>`,
    `<img alt="${talts}">`,
    '<a href="https://arxiv.org/abs/1804.06788">here</a>',
  ])
    assert.equal(cited(left), left);
});

test("a chapter's sources are those that it cites or links to", () => {
  const { url } = sources.get("universityofcopenhagen2023")!;
  const html = chapterSources(`<a href="${url}">the exam</a> ${cite("talts2018", "Talts")}`, sources);
  assert.deepEqual(
    [...html.matchAll(/id="source-(\w+)"/g)].map(([, key]) => key),
    ["universityofcopenhagen2023", "talts2018"],
  );
  assert.equal(chapterSources('<a href="https://example.org">else</a>', sources), "");
});

test("the page of all sources has them by the parts of their file, each part in its contents", () => {
  const { html, headings } = allSources([...sources.values()]);
  assert.ok(headings.length > 5 && headings.every(({ html: title }) => title !== ""));
  for (const { id } of headings) assert.ok(html.includes(`<h2 id="${id}">`), id);
  for (const key of sources.keys()) assert.equal(html.split(`id="source-${key}"`).length, 2, key);
});
