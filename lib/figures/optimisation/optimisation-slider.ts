import { requireInput } from "../../support/index.js";
import { marginOf } from "../latent/labelled-points.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { heading, lineColours } from "../marks/theme.js";
import type { OptimisationStep } from "./optimisation-step.js";

const { blue, orange, green, red, purple } = lineColours;

/**
 * All steps of a run in one panel, chosen by a slider: function, draw, mean and band, the start, earlier additions and the
 * new one. Where nothing can be moved, the picture shows step `first`.
 */
export function optimisationSlider(
  steps: readonly OptimisationStep[],
  {
    description,
    first = 0,
    every = 2,
  }: { readonly description: string; readonly first?: number; readonly every?: number },
): Figure {
  requireInput(
    steps.length > 0 && first < steps.length,
    "optimisationSlider",
    () => `wants steps, and the first among them: got ${steps.length} steps, first ${first}`,
  );
  const kept = Array.from(steps[0]!.x, (_, i) => i).filter((i) => i % every === 0);
  const column = (of: (step: OptimisationStep, i: number) => number) =>
    steps.flatMap((step) => kept.map((i) => of(step, i)));
  const ofStep = { filter: "datum.k == step" };
  const x = { field: "x", type: "quantitative", title: "x" };
  const line = (field: string, color: string, strokeDash?: readonly number[]) => ({
    mark: { type: "line", color, strokeWidth: 1.5, clip: true, ...(strokeDash && { strokeDash }) },
    encoding: { x, y: { field, type: "quantitative", title: "y", scale } },
  });
  const values = steps.flatMap(({ f, drawn }) => [...Array.from(f), ...Array.from(drawn)]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = marginOf(low, high, 0.5);
  const scale = { domain: [low - margin, high + margin], nice: false };
  const added = inlineData(
    {
      k: steps.map((_, k) => k),
      x: steps.map((step) => step.added.x),
      y: steps.map((step) => step.added.y),
    },
    5,
  );
  const point = (mark: object) => ({
    mark: { type: "point", opacity: 1, ...mark },
    encoding: { x, y: { field: "y", type: "quantitative", scale } },
  });
  const { start } = steps[0]!;
  return {
    ...heading(description),
    width: 560,
    height: 320,
    params: [
      {
        name: "step",
        value: first,
        bind: { input: "range", min: 0, max: steps.length - 1, step: 1, name: "k " },
      },
    ],
    layer: [
      {
        data: inlineData(
          {
            k: steps.flatMap((_, k) => kept.map(() => k)),
            x: column((step, i) => step.x[i]!),
            f: column((step, i) => step.f[i]!),
            drawn: column((step, i) => step.drawn[i]!),
            mean: column((step, i) => step.mean[i]!),
            lower: column((step, i) => step.mean[i]! - 2 * step.sd[i]!),
            upper: column((step, i) => step.mean[i]! + 2 * step.sd[i]!),
          },
          3,
        ),
        transform: [ofStep],
        layer: [
          {
            mark: { type: "area", color: purple, opacity: 0.18, clip: true },
            encoding: { x, y: { field: "lower", type: "quantitative", scale }, y2: { field: "upper" } },
          },
          line("f", blue),
          line("drawn", orange),
          line("mean", purple, [6, 3]),
        ],
      },
      {
        data: inlineData({ x: Array.from(start.x), y: Array.from(start.y) }, 5),
        ...point({ filled: true, color: red, size: 40 }),
      },
      {
        data: added,
        transform: [{ filter: "datum.k < step" }],
        ...point({ filled: false, color: green, size: 50, strokeWidth: 1.5 }),
      },
      { data: added, transform: [ofStep], ...point({ filled: true, color: green, size: 80 }) },
    ],
  } as unknown as Figure;
}
