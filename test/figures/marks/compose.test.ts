import assert from "node:assert/strict";
import { test } from "node:test";
import { compose, latentScatter, type Panel, reportLatentScatter } from "pml/figures";
import { render } from "pml/node";
import { Random } from "pml/random";

const random = Random.from("compose");
const labels = Array.from({ length: 50 }, (_, i) => i % 10);
const codes = Array.from({ length: 100 }, () => random.normal());
const captions = ["(a) VAE", "(b) CVAE", "(c) PPCA", "(d) GMM"];
const report = (): Panel[] =>
  captions.map((caption) => ({
    caption,
    figure: reportLatentScatter({ codes, labels }, { description: caption, legend: "top-left", size: 200 }),
  }));
const corrected = (): Panel[] =>
  captions.map((caption) => ({
    caption,
    figure: latentScatter({ codes, labels }, { description: caption, size: 200, square: true }),
  }));

/** Where the texts of a drawing stand, from the sums of the translations around them. */
function placesOf(svg: string): Map<string, { x: number; y: number }> {
  const places = new Map<string, { x: number; y: number }>();
  const open: { x: number; y: number }[] = [];
  for (const [tag, text] of [...svg.matchAll(/<(?:\/g|g[^>]*|text[^>]*)>([^<]*)/g)].map(([all, t]) => [
    all,
    t!,
  ])) {
    const shift = /translate\(([-\d.]+),([-\d.]+)\)/.exec(tag!);
    const here = { x: Number(shift?.[1] ?? 0), y: Number(shift?.[2] ?? 0) };
    if (tag!.startsWith("</g")) open.pop();
    else if (tag!.startsWith("<g")) open.push(here);
    else
      places.set(
        text!,
        [...open, here].reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y })),
      );
  }
  return places;
}

test("four panels two by two: captions in order, below their panels, aligned in rows and columns", async () => {
  const { svg } = await render(compose(report(), { description: "four", perRow: 2 }));
  const places = placesOf(svg);
  const [a, b, c, d] = captions.map((caption) => places.get(caption)!) as [
    { x: number; y: number },
    { x: number; y: number },
    { x: number; y: number },
    { x: number; y: number },
  ];
  assert.ok(a.x < b.x && c.x < d.x && a.y < c.y && b.y < d.y);
  assert.equal(a.y, b.y);
  assert.equal(c.y, d.y);
  assert.equal(a.x, c.x);
  assert.ok(a.y > 200 && c.y > a.y + 200, "below panels of 200 pixels");
});

test("legends: each panel its own, or one for all", async () => {
  const legends = async (panels: Panel[], shareLegend: boolean) => {
    const { svg } = await render(compose(panels, { description: "four", perRow: 2, shareLegend }));
    return svg.match(/role-legend"/g)?.length;
  };
  assert.equal(await legends(report(), false), 4);
  assert.equal(await legends(corrected(), false), 4);
  assert.equal(await legends(corrected(), true), 1);
});

test("a composed figure is one specification with one schema and one configuration", () => {
  const text = JSON.stringify(compose(corrected(), { description: "four", perRow: 2 }));
  assert.equal(text.match(/"\$schema"/g)?.length, 1);
  assert.equal(text.match(/"config"/g)?.length, 1);
  assert.equal(text.match(/"description"/g)?.length, 5, "its own and the panels' descriptions");
});

test("no panels, no columns: refused", () => {
  assert.throws(() => compose([], { description: "x", perRow: 2 }), /at least one panel/);
  assert.throws(
    () => compose(report(), { description: "x", perRow: 0 }),
    /perRow must be an integer of at least 1, got 0/,
  );
});
