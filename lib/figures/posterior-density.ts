import { hdi } from "../inference/diagnostics/hdi.js";
import { kde } from "../inference/diagnostics/kde.js";
import { mean } from "../inference/diagnostics/moments.js";
import {
  asDrawn,
  chainColour,
  chainName,
  fromDrawn,
  type NamedQuantity,
  pooled,
  quantityScale,
  requireQuantities,
} from "./chains.js";
import { type Figure, inlineData } from "./spec.js";
import { heading, lineColours } from "./theme.js";

/** A quantity with what its draws are to be judged by. */
export interface JudgedQuantity extends NamedQuantity {
  /** Exact posterior density on the natural scale. */
  readonly exact: (value: number) => number;
  /** Prior density on the natural scale. */
  readonly prior: (value: number) => number;
  /** Where the curves begin and end; the range of the draws if left out. */
  readonly range?: readonly [number, number];
}

const hdiMass = 0.95;
const twoDigits = (value: number) => String(Number(value.toPrecision(2)));

/** As in the report: one density of all draws on a linear axis, mean and 95 % HDI as texts, no density axis. */
export function reportPosteriorDensities(
  quantities: readonly NamedQuantity[],
  { description }: { readonly description: string },
): Figure {
  requireQuantities("reportPosteriorDensities", quantities);
  return {
    ...heading(description),
    hconcat: quantities.map(reportDensity),
    spacing: 30,
  } as unknown as Figure;
}

function reportDensity(quantity: NamedQuantity) {
  const draws = pooled(quantity);
  const { x, density } = kde(draws);
  const top = density.reduce((a, b) => Math.max(a, b));
  const [low, high] = hdi([draws], hdiMass);
  const centre = mean([draws]);
  const text = (at: number, height: number, content: string, align = "center", dx = 0) => ({
    data: { values: [{ at, height: height * top }] },
    mark: { type: "text", text: content, fontSize: 13, align, dx, color: "black" },
    encoding: { x: { field: "at", type: "quantitative" }, y: { field: "height", type: "quantitative" } },
  });
  return {
    title: { text: quantity.name, fontSize: 14 },
    width: 400,
    height: 380,
    view: { stroke: null },
    layer: [
      {
        data: inlineData({ value: x, density }, 6),
        mark: { type: "line", color: lineColours.blue, strokeWidth: 1.5 },
        encoding: {
          x: {
            field: "value",
            type: "quantitative",
            scale: { nice: false, zero: false, padding: 12 },
            axis: { title: null, domain: true, tickCount: 7 },
          },
          y: { field: "density", type: "quantitative", axis: null },
        },
      },
      {
        data: { values: [{ low, high, height: 0.02 * top }] },
        mark: { type: "rule", color: "black", strokeWidth: 4 },
        encoding: {
          x: { field: "low", type: "quantitative" },
          x2: { field: "high" },
          y: { field: "height", type: "quantitative" },
        },
      },
      text(centre, 0.85, `mean=${twoDigits(centre)}`),
      text((low + high) / 2, 0.34, "95% HDI"),
      text(low, 0.1, twoDigits(low), "right", -4),
      text(high, 0.1, twoDigits(high), "left", 4),
    ],
  };
}

/** Relative height of the density per unit of the axis: on a logarithmic axis the density of the logarithm. */
const perAxisUnit = (quantity: NamedQuantity, density: (value: number) => number) => (value: number) =>
  density(value) * (quantity.logarithmic ? value : 1);

/**
 * Corrected: the density of each chain, the exact posterior as a dashed line, the prior as a grey area; the bar is the
 * 95 % HDI of all draws. On a logarithmic axis all are densities of the logarithm, so that areas mean probabilities.
 */
export function posteriorDensities(
  quantities: readonly JudgedQuantity[],
  { description }: { readonly description: string },
): Figure {
  const { chains } = requireQuantities("posteriorDensities", quantities);
  return {
    ...heading(description),
    hconcat: quantities.map((quantity) => judgedDensity(quantity, chains)),
    spacing: 30,
  } as unknown as Figure;
}

const curvePoints = 240;

function judgedDensity(quantity: JudgedQuantity, chains: number) {
  const all = pooled(quantity).sort();
  const [least, most] = quantity.range ?? [all[0]!, all[all.length - 1]!];
  const from = asDrawn(quantity, least);
  const step = (asDrawn(quantity, most) - from) / (curvePoints - 1);
  const grid = Array.from({ length: curvePoints }, (_, i) => fromDrawn(quantity, from + i * step));
  const estimates = quantity.draws.map((draws) =>
    kde(
      Array.from(draws, (value) => asDrawn(quantity, value)),
      { bins: 200 },
    ),
  );
  const x = {
    field: "value",
    type: "quantitative",
    scale: { ...quantityScale(quantity), domain: [least, most] },
    axis: { title: quantity.name, labelOverlap: true, format: "~g" },
  };
  const y = { field: "density", type: "quantitative", axis: null };
  const [low, high] = hdi([all], hdiMass).map((end) => Math.min(most, Math.max(least, end)));
  const legend = { title: null, orient: "bottom", symbolType: "stroke", symbolSize: 300 };
  return {
    width: 400,
    height: 260,
    layer: [
      {
        data: inlineData({ value: grid, density: grid.map(perAxisUnit(quantity, quantity.prior)) }, 6),
        mark: { type: "area", color: "#bbbbbb", opacity: 0.5 },
        encoding: { x, y },
      },
      {
        data: inlineData(
          {
            chain: estimates.flatMap((estimate, chain) => Array.from(estimate.x, () => chainName(chain))),
            value: estimates.flatMap((estimate) => Array.from(estimate.x, (u) => fromDrawn(quantity, u))),
            density: estimates.flatMap(({ density }) => Array.from(density)),
          },
          6,
        ),
        mark: { type: "line", strokeWidth: 1.2, clip: true },
        encoding: { x, y, color: chainColour(chains, legend) },
      },
      {
        data: inlineData({ value: grid, density: grid.map(perAxisUnit(quantity, quantity.exact)) }, 6),
        mark: { type: "line", color: "black", strokeWidth: 2, strokeDash: [5, 3] },
        encoding: { x, y },
      },
      {
        data: { values: [{ low, high }] },
        mark: { type: "rule", color: "black", strokeWidth: 4 },
        encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, y: { value: 257 } },
      },
    ],
  };
}
