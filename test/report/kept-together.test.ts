import assert from "node:assert/strict";
import { test } from "node:test";
import { keptTogether } from "#scripts/report/kept-together.mjs";

/** With `~` for a space at which no line breaks. */
const kept = (html: string) => keptTogether(html).replaceAll("\u00a0", "~");

test("no line ends within a number with its unit or error, an equation or an interval", () => {
  assert.equal(kept("5.6 % (3.9 % to 8.0 %)"), "5.6~% (3.9~%~to~8.0~%)");
  assert.equal(kept("<td>17.42 ± 1.22 nats</td>"), "<td>17.42~±~1.22 nats</td>");
  assert.equal(kept("4 × (1,000 + 500) by k = 10, x &lt; -1"), "4~×~(1,000 + 500) by k~=~10, x~&lt;~-1");
  assert.equal(kept("0.25 (-0.08 to 0.58), 26 to 36, 9 / 35"), "0.25 (-0.08~to~0.58), 26 to~36, 9 /~35");
  assert.equal(kept("an R-hat of 1"), 'an <span class="together">R-hat</span> of 1');
  assert.equal(kept("on [0, 1] or {0, 1}, at most ln 10"), "on [0,~1] or {0,~1}, at most ln~10");
});

test("a formula keeps the bracket before it and the comma after it", () => {
  const formula = '<math class="tml-prime"><mi>z</mi></math>';
  assert.equal(
    kept(`rows (${formula}), growing`),
    `rows <span class="together">(${formula}),</span> growing`,
  );
  assert.equal(kept(`set ${formula} and`), `set ${formula} and`);
  const display = '<span class="formula"><math display="block"><mi>z</mi></math></span>.';
  assert.equal(kept(display), display);
});

test("code, formulas and what stands in tags are left as they are", () => {
  for (const html of [
    "<code>k = 10</code>",
    '<pre tabindex="0">const a = 5 % 3; k = 10</pre>',
    '<a title="5 % of k = 10" href="#x">all</a>',
    "<math><mi>x</mi><annotation>x = 1</annotation></math>",
  ])
    assert.equal(keptTogether(html), html);
});
