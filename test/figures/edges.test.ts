import assert from "node:assert/strict";
import { test } from "node:test";
import {
  autocorrelationPlot,
  choiceShares,
  chosenPoints,
  componentScatter,
  differenceHistogram,
  digitBars,
  energyPlot,
  essEvolution,
  type Figure,
  foundShares,
  hyperScatter,
  inlineData,
  latentScatter,
  lineChart,
  linkedDraws,
  optimisationSlider,
  optimisationSteps,
  pairPlot,
  planeGrid,
  posteriorDensity,
  predictivePlot,
  quantilePlot,
  rankBars,
  regretCurves,
  reportHyperScatter,
  reportLatentScatter,
  reportPosteriorDensities,
  reportPredictive,
  tracePlot,
  trainingCurves,
} from "pml/figures";
import { render } from "pml/node";
import { Random } from "pml/random";
import { heading } from "#internal/figures/marks/theme";
import { headlessView } from "../support/headless-view.js";

const description = "edges";
const titles = ["x", "y"] as const;

/** Numbers between -1 and 1 that never change. */
const wave = (count: number, phase = 0) =>
  Array.from({ length: count }, (_, i) => Math.sin(0.7 * i * i + phase));
const chains = (count: number, of: (t: number, c: number) => number) =>
  Array.from({ length: count }, (_, c) => Float64Array.from({ length: 40 }, (_, t) => of(t, c)));

/** Each figure of quantities or of values, from numbers of a size and an origin. */
function everyFigure(at: (value: number) => number): Record<string, () => Figure> {
  const x = [0, 0.25, 0.5, 0.75, 1].map(at);
  const y = wave(5, 1).map(at);
  const size = Math.abs(at(1) - at(0));
  const quantity = { name: "q", draws: chains(3, (t, c) => at(wave(40, c)[t]!)) };
  const positive = {
    name: "p",
    scale: "log" as const,
    draws: chains(3, (t, c) => size * Math.exp(wave(40, c)[t]!)),
  };
  const step = {
    title: "k",
    x,
    f: y,
    drawn: y,
    mean: y,
    sd: y.map(() => 0.1 * size),
    start: { x, y },
    earlier: { x, y },
    added: { x: x[2]!, y: y[2]! },
  };
  const curves = { x, truth: y, mean: y, variance: y.map(() => (0.1 * size) ** 2), data: { x, y } };
  const codes = wave(40).map(at);
  const labels = wave(20).map((_, i) => i % 2);
  const plane = { lengthscale: positive.draws, variance: positive.draws };
  const grid = Array.from({ length: 9 }, (_, i) => size * Math.exp((i - 4) / 4));
  const runs = [1, 2, 3].map((r) => wave(6, r).map((value) => size * Math.abs(value)));
  const epochs = [1, 2, 3].map((epoch) => {
    const part = { reconstruction: at(1 / epoch), divergence: at(0.1 / epoch) };
    return { epoch, train: part, test: part };
  });
  return {
    inlineData: () =>
      ({
        ...heading(description),
        data: inlineData({ x, y }),
        mark: "point",
        encoding: { x: { field: "x", type: "quantitative" }, y: { field: "y", type: "quantitative" } },
      }) as Figure,
    lineChart: () => lineChart([{ name: "a", x, y }], { description, titles }),
    differenceHistogram: () => differenceHistogram(wave(200).map(at), { description, title: "d", bins: 20 }),
    quantilePlot: () => quantilePlot([{ name: "a", values: wave(50).map(at) }], { description, title: "v" }),
    digitBars: () => digitBars([{ name: "a", values: wave(10).map(at) }], { description, title: "v" }),
    trainingCurves: () => trainingCurves([{ name: "a", history: epochs }]),
    regretCurves: () => regretCurves([{ name: "a", runs }], { description, yTitle: "r" }),
    chosenPoints: () => chosenPoints([{ name: "a", places: [x] }], { description, f: { x, y }, bins: 5 }),
    choiceShares: () =>
      choiceShares([{ name: "a", drawn: [y], shares: [0.2, 0.2, 0.2, 0.2, 0.2] }], {
        description,
        x,
        f: y,
        data: { x, y },
      }),
    optimisationSteps: () => optimisationSteps([step], { description }),
    optimisationSlider: () => optimisationSlider([step], { description, every: 1 }),
    predictivePlot: () => predictivePlot(curves, { description, draws: [y] }),
    reportPredictive: () => reportPredictive(curves, { description }),
    latentScatter: () => latentScatter({ codes, labels }, { description }),
    reportLatentScatter: () => reportLatentScatter({ codes, labels }, { description, legend: "top-left" }),
    componentScatter: () =>
      componentScatter(
        {
          codes,
          components: labels,
          gaussians: [0, 0.5].map((mean) => ({
            mean: [at(mean), at(-mean)],
            covariance: [size ** 2, 0, 0, size ** 2],
          })),
          names: ["a", "b"],
        },
        { description, titles },
      ),
    tracePlot: () => tracePlot([quantity, positive], { description }),
    rankBars: () => rankBars([quantity], { description }),
    autocorrelationPlot: () => autocorrelationPlot([quantity], { description }),
    essEvolution: () => essEvolution([quantity], { description, points: 4 }),
    energyPlot: () => energyPlot(quantity.draws, { description }),
    pairPlot: () => pairPlot([quantity, positive], { description }),
    linkedDraws: () => linkedDraws([quantity, positive], { description }),
    posteriorDensity: () => posteriorDensity([quantity, positive], { description }),
    reportPosteriorDensities: () => reportPosteriorDensities([quantity, positive], { description }),
    reportHyperScatter: () => reportHyperScatter(plane, { description }),
    hyperScatter: () =>
      hyperScatter(plane, {
        description,
        exact: planeGrid(grid, grid, (l, v) =>
          Math.exp(-(Math.log(l / size) ** 2) - Math.log(v / size) ** 2),
        ),
      }),
  };
}

