import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
  componentGrid,
  componentScatter,
  compose,
  confusionMatrices,
  differenceHistogram,
  digitShares,
  ellipse,
  type Figure,
  histogram,
  imageStrips,
  latentGrid,
  latentGridFigure,
  latentScatter,
  lineChart,
  paddedRange,
  reportDigitColours,
  reportLatentScatter,
  trainingCurves,
} from "pml/figures";
import { render, writeFigure } from "pml/node";
import { Random } from "pml/random";
import { csv } from "#internal/figures/marks/spec";
import { assertClose } from "../support/close.js";

const random = Random.from("figures");
const labels = Uint8Array.from({ length: 40 }, (_, i) => (i * 7) % 10);
const codes = Float64Array.from({ length: 80 }, () => random.normal());
const size = { rows: 2, columns: 2, scaling: [0, 1] as const };
const tiles = Array.from({ length: 9 }, (_, i) => [i / 8, 0, 0, 1]);
const part = (nats: number) => ({ reconstruction: nats, divergence: nats / 10 });
const history = [1, 2, 3].map((epoch) => ({ epoch, train: part(200 / epoch), test: part(210 / epoch) }));
const identity = Array.from({ length: 10 }, (_, i) =>
  Array.from({ length: 10 }, (_, j) => (i === j ? 5 : 1)),
);

const figures: Record<string, Figure> = {
  strips: imageStrips(
    [
      {
        caption: "(a) first",
        images: [
          [0, 1, 1, 0],
          [1, 0, 0, 1],
        ],
        notes: ["0.01", "0.02"],
      },
      {
        caption: "(b) second",
        images: [
          [0, 1, 1, 0],
          [1, 0, 0, 1],
        ],
      },
    ],
    { description: "strips", ...size },
  ),
  grid: latentGridFigure(latentGrid("downwards", 3), tiles, { description: "grid", ...size }),
  "grid with axes": latentGridFigure(latentGrid("upwards", 3), tiles, {
    description: "grid with axes",
    ...size,
    axes: true,
    labels: [..."abcdefghi"],
  }),
  "report scatter": reportLatentScatter({ codes, labels }, { description: "scatter", legend: "bottom-left" }),
  scatter: latentScatter({ codes, labels }, { description: "scatter" }),
  curves: trainingCurves([
    { name: "one", history },
    { name: "two", history },
  ]),
  confusion: confusionMatrices([{ name: "one", counts: identity }], { description: "confusion" }),
  lines: lineChart(
    [
      { name: "one", x: [1, 10], y: [3, 4] },
      { name: "two", x: [1, 10], y: [5, 6] },
    ],
    {
      description: "lines",
      titles: ["components", "nats per image"],
      logarithmic: { x: true },
    },
  ),
  "component grid": componentGrid(
    {
      columnTitles: ["cluster: 1", "cluster: 2"],
      rowLabels: ["Mean", "Sample: 1"],
      images: [
        [
          [0, 1, 1, 0],
          [1, 0, 0, 1],
        ],
        [
          [0, 1, 1, 0],
          [1, 0, 0, 1],
        ],
      ],
    },
    { description: "components", ...size },
  ),
  "component scatter": componentScatter(
    {
      codes,
      components: labels.map((label) => label % 2),
      gaussians: [
        { mean: [0, 0], covariance: [1, 0.5, 0.5, 1] },
        { mean: [1, 1], covariance: [0.2, 0, 0, 0.1] },
      ],
      names: ["1", "2"],
    },
    { description: "components", titles: ["first axis", "second axis"] },
  ),
  histogram: differenceHistogram(codes, { description: "histogram", title: "difference, nats" }),
  shares: digitShares([{ name: "one", shares: new Array(10).fill(0.1) }], "shares"),
};

/** Texts of an SVG. */
const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

for (const [name, figure] of Object.entries(figures)) {
  test(`${name}: draws without a warning, the same bytes each time, with a description`, async () => {
    const [first, second] = [await render(figure), await render(figure)];
    assert.ok(first.svg === second.svg, "two drawings differ");
    assert.deepEqual(first.png, second.png);
    assert.ok(figure.description.length > 0);
    assert.equal(first.png[0], 0x89, "a PNG");
    assert.ok(first.width > 100 && first.height > 50);
  });
}

