import { requireInput, requireLength } from "../../support/index.js";
import { fixed, number, place, series, told, words } from "../marks/channel.js";
import { bars, rules } from "../marks/draw.js";
import { type Figure, inlineRows } from "../marks/spec.js";
import { figureOf } from "../marks/view.js";

/** For each named source one number for every class of images. */
export interface NamedDigitValues {
  readonly name: string;
  readonly values: readonly number[];
}

const digits: readonly string[] = Array.from({ length: 10 }, (_, digit) => String(digit));

/** How bars by digit are drawn. */
export interface DigitBarOptions {
  readonly description: string;
  /** Title of the upright axis, with its unit. */
  readonly title: string;
  /** Where a dashed line runs across. */
  readonly reference?: number;
  /** Of the classes; default the digits. */
  readonly names?: readonly string[];
}

/**
 * One bar for every class and source, side by side.
 *
 * @throws InputError unless each source has a value for each of the names
 */
export function digitBars(
  sources: readonly NamedDigitValues[],
  { description, title, reference, names: classes = digits }: DigitBarOptions,
): Figure {
  requireInput(sources.length > 0, "digitBars", "wants at least one source");
  for (const { name, values } of sources)
    requireLength("digitBars", `values of ${name}`, values.length, classes.length);
  const names = sources.map(({ name }) => name);
  const rows = sources.flatMap(({ name, values }) =>
    values.map((value, digit) => ({ name, digit: classes[digit]!, value })),
  );
  const color = series("digitBars", names);
  const y = number("value", { title, scale: {} });
  return figureOf(description, {
    width: 420,
    height: 180,
    layer: [
      bars(inlineRows(rows), {
        x: place("digit", "digit", { axis: { labelAngle: 0 } }),
        xOffset: words("name", names),
        y,
        color,
      }),
      ...(reference === undefined ? [] : [referenceLine(reference)]),
    ],
  });
}

function referenceLine(reference: number) {
  const y = fixed({ field: "reference", type: "quantitative" });
  return rules({ values: [{ reference }] }, { y }, { strokeDash: [4, 3], color: "#333333" }, [
    told("reference", "dashed line"),
  ]);
}