/** Every mark with data has its place: no column of numbers has lost its spread. */
function assertSpread(figure: Figure, what: string): void {
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk);
    if (node === null || Array.isArray(node) || typeof node !== "object") return;
    const { values, format } = node as { values?: unknown; format?: { parse?: Record<string, string> } };
    if (typeof values === "string" && format?.parse !== undefined) {
      const [head, ...rows] = values.split("\n").map((line) => line.split(","));
      head!.forEach((name, i) => {
        if (format.parse![name] !== "number" || rows.length < 4) return;
        const column = rows.map((row) => Number(row[i]));
        assert.ok(column.every(Number.isFinite), `${what}: ${name}`);
        const isPlace = [
          "x",
          "y",
          "value",
          "from",
          "to",
          "at",
          "first",
          "second",
          "nats",
          "l",
          "v",
          "mean",
          "f",
          "q50",
        ].includes(name);
        if (isPlace) assert.ok(new Set(column).size > 1, `${what}: ${name} is ${column[0]} throughout`);
      });
    }
    Object.values(node).forEach(walk);
  };
  walk(figure);
}

const sizes: Readonly<Record<string, (value: number) => number>> = {
  "times 1e-12": (value) => 1e-12 * value,
  "times 1e-5": (value) => 1e-5 * value,
  "times 1e7": (value) => 1e7 * value,
  "a thousandth about 1000": (value) => 1000 + 1e-3 * value,
};

for (const [size, at] of Object.entries(sizes))
  test(`every figure keeps the spread of numbers ${size}, and can be drawn`, async () => {
    for (const [name, figure] of Object.entries(everyFigure(at))) {
      const spec = figure();
      assertSpread(spec, `${name}, ${size}`);
      await headlessView(spec);
    }
  });