test("a warning of Vega-Lite is an error", async () => {
  const { $schema, description, config } = figures.shares as unknown as Record<string, unknown>;
  const x = { field: "a", type: "ordinal", scale: { paddingInner: 0 } };
  const warned = {
    $schema,
    description,
    config,
    data: { values: [{ a: 1 }] },
    mark: "point",
    encoding: { x },
  };
  await assert.rejects(render(warned as unknown as Figure), /render: .*"paddingInner" is dropped/);
});

test("text reaches the picture: without its letters the picture differs", async () => {
  const blank = JSON.parse(JSON.stringify(figures.strips).replaceAll(/\([ab]\) \w+/g, " ")) as Figure;
  assert.notDeepEqual((await render(figures.strips!)).png, (await render(blank)).png);
});

test("strips: captions under their rows in order, one image mark each", async () => {
  const { svg } = await render(figures.strips!);
  assert.deepEqual(
    textsOf(svg).filter((text) => !/^(pixel|[01](\.[05])?)$/.test(text!)),
    ["0.01", "0.02", "(a) first", "(b) second"],
  );
  assert.equal(svg.match(/<image /g)?.length, 4);
});

test("images on one fixed scale come with its colour bar, images on their own ranges without", async () => {
  const fixed = textsOf((await render(figures.strips!)).svg);
  assert.ok(fixed.includes("pixel") && fixed.includes("0.5"));
  const own = imageStrips([{ images: [[0, 1, 1, 0]] }], {
    description: "own",
    rows: 2,
    columns: 2,
    scaling: "own-range",
  });
  assert.deepEqual(textsOf((await render(own)).svg), []);
});

test("the report's grid: z1 by column to the right, z2 by row downwards, at the quantiles i / 13", () => {
  const { values, codes: walk } = latentGrid("downwards");
  assertClose(values.slice(0, 6), [-1.426077, -1.020076, -0.736316, -0.502402, -0.293381, -0.096559], 5e-7);
  const at = (row: number, column: number) => [
    ...walk.subarray(2 * (12 * row + column), 2 * (12 * row + column) + 2),
  ];
  assert.deepEqual(at(0, 3), [values[3], values[0]]);
  assert.deepEqual(at(11, 0), [values[0], values[11]]);
  const upwards = latentGrid("upwards").codes;
  assert.deepEqual([...upwards.subarray(0, 2)], [values[0], values[11]]);
});

test("the corrected grid names z on both axes, z2 growing upwards, and labels its tiles", async () => {
  const texts = textsOf((await render(figures["grid with axes"]!)).svg);
  const steps = ["\u22120.7", "0.0", "0.7"];
  // the colour bar's own 0.0 comes after both axes
  const onAxes = texts.filter((text) => steps.includes(text!)).slice(0, 6);
  assert.deepEqual(onAxes, [...steps, ...[...steps].reverse()]);
  assert.ok(texts.includes("z1") && texts.includes("z2"));
  assert.deepEqual(
    texts.filter((text) => /^[a-i]$/.test(text!)),
    [..."abcdefghi"],
  );
});

test("the report's scatter: later digits over earlier ones, its colours, its padding, no axis titles", async () => {
  const { svg } = await render(figures["report scatter"]!);
  const fills = [...svg.matchAll(/<path transform="[^"]*" d="M0\.89[^"]*" fill="([^"]+)"/g)].map(
    ([, fill]) => fill,
  );
  assert.equal(fills.length, 40);
  assert.deepEqual(
    fills,
    [...fills].sort(
      (a, b) => reportDigitColours.indexOf(a as "red") - reportDigitColours.indexOf(b as "red"),
    ),
  );
  assert.ok(!textsOf(svg).includes("x"));
  const [low, high] = paddedRange([0, 10]);
  assert.deepEqual([low, high], [-0.5, 10.5]);
  const { scale } = (
    figures["report scatter"] as unknown as { encoding: { x: { scale: { domain: number[] } } } }
  ).encoding.x;
  assertClose(scale.domain, paddedRange(codes.filter((_, i) => i % 2 === 0)), 1e-12);
});

