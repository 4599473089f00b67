import assert from "node:assert/strict";
import { test } from "node:test";
import { runSlider } from "pml/figures";
import { render } from "pml/node";
import { Random } from "pml/random";
import { headlessView } from "../../support/headless-view.js";

const random = Random.from("run-slider");
const labels = [0, 1, 1];
const runs = ["seed 1", "seed 2"].map((name, at) => ({
  name,
  codes: Array.from({ length: 6 }, () => random.normal()),
  gridDigits: Array.from({ length: 9 }, (_, i) => (i + at) % 10),
  reconstructions: [at, 1 - at].map((grey) => new Float32Array(6).fill(grey)),
}));
const options = { description: "runs", labels, rows: 3, columns: 2, scaling: [0, 1] as const };

test("the static picture shows the chosen run under its name, all others are under the slider", async () => {
  const textsOf = async (chosen: number) => {
    const { svg } = await render(runSlider(runs, { ...options, chosen }));
    return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
  };
  const [first, second] = [await textsOf(0), await textsOf(1)];
  assert.ok(second.includes("seed 2") && !second.includes("seed 1"));
  // the second run's tiles have a 9 and no 0
  const count = (texts: typeof first, digit: string) => texts.filter((text) => text === digit).length;
  assert.equal(count(second, "9"), count(first, "9") + 1);
});

test("the slider changes title, codes, tiles and reconstructions", async () => {
  const { view, items } = await headlessView(runSlider(runs, options));
  const texts = () => items("text").map(({ text }) => String(text));
  const drawn = async (run: number) => {
    await view.signal("run", run).runAsync();
    const places = ["symbol", "image"].map((mark) => items(mark).map(({ x, y }) => [x, y]));
    return { texts: texts(), places: JSON.stringify(places) };
  };
  const [first, second] = [await drawn(1), await drawn(2)];
  assert.ok(first.texts.includes("seed 1") && !first.texts.includes("seed 2"));
  assert.ok(second.texts.includes("seed 2") && !second.texts.includes("seed 1"));
  const nines = ({ texts }: typeof first) => texts.filter((text) => text === "9").length;
  assert.equal(nines(second), nines(first) + 1);
  assert.notEqual(first.places, second.places);
});

test("runs that do not fit together are refused by name", () => {
  const call =
    (change: object, more = {}) =>
    () =>
      runSlider([runs[0]!, { ...runs[1]!, ...change }], { ...options, ...more });
  assert.throws(call({ codes: [1, 2] }), /runSlider: codes must/);
  assert.throws(call({ gridDigits: [1] }), /gridDigits of seed 2/);
  assert.throws(call({ reconstructions: [] }), /reconstructions of seed 2/);
  assert.throws(call({}, { chosen: 2 }), /chosen must be one of 2 runs, got 2/);
  assert.throws(() => runSlider([], options), /at least one run/);
  assert.throws(
    () => runSlider([{ ...runs[0]!, gridDigits: [1, 2] }], options),
    /2 tiles do not fill a square/,
  );
});