test("small differences have a histogram, and a mean with its digits", () => {
  const differences = wave(500).map((value) => 1e-5 * value);
  const text = JSON.stringify(differenceHistogram(differences, { description, title: "d" }));
  const mean = differences.reduce((a, b) => a + b, 0) / 500;
  assert.ok(
    !text.includes("mean 0.00\\n") && text.includes(`mean ${mean.toFixed(7)}`),
    text.match(/mean [^"\\]*/)?.[0],
  );
});

const constant = { name: "q", draws: chains(3, () => 2.5) };
const stuck = { name: "q", draws: chains(3, (t, c) => (c === 1 ? 0.25 : wave(40, c)[t]!)) };
const nought = { name: "q", draws: chains(3, () => 0) };
const mostly = { name: "q", draws: chains(3, (t, c) => (t < 30 ? 1 : wave(40, c)[t]!)) };
const other = { name: "o", draws: chains(3, (t, c) => wave(40, c + 5)[t]!) };
const constantLog = { name: "q", scale: "log" as const, draws: chains(3, () => 2.5) };

test("constant quantities, a stuck chain, and chains that hardly move are drawn", async () => {
  for (const quantity of [constant, stuck, nought, mostly, constantLog]) {
    const all: Record<string, Figure> = {
      tracePlot: tracePlot([quantity], { description }),
      rankBars: rankBars([quantity], { description }),
      essEvolution: essEvolution([quantity], { description, points: 3 }),
      pairPlot: pairPlot([quantity, other], { description }),
      linkedDraws: linkedDraws([quantity, other], { description }),
      posteriorDensity: posteriorDensity([{ ...quantity, prior: () => 0.1 }], { description }),
      reportPosteriorDensities: reportPosteriorDensities([quantity], { description }),
    };
    for (const [name, figure] of Object.entries(all)) {
      const { svg } = await render(figure, 1);
      assert.ok(!/NaN|Infinity/.test(svg), `${name} of ${quantity.draws[1]!.slice(0, 2)}`);
    }
  }
});

test("a chain that does not move is named, and a line shows where it stands", () => {
  const text = JSON.stringify(posteriorDensity([stuck], { description }));
  assert.match(text, /q \(chain 1 constant\)/);
  assert.match(text, /chain 1,0\.25,0\\nchain 1,0\.25,[\d.]*[1-9]/);
  assert.match(JSON.stringify(autocorrelationPlot([stuck], { description })), /q \(chain 1 constant\)/);
  assert.match(JSON.stringify(energyPlot(stuck.draws, { description })), /chain 1 constant/);
  assert.throws(
    () => autocorrelationPlot([constant], { description }),
    /autocorrelationPlot: every chain of q is constant/,
  );
  assert.throws(
    () => energyPlot(constant.draws, { description }),
    /energyPlot: the energy of every chain is constant/,
  );
});

test("one point, all points in one place, and equal values are drawn", async () => {
  const all = [
    lineChart([{ name: "a", x: [1e-8], y: [3e-9] }], { description, titles }),
    lineChart([{ name: "a", x: [1, 2], y: [7, 7] }], { description, titles }),
    latentScatter({ codes: [1e6, -1e6], labels: [3] }, { description }),
    reportLatentScatter({ codes: [5, 5, 5, 5], labels: [3, 4] }, { description, legend: "top-left" }),
    quantilePlot([{ name: "a", values: [4, 4] }], { description, title: "v" }),
    differenceHistogram([2e-7], { description, title: "d" }),
    regretCurves([{ name: "a", runs: [[0, 0, 0]] }], { description, yTitle: "r" }),
    reportHyperScatter({ lengthscale: constant.draws, variance: constant.draws }, { description }),
  ];
  for (const figure of all) assert.ok(!/NaN|Infinity/.test((await render(figure, 1)).svg));
});

test("heavy tails on a linear axis: the bulk is shown, and how many draws lie beyond", async () => {
  const random = Random.from("heavy");
  const heavy = {
    name: "v",
    draws: [0, 1].map(() => random.fillNormal(new Float64Array(500)).map((x) => Math.exp(2.5 * x))),
  };
  const beside = { name: "o", draws: [0, 1].map(() => random.fillNormal(new Float64Array(500))) };
  const spec = posteriorDensity([heavy], { description });
  const [, count] = /v \((\d+) of 1000 draws lie beyond\)/.exec(JSON.stringify(spec))!;
  const domain = (
    spec as unknown as { hconcat: { layer: { encoding: { x: { scale: { domain: number[] } } } }[] }[] }
  ).hconcat[0]!.layer[0]!.encoding.x.scale.domain;
  const beyond = heavy.draws.flatMap((chain) => [...chain]).filter((x) => x > domain[1]!).length;
  assert.ok(
    beyond > 0 && beyond <= Number(count) && Number(count) < 100,
    `${count}, ${beyond} beyond the frame`,
  );
  for (const figure of [
    tracePlot([heavy], { description }),
    pairPlot([heavy, beside], { description }),
    reportPosteriorDensities([heavy], { description }),
  ]) {
    assert.match(JSON.stringify(figure), /of 1000 draws lie beyond/);
    await render(figure, 1);
  }
  // on a logarithmic axis nothing is left out
  assert.doesNotMatch(
    JSON.stringify(posteriorDensity([{ ...heavy, scale: "log" }], { description })),
    /beyond/,
  );
});

test("points far behind a frame that cuts them off do not end the process", async () => {
  const draws = chains(2, (t, c) => 10 ** (9 * wave(40, c)[t]!));
  const domains = { lengthscale: [1, 1.001], variance: [1, 2] } as const;
  await render(reportHyperScatter({ lengthscale: draws, variance: draws }, { description, domains }), 1);
  const axis = { type: "quantitative", scale: { domain: [0, 1e-5] } };
  const mark = { type: "circle", opacity: 0.3, clip: true };
  const encoding = { x: { field: "x", ...axis }, y: { field: "y", ...axis } };
  await render(
    { ...heading(description), data: inlineData({ x: [1, 0], y: [0, 1] }), mark, encoding } as Figure,
    1,
  );
});

test("names: none empty, none twice, eleven told apart by colour, more refused", () => {
  const lines = (names: readonly string[]) =>
    lineChart(
      names.map((name) => ({ name, x: [0, 1], y: [1, 2] })),
      { description, titles },
    );
  const named: Readonly<Record<string, (names: readonly string[]) => Figure>> = {
    lineChart: lines,
    quantilePlot: (names) =>
      quantilePlot(
        names.map((name) => ({ name, values: [1, 2] })),
        { description, title: "v" },
      ),
    digitBars: (names) =>
      digitBars(
        names.map((name) => ({ name, values: wave(10) })),
        { description, title: "v" },
      ),
    foundShares: (names) =>
      foundShares(
        names.map((name) => ({ name, shares: [0.1, 0.2], runs: 10 })),
        { description, yTitle: "s" },
      ),
    trainingCurves: (names) => {
      const part = { reconstruction: 1, divergence: 2 };
      return trainingCurves(
        names.map((name) => ({ name, history: [{ epoch: 1, train: part, test: part }] })),
      );
    },
  };
  for (const [caller, draw] of Object.entries(named)) {
    const many = Array.from({ length: 11 }, (_, i) => `s${i}`);
    const ranges: string[][] = [];
    JSON.stringify(draw(many), (key, value) => {
      if (key === "range" && Array.isArray(value) && typeof value[0] === "string") ranges.push(value);
      return value;
    });
    assert.ok(
      ranges.some((range) => new Set(range).size === 11),
      caller,
    );
    assert.throws(
      () => draw([...many, "s11"]),
      new RegExp(`${caller}: can tell 11 series apart by colour, got 12`),
    );
    assert.throws(() => draw(["a", ""]), new RegExp(`${caller}: name 1 is empty`));
    assert.throws(() => draw(["a", "a"]), new RegExp(`${caller}: the name a is there twice`));
  }
  assert.throws(() => tracePlot([{ ...other, name: " " }], { description }), /tracePlot: name 0 is empty/);
});

test("texts wider than the picture are in the picture whole", async () => {
  for (const letter of ["W", "i", "\u2014"]) {
    const plain = await render(lineChart([{ name: "a", x: [0, 1], y: [1, 2] }], { description, titles }), 1);
    const wide = await render(
      lineChart([{ name: "a", x: [0, 1], y: [1, 2] }], { description, titles: [letter.repeat(200), "y"] }),
      1,
    );
    // advance widths of DejaVu Sans at 12 pixels
    const width = { W: 0.989, i: 0.278, "\u2014": 1 }[letter]! * 12 * 200;
    assert.ok(wide.width >= width - 2, `${wide.width} pixels for ${width}`);
    assert.ok(plain.width < 520);
    assert.match(wide.svg, new RegExp(letter.repeat(200)));
  }
});

test("a letter that the font has not is refused by name, in a name, a title and a caption", async () => {
  const chart = (title: string, name = "a") =>
    lineChart(
      [
        { name, x: [0, 1], y: [1, 2] },
        { name: "b", x: [0, 1], y: [2, 1] },
      ],
      { description, titles: [title, "y"] },
    );
  for (const [text, code] of [
    ["\u4e2d\u6587", "U+4E2D"],
    ["a \ud83d\ude80", "U\\+1F680".replace("\\", "")],
    ["\u0007bell", "U+0007"],
  ] as const)
    for (const figure of [chart(text), chart("x", text)])
      await assert.rejects(render(figure, 1), (error: Error) =>
        error.message.startsWith(`render: the font DejaVu Sans has no letter ${code}`),
      );
  for (const fine of ["\u03bb \u2212 \u221a\u00b1", "Gr\u00f6\u00dfe \u0416\u05d0", 'a<b>&"c"'])
    await render(chart(fine), 1);
});

test("values that an axis has not are refused by their place", () => {
  const chart = (y: number[], logarithmic: { y?: boolean } = {}) =>
    lineChart([{ name: "loss", x: [0, 1], y }], { description, titles, logarithmic });
  assert.throws(() => chart([1, Number.NaN]), /lineChart: y of loss\[1\] must be finite, got NaN/);
  assert.throws(
    () => chart([1, 0], { y: true }),
    /lineChart: y of loss is 0 at 1, which a logarithmic axis has not/,
  );
  const curves = { x: [0, 1], truth: [0, 1], mean: [0, 1], variance: [1, -1e-3], data: { x: [0], y: [0] } };
  assert.throws(
    () => predictivePlot(curves, { description }),
    /predictivePlot: variance\[1\] must be at least 0, got -0.001/,
  );
  assert.throws(
    () => chosenPoints([{ name: "a", places: [[2]] }], { description, f: { x: [0, 1], y: [0, 1] } }),
    /a has a place outside of f.x/,
  );
});
