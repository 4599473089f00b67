import assert from "node:assert/strict";
import { test } from "node:test";
import { Resvg } from "@resvg/resvg-js";
import { Random } from "pml/random";
import { compactSvg } from "#internal/node/rendering/compact-svg";

const circle = (x: number, y: number, fill: string, radius = 1.5, rest = "") =>
  `<path transform="translate(${x},${y})" d="M${radius},0A${radius},${radius},0,1,1,-${radius},0A${radius},${radius},0,1,1,${radius},0" fill="${fill}" stroke-width="2" opacity="1"${rest}/>`;

const drawing = (marks: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80"><g>${marks}</g></svg>`;

const random = Random.from("compact-svg");
const cloud = (fill: string, count: number, radius?: number) =>
  Array.from({ length: count }, () =>
    circle(80 * random.uniform(), 80 * random.uniform(), fill, radius),
  ).join("");

const pixels = (svg: string) => new Resvg(svg, { background: "white" }).render().pixels;

test("thousands of points become one path for each colour, in their order", () => {
  const svg = drawing(cloud("red", 500) + cloud("blue", 500));
  const compact = compactSvg(svg);
  assert.deepEqual(
    [...compact.matchAll(/stroke="(\w+)"/g)].map(([, colour]) => colour),
    ["red", "blue"],
  );
  assert.equal(compact.match(/h0/g)?.length, 1000);
  assert.ok(svg.length > 8 * compact.length, `${svg.length} and ${compact.length} characters`);
});

test("the picture stays what it was, to the softness of the points' edges", () => {
  const svg = drawing(cloud("red", 300) + cloud("blue", 300) + cloud("green", 5, 4));
  const [before, after] = [pixels(svg), pixels(compactSvg(svg))];
  let total = 0;
  before.forEach((value, i) => {
    total += Math.abs(value - after[i]!);
  });
  assert.ok(total / before.length < 3, `mean difference ${total / before.length} of 255`);
  assert.notDeepEqual(before, pixels(drawing("")));
});

test("what is no run of like opaque circles stays letter by letter", () => {
  const few = drawing(cloud("red", 19));
  assert.equal(compactSvg(few), few);
  const varied = drawing(Array.from({ length: 40 }, (_, i) => circle(i, i, i % 2 ? "red" : "blue")).join(""));
  assert.equal(compactSvg(varied), varied);
  const named = drawing(
    Array.from({ length: 40 }, (_, i) => circle(i, i, "red", 2, ' aria-label="x"')).join(""),
  );
  assert.equal(compactSvg(named), named);
  const mixed = `<path transform="translate(1,2)" d="M0,0h5" fill="red"/>${cloud("red", 30)}<text>x</text>`;
  const compact = compactSvg(drawing(mixed));
  assert.match(
    compact,
    /<path transform="translate\(1,2\)" d="M0,0h5" fill="red"\/><path class="dots".*<text>x<\/text><\/g><\/svg>$/,
  );
});
