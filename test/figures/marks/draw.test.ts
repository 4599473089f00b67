import assert from "node:assert/strict";
import { test } from "node:test";
import { inlineData } from "pml/figures";
import { render } from "pml/node";
import { colour, fixed, number, told } from "#internal/figures/marks/channel";
import { cells, line, texts } from "#internal/figures/marks/draw";
import { logAxis } from "#internal/figures/marks/log-axis";
import { figureOf } from "#internal/figures/marks/view";
import { headlessView } from "../../support/headless-view.js";

const x = number("t", { title: "time, s" });
const y = number("v", { title: null, name: "speed" });
const data = inlineData({ t: [0, 1, 2], v: [3, 4, 3] });

/** What the pointer is told at each item of a kind. */
async function toldBy(layer: object, kind: string) {
  const { items } = await headlessView(figureOf("d", { width: 100, height: 100, ...layer }));
  return items(kind).map((item) => (item as unknown as { tooltip?: object }).tooltip);
}

test("of a line the pointer is told the values of its points, under readers' names", async () => {
  const tips = await toldBy(line(data, { x, y }, {}, [told("t", "again"), told("v", "doubled")]), "symbol");
  assert.deepEqual(tips, [
    { "time, s": "0", speed: "3" },
    { "time, s": "1", speed: "4" },
    { "time, s": "2", speed: "3" },
  ]);
  assert.deepEqual(await toldBy(line(data, { x, y }), "line"), [undefined, undefined, undefined]);
});

test("the points for the pointer are not in the picture", async () => {
  const view = { width: 100, height: 100 };
  const { svg } = await render(figureOf("d", { ...view, ...line(data, { x, y }) }));
  assert.doesNotMatch(svg, /opacity="0"/);
  assert.match(svg, /mark-line/);
});

test("cells tell their values, texts nothing", async () => {
  assert.deepEqual((await toldBy(cells(data, { x, y }), "rect"))[1], { "time, s": "1", speed: "4" });
  const text = fixed({ value: "a" });
  // those of the axes among them
  assert.ok((await toldBy(texts(data, { x, y, text }), "text")).every((tip) => tip === undefined));
});

test("colours by name, in their order, with what the pointer calls them", () => {
  const { json, tip } = colour("chain", {
    name: "chain",
    names: ["b", "a"],
    colours: ["red", "blue", "green"],
  });
  assert.deepEqual(json.scale, { domain: ["b", "a"], range: ["red", "blue"] });
  assert.deepEqual(tip, { field: "chain", title: "chain", type: "nominal" });
});

test("a logarithmic axis: 1, 2 and 5 of few powers of ten, 1 of many, powers as such far from 1", () => {
  const labelled = (range: readonly [number, number], powers = false) =>
    String(logAxis(range, { powers }).labelExpr);
  assert.match(labelled([0.5, 60]), /\[1, 2, 5\]/);
  assert.match(labelled([0.002, 60]), /indexof\(\[1\]/);
  assert.match(labelled([1e-7, 0.01]), /"1e-7":"10⁻⁷".*"0.01":"10⁻²"/);
  assert.match(labelled([0.05, 60], true), /^\{"1":"10⁰","10":"10¹","0.1":"10⁻¹"\}/);
  const { values } = logAxis([0.5, 3]) as { values: number[] };
  assert.deepEqual(values, [0.5, 0.6, 0.7, 0.8, 0.9, 1, 2, 3]);
});
