import { requireInput } from "../support/errors.js";
import { type Figure, inlineData } from "./spec.js";
import { heading } from "./theme.js";

/** A confusion matrix by name: `counts[true class][assigned class]`. */
export interface NamedConfusion {
  readonly name: string;
  readonly counts: readonly (readonly number[])[];
}

/** Confusion matrices side by side: rows are true digits, colours and numbers the share in percent of a row. */
export function confusionMatrices(
  matrices: readonly NamedConfusion[],
  description: string,
  titles: readonly [columns: string, rows: string] = ["digit of the neighbours", "true digit"],
): Figure {
  requireInput(matrices.length > 0, "confusionMatrices", "wants at least one matrix");
  const cells = matrices.flatMap(({ name, counts }) =>
    counts.flatMap((row, digit) => {
      const total = row.reduce((sum, count) => sum + count, 0);
      return row.map((count, assigned) => ({
        name,
        digit: String(digit),
        assigned: String(assigned),
        percent: total > 0 ? (100 * count) / total : 0,
      }));
    }),
  );
  const column = <Name extends keyof (typeof cells)[number]>(name: Name) => cells.map((cell) => cell[name]);
  const axis = { labelAngle: 0, ticks: false };
  const place = {
    x: { field: "assigned", type: "ordinal", sort: null, axis: { title: titles[0], ...axis } },
    y: { field: "digit", type: "ordinal", sort: null, axis: { title: titles[1], ...axis } },
  };
  return {
    ...heading(description),
    data: inlineData(
      {
        name: column("name"),
        digit: column("digit"),
        assigned: column("assigned"),
        percent: column("percent"),
      },
      1,
    ),
    facet: {
      column: {
        field: "name",
        type: "nominal",
        sort: matrices.map(({ name }) => name),
        header: { title: null },
      },
    },
    spec: {
      width: 290,
      height: 290,
      layer: [
        {
          mark: "rect",
          encoding: {
            ...place,
            color: {
              field: "percent",
              type: "quantitative",
              scale: { scheme: "blues", domain: [0, 100] },
              legend: { title: "% of row" },
            },
          },
        },
        {
          transform: [{ filter: "datum.percent >= 0.5" }],
          mark: { type: "text", fontSize: 10 },
          encoding: {
            ...place,
            text: { field: "percent", type: "quantitative", format: ".0f" },
            color: { condition: { test: "datum.percent > 55", value: "white" }, value: "#222222" },
          },
        },
      ],
    },
  } as Figure;
}
