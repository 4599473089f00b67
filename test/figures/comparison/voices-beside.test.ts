import assert from "node:assert/strict";
import { test } from "node:test";
import { voicesBeside } from "pml/figures";
import { render } from "pml/node";
import { headlessView } from "../../support/headless-view.js";
import { tables, texts } from "../sampling/chains.js";

const report = { name: "report", x: [0, 2, 4], y: [1, 1, 3], labels: [0, 0, 1] };
const own = { name: "R", x: [1, 3, 5], y: [1, 1, 4], labels: [0, 0, 1] };
const classes = { what: "digit", names: ["0", "1"], colours: ["black", "red"] };
const options = { description: "d", titles: ["z1", "z2"], classes, distance: "distance 1.2" } as const;

test("all voices on the same axes, the distance below, each median by its name", async () => {
  const figure = voicesBeside(report, [own], { ...options, medians: true });
  const { svg } = await render(figure);
  for (const text of ["report", "R", "distance 1.2", "digit"]) assert.ok(texts(svg).includes(text), text);
  const domains = new Set<string>();
  JSON.stringify(figure, (key, value) => {
    if (key === "domain" && typeof value[0] === "number") domains.add(JSON.stringify(value));
    return value;
  });
  assert.equal(domains.size, 2, "one range for x, one for y");
  const medians = tables(figure).filter((rows) => rows.length === 2 && rows[0]!.x2 === undefined);
  assert.deepEqual(medians.map((rows) => rows.map(({ x, y }) => [Number(x), Number(y)])).slice(0, 1), [
    [
      [1, 1],
      [4, 3],
    ],
  ]);
  const [ways] = tables(figure).filter((rows) => rows[0]!.x2 !== undefined);
  assert.deepEqual(
    ways!.map(({ x, y, x2, y2 }) => [x, y, x2, y2].map(Number)),
    [
      [2, 1, 1, 1],
      [5, 4, 4, 3],
    ],
  );
});

test("the switch lays the report's points over ours, and the way between the medians", async () => {
  const { view, items } = await headlessView(voicesBeside(report, [own], { ...options, medians: true }));
  const opacities = () =>
    (items("rule") as unknown as { opacity: number; strokeWidth: number }[])
      // the others are ticks
      .filter(({ strokeWidth }) => strokeWidth === 2)
      .map(({ opacity }) => opacity);
  assert.deepEqual(opacities(), [0, 0]);
  await view.signal("laid", "over").runAsync();
  assert.deepEqual(opacities(), [1, 1]);
});

test("positive quantities on logarithmic axes; misfits are refused by name", async () => {
  const positive = { ...report, x: [0.1, 1, 10] };
  await render(voicesBeside(positive, [{ ...own, x: [1, 2, 3] }], { ...options, scale: "log" }));
  const call = (change: object) => () => voicesBeside(report, [{ ...own, ...change }], options);
  assert.throws(call({ y: [1] }), /voicesBeside: y of R must have length 3, got 1/);
  assert.throws(call({ labels: [0, 0, 2] }), /labels\[2\] of R must be an integer in 0\.\.1, got 2/);
  assert.throws(call({ name: "report" }), /the name report is there twice/);
  assert.throws(call({ x: [], y: [], labels: [] }), /R has no point/);
  assert.throws(() => voicesBeside(report, [own], { ...options, scale: "log" }), /0 or below/);
});