test("the corrected scatter has equal scales: a unit is as long upwards as sideways", () => {
  const { width, height } = figures.scatter as unknown as { width: number; height: number };
  const x = paddedRange([-1, 1, ...codes.filter((_, i) => i % 2 === 0)]);
  const y = paddedRange([-1, 1, ...codes.filter((_, i) => i % 2 === 1)]);
  assert.ok(Math.abs(width / (x[1] - x[0]) - height / (y[1] - y[0])) < 1);
});

test("the corrected scatter draws codes that have shrunk to a point: the prior's circle keeps the picture open", async () => {
  const collapsed = { codes: codes.map((value) => value * 1e-6), labels };
  const { width, height } = await render(latentScatter(collapsed, { description: "collapsed" }));
  assert.ok(width > 300 && height > 300, `${width} x ${height}`);
});

test("an ellipse of two deviations: every point is at Mahalanobis distance two", () => {
  const [a, b, d] = [2, 0.7, 0.5];
  for (const [x, y] of ellipse({ mean: [3, -1], covariance: [a, b, b, d] }, 2)) {
    const [u, v] = [x - 3, y + 1];
    assertClose((d * u * u - 2 * b * u * v + a * v * v) / (a * d - b * b), 4, 1e-12);
  }
});

test("composed panels stand row by row with captions below, scales of their own", async () => {
  const composed = compose(
    [
      { caption: "(a) one", figure: figures["report scatter"]! },
      { caption: "(b) two", figure: figures.scatter! },
      { caption: "(c) three", figure: figures.grid! },
    ],
    { description: "composed", perRow: 2 },
  );
  const { svg } = await render(composed);
  const texts = textsOf(svg);
  assert.deepEqual(
    texts.filter((text) => /^\([abc]\)/.test(text!)),
    ["(a) one", "(b) two", "(c) three"],
  );
  // a scatter plot of the report and a corrected one, 40 points each
  const points = [/d="M0\.89\d*,0A/g, /d="M1,0A/g].map((radius) => svg.match(radius)?.length);
  assert.deepEqual(points, [40, 40]);
  assert.throws(() => compose([], { description: "x", perRow: 2 }), /at least one panel/);
});

test("histogram: bins share out all values between their ends", () => {
  const { from, to, count } = histogram([0, 1, 1, 2, 10], 5);
  assert.deepEqual(count, [3, 1, 0, 0, 1]);
  assert.deepEqual([from[0], to[4]], [0, 10]);
  assert.throws(() => histogram([1, Number.NaN], 5), /values\[1\] must be finite/);
  assert.throws(() => histogram([], 5), /no values/);
});

test("columns become one CSV string; quotes, commas and numbers survive", () => {
  assert.equal(csv({ a: [1.23456, -0.0001], b: ['say "x"', "1,2"] }), 'a,b\n1.235,"say ""x"""\n0,"1,2"');
});

test("writing: three files under the stem, no part of them left behind, no path out of the folder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "figure-"));
  try {
    await writeFigure(folder, "figure-9", figures.shares!);
    assert.deepEqual(readdirSync(folder).sort(), ["figure-9.png", "figure-9.svg", "figure-9.vl.json"]);
    assert.deepEqual(
      JSON.parse(readFileSync(join(folder, "figure-9.vl.json"), "utf8")),
      JSON.parse(JSON.stringify(figures.shares)),
    );
    await writeFigure(folder, "2.2/regret", figures.shares!);
    assert.deepEqual(readdirSync(join(folder, "2.2")).sort(), ["regret.png", "regret.svg", "regret.vl.json"]);
    await assert.rejects(writeFigure(folder, "../x", figures.shares!), /plain file name/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("misfits are refused by name", () => {
  assert.throws(
    () => lineChart([{ name: "one", x: [1, 2], y: [1] }], { description: "x", titles: ["a", "b"] }),
    /y of one must have length 2, got 1/,
  );
  assert.throws(
    () => latentGridFigure(latentGrid("upwards", 3), tiles.slice(1), { description: "x", ...size }),
    /images must have length 9, got 8/,
  );
  assert.throws(
    () => reportLatentScatter({ codes, labels: [1] }, { description: "x", legend: "top-left" }),
    /codes must have length 2, got 80/,
  );
  assert.throws(() => imageStrips([], { description: "x", ...size }), /at least one strip/);
  assert.throws(() => digitShares([{ name: "x", shares: [1] }], "x"), /share of each class/);
  assert.throws(() => trainingCurves([]), /no epoch/);
});
