import { requireInput, requireLength } from "../../support/index.js";
import { number, ranging, words } from "../marks/channel.js";
import { bars, dots, line, outline } from "../marks/draw.js";
import { rangeOf } from "../marks/rounding.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { lineColours } from "../marks/theme.js";
import { figureOf, type View } from "../marks/view.js";

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
  const across = number("x", { title: "x", scale: ranging(xs[0]!, xs.at(-1)!) });
  const upwards = (name: string) => number("y", { title: "y", name, scale: ranging(...rangeOf(all)) });
  const panel = ({ name, drawn, shares }: StepChoices): View => {
    const chosen = xs.map((_, i) => i).filter((i) => shares[i]! > 0);
    const curves = {
      curve: drawn.flatMap((_, c) => xs.map(() => c)),
      x: drawn.flatMap(() => xs),
      y: drawn.flatMap((curve) => Array.from(curve)),
    };
    const start = { x: Array.from(data.x), y: Array.from(data.y) };
    const share = number("share", {
      title: "chosen",
      scale: { type: "sqrt", domain: [0, 1] },
      axis: { format: ".0%", values: [0, 0.05, 0.2, 0.5, 1], labelOverlap: false },
      format: ".2%",
    });
    return {
      spacing: 10,
      vconcat: [
        {
          // of the upper plot: of both together it would stand to the left of them
          title: { text: name, anchor: "middle", frame: "group" },
          width: 330,
          height: 200,
          layer: [
            outline(
              inlineData(curves, 3),
              { x: across, y: upwards("f*"), detail: words("curve") },
              { color: lineColours.orange, strokeWidth: 1, opacity: 0.7 },
            ),
            line(
              inlineData({ x: xs, y: Array.from(f) }, 3),
              { x: across, y: upwards("f(x)") },
              { color: lineColours.blue },
            ),
            dots(
              inlineData(start, 4),
              { x: across, y: upwards("y") },
              { opacity: 1, size: 40, color: lineColours.red },
            ),
          ],
        },
        {
          width: 330,
          height: 110,
          ...bars(
            inlineData({ x: chosen.map((i) => xs[i]!), share: chosen.map((i) => shares[i]!) }, 4),
            { x: across, y: share },
            { width: 2.5, color: lineColours.green },
          ),
        },
      ],
    };
  };
  return figureOf(description, { hconcat: rules.map(panel), spacing: 24 });
}
