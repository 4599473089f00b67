import { requireInput } from "../../support/index.js";
import { type Figure, inlineData } from "../marks/spec.js";
import { heading, longLabels, seriesColours } from "../marks/theme.js";

/** For each named source one number for every digit. */
export interface NamedDigitValues {
  readonly name: string;
  readonly values: readonly number[];
}

/** How bars by digit are drawn. */
export interface DigitBarOptions {
  readonly description: string;
  /** Title of the upright axis, with its unit. */
  readonly title: string;
  /** Where a dashed line runs across. */
  readonly reference?: number;
}

/**
 * One bar for every digit and source, side by side.
 *
 * @throws InputError unless each source has ten values
 */
export function digitBars(
  sources: readonly NamedDigitValues[],
  { description, title, reference }: DigitBarOptions,
): Figure {
  requireInput(sources.length > 0, "digitBars", "wants at least one source");
  for (const { name, values } of sources)
    requireInput(values.length === 10, "digitBars", `wants ten values of ${name}, got ${values.length}`);
  const names = sources.map(({ name }) => name);
  const bars = sources.flatMap(({ name, values }) => values.map((value, digit) => ({ name, digit, value })));
  return {
    ...heading(description),
    width: 420,
    height: 180,
    layer: [
      {
        data: inlineData({
          name: bars.map((bar) => bar.name),
          digit: bars.map((bar) => String(bar.digit)),
          value: bars.map((bar) => bar.value),
        }),
        mark: { type: "bar" },
        encoding: {
          x: { field: "digit", type: "ordinal", axis: { title: "digit", labelAngle: 0 } },
          xOffset: { field: "name", type: "nominal", sort: names },
          y: { field: "value", type: "quantitative", axis: { title } },
          color: {
            field: "name",
            type: "nominal",
            sort: names,
            scale: { domain: names, range: seriesColours("digitBars", names) },
            legend: { title: null, ...longLabels(names) },
          },
        },
      },
      ...(reference === undefined ? [] : [referenceLine(reference)]),
    ],
  } as Figure;
}

function referenceLine(value: number) {
  return {
    data: { values: [{ reference: value }] },
    mark: { type: "rule", strokeDash: [4, 3], color: "#333333" },
    encoding: { y: { field: "reference", type: "quantitative" } },
  };
}
