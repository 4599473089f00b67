import { requireInput, requireLength } from "../../support/index.js";
import { marginOf } from "../latent/labelled-points.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { heading, lineColours } from "../marks/theme.js";

/** What one rule does at one step: some of its curves, and how often it chooses each candidate. */
export interface StepChoices {
  readonly name: string;
  /** Curves f* of several repetitions from the same data. */
  readonly drawn: readonly ArrayLike<number>[];
  /** Share of many repetitions that choose each candidate. */
  readonly shares: ArrayLike<number>;
}

/** How the step is drawn. */
export interface ChoiceShareOptions {
  readonly description: string;
  readonly x: ArrayLike<number>;
  readonly f: ArrayLike<number>;
  readonly data: { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> };
}

/** One column a rule: above, what it minimises, several times over; below, where the minimum falls, as shares. */
export function choiceShares(rules: readonly StepChoices[], options: ChoiceShareOptions): Figure {
  const { description, x, f, data } = options;
  requireInput(rules.length > 0, "choiceShares", "wants at least one rule");
  for (const { shares } of rules) requireLength("choiceShares", "shares", shares.length, x.length);
  const xs = Array.from(x);
  const all = [f, ...rules.flatMap(({ drawn }) => drawn)].flatMap((curve) => Array.from(curve));
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const margin = marginOf(low, high, 0.2);
  const scale = { domain: [low - margin, high + margin], nice: false };
  const xAxis = { field: "x", type: "quantitative", title: "x" };
  const yAxis = { field: "y", type: "quantitative", title: "y", scale };
  const panel = ({ name, drawn, shares }: StepChoices) => {
    const chosen = xs.map((_, i) => i).filter((i) => shares[i]! > 0);
    return {
      title: { text: name, anchor: "middle", frame: "group" },
      spacing: 10,
      vconcat: [
        {
          width: 330,
          height: 200,
          layer: [
            {
              data: inlineData(
                {
                  curve: drawn.flatMap((_, c) => xs.map(() => c)),
                  x: drawn.flatMap(() => xs),
                  y: drawn.flatMap((curve) => Array.from(curve)),
                },
                3,
              ),
              mark: { type: "line", color: lineColours.orange, strokeWidth: 1, opacity: 0.7 },
              encoding: { x: xAxis, y: yAxis, detail: { field: "curve" } },
            },
            {
              data: inlineData({ x: xs, y: Array.from(f) }, 3),
              mark: { type: "line", color: lineColours.blue, strokeWidth: 1.5 },
              encoding: { x: xAxis, y: yAxis },
            },
            {
              data: inlineData({ x: Array.from(data.x), y: Array.from(data.y) }, 4),
              mark: { type: "point", filled: true, opacity: 1, size: 40, color: lineColours.red },
              encoding: { x: xAxis, y: yAxis },
            },
          ],
        },
        {
          width: 330,
          height: 90,
          data: inlineData({ x: chosen.map((i) => xs[i]!), share: chosen.map((i) => shares[i]!) }, 4),
          mark: { type: "bar", width: 2.5, color: lineColours.green },
          encoding: {
            x: { ...xAxis, scale: { domain: [xs[0]!, xs.at(-1)!], nice: false, padding: 8 } },
            y: {
              field: "share",
              type: "quantitative",
              title: "chosen",
              scale: { type: "sqrt", domain: [0, 1] },
              axis: { format: ".0%", values: [0, 0.01, 0.05, 0.2, 0.5, 1] },
            },
          },
        },
      ],
    };
  };
  return { ...heading(description), hconcat: rules.map(panel), spacing: 24 } as unknown as Figure;
}
