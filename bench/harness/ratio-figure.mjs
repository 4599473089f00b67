// @ts-check
/**
 * Ratios of all pairs as bars on a logarithmic axis from 1 (equal), with a tick where a ratio was asked for.
 * @param {readonly import("./measure.mjs").Result[]} results
 * @returns {import("pml/figures").Figure}
 */
export function ratioFigure(results) {
  const values = results.map(({ pair, ratio }) => ({
    pair,
    ratio,
    faster: ratio >= 1,
  }));
  const asked = results.flatMap(({ pair, bar }) => (bar === undefined ? [] : [{ pair, asked: bar }]));
  const y = { field: "pair", type: "nominal", sort: null, title: null, axis: { labelLimit: 320 } };
  const axis = {
    title: "peer's time / our time, or gradients",
    values: [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 300, 1000, 3000, 10_000],
    format: ",~g",
  };
  const x = { field: "ratio", type: "quantitative", scale: { type: "log", nice: false, padding: 8 }, axis };
  return /** @type {import("pml/figures").Figure} */ ({
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    description:
      "How many times as long the peers take, or as many gradients, pair by pair, on a logarithmic axis; ticks mark what was asked for.",
    width: 420,
    data: { values },
    layer: [
      {
        mark: { type: "bar", height: 9 },
        encoding: {
          x,
          y,
          x2: { datum: 1 },
          color: {
            field: "faster",
            type: "nominal",
            scale: { domain: [true, false], range: ["#0b6e8a", "#c5541c"] },
            legend: null,
          },
        },
      },
      ...(asked.length > 0
        ? [
            {
              data: { values: asked },
              mark: { type: "tick", thickness: 2, size: 16, color: "black" },
              encoding: { x: { ...x, field: "asked" }, y },
            },
          ]
        : []),
      {
        mark: { type: "rule", color: "black", strokeWidth: 0.5 },
        encoding: { x: { datum: 1, type: "quantitative" } },
      },
    ],
  });
}
