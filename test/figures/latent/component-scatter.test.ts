import assert from "node:assert/strict";
import { test } from "node:test";
import { componentScatter } from "pml/figures";
import { render } from "pml/node";
import { Random } from "pml/random";
import { assertClose } from "../../support/close.js";

const random = Random.from("component-scatter");
const components = Array.from({ length: 60 }, (_, i) => i % 2);
const codes = components.flatMap((component) => [random.normal() + 4 * component, random.normal()]);
const gaussians = [
  { mean: [0, 0], covariance: [4, 1.5, 1.5, 2] },
  { mean: [4, 1], covariance: [1, 0, 0, 0] },
];
const names = ["1: digit 7", "2: digit 3"];
const mixture = { codes, components, gaussians, names };
const options = { description: "by component", titles: ["first", "second"] as const };

type Layers = { layer: { data: { values: string } }[] };

/** Rows of the CSV of a layer. */
const rowsOf = (figure: unknown, layer: number) =>
  (figure as Layers).layer[layer]!.data.values.split("\n")
    .slice(1)
    .map((line) => line.split(",").map(Number));

test("every point of an ellipse lies two standard deviations from its mean", () => {
  const outline = rowsOf(componentScatter(mixture, options), 1).filter(([, , , k]) => k === 1);
  assert.equal(outline.length, 61);
  const [a, b, , d] = gaussians[0]!.covariance as [number, number, number, number];
  const determinant = a * d - b * b;
  const squared = outline.map(([x, y]) => (d * x! * x! - 2 * b * x! * y! + a * y! * y!) / determinant);
  assertClose(squared, new Array(61).fill(4), 0.01);
});

test("a component without extent along an axis is drawn as a line, not as NaN", () => {
  const flat = rowsOf(componentScatter(mixture, options), 1).filter(([, , , k]) => k === 2);
  assert.equal(flat.length, 61);
  assert.ok(flat.every(([x, y]) => y === 1 && x! >= 2 && x! <= 6));
});

test("names stand in the legend, numbers at the means; equal scales hold all ellipses", async () => {
  const figure = componentScatter(mixture, options);
  const { svg } = await render(figure);
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
  for (const text of [...names, "1", "2", "first", "second"]) assert.ok(texts.includes(text), text);
  const { width, height, layer } = figure as unknown as {
    width: number;
    height: number;
    layer: { encoding: Record<"x" | "y", { scale: { domain: [number, number] } }> }[];
  };
  const [x, y] = [layer[0]!.encoding.x.scale.domain, layer[0]!.encoding.y.scale.domain];
  assert.ok(Math.abs(width / (x[1] - x[0]) - height / (y[1] - y[0])) < 1);
  assert.ok(x[0] < -4 && y[1] > 2 * Math.SQRT2);
});

test("misfits are refused by name", () => {
  const call = (change: object) => () => componentScatter({ ...mixture, ...change }, options);
  assert.throws(
    call({ components: components.map(() => 2) }),
    /labels\[0\] must be an integer in 0..1, got 2/,
  );
  assert.throws(call({ codes: [1, 2] }), /codes must have length 120, got 2/);
  assert.throws(
    call({ gaussians: [{ mean: [0], covariance: [1, 0, 0, 1] }, gaussians[1]] }),
    /mean of component 1 must have length 2/,
  );
  assert.throws(call({ names: ["one"] }), /names must have length 2, got 1/);
  assert.throws(call({ gaussians: new Array(11).fill(gaussians[0]) }), /1 to 10 components/);
});
