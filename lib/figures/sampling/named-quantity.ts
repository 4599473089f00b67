import type { Quantity } from "../../inference/index.js";
import { InputError, requireFinite, requireInput } from "../../support/index.js";
import { type Channel, colour, fitted, logarithmic, number } from "../marks/channel.js";
import { logAxis } from "../marks/log-axis.js";
import { requireNames } from "../marks/names.js";
import { rangeOf, rounded, rounderFor } from "../marks/rounding.js";
import { lineColours } from "../marks/theme.js";
import type { Piece } from "../marks/view.js";

/** A scalar quantity of a run under the name it has in figures. */
export interface NamedQuantity {
  readonly name: string;
  readonly draws: Quantity;
  /** "log" for positive quantities over several orders of magnitude. Default "linear". */
  readonly scale?: "linear" | "log";
}

/** Checks that there is something to draw: chains of equal length, at least 4 finite draws, positive ones on a logarithmic axis. */
export function requireQuantities(caller: string, quantities: readonly NamedQuantity[]): void {
  requireInput(quantities.length > 0, caller, "wants at least one quantity");
  requireNames(
    caller,
    quantities.map(({ name }) => name),
  );
  for (const { name, draws, scale } of quantities) {
    const lengths = draws.map((chain) => chain.length);
    requireInput(
      lengths.length > 0 && lengths[0]! >= 4 && lengths.every((length) => length === lengths[0]),
      caller,
      () => `${name} wants chains of one length, at least 4 draws, got ${lengths.join(", ") || "no chain"}`,
    );
    requireInput(
      lengths.length <= chainColours.length,
      caller,
      () => `can tell ${chainColours.length} chains apart, got ${lengths.length}`,
    );
    draws.forEach((chain, c) => {
      requireFinite(caller, `${name}, chain ${c}`, chain);
      if (scale === "log" && chain.some((x) => x <= 0))
        throw new InputError(caller, `${name} has draws of 0 or below, which a logarithmic axis has not`, {
          name,
        });
    });
  }
}

/** The report's colours of chains 0 to 3, and four more. */
export const chainColours = [
  lineColours.blue,
  lineColours.orange,
  lineColours.green,
  lineColours.red,
  lineColours.purple,
  "#8c564b",
  "#e377c2",
  "#17becf",
] as const;

/** "chain 0", "chain 1", ... as the report's legend has them. */
export const chainNames = (count: number): string[] =>
  Array.from({ length: count }, (_, chain) => `chain ${chain}`);

/** The colour channel of chains. */
export const chainColour = (count: number, legend: Piece | null = {}): Channel =>
  colour("chain", { name: "chain", names: chainNames(count), colours: chainColours, legend });

/** Rounding for the axis of a quantity: of each value on a logarithmic one, by the draws' spread on a linear one. */
export function roundingOf({ draws, scale }: NamedQuantity, significant = 4): (value: number) => number {
  if (scale === "log") return (value) => rounded(value, significant);
  return rounderFor(drawnRange(draws), significant);
}

/** Smallest and largest draw of all chains. */
export function drawnRange(draws: Quantity): readonly [number, number] {
  const ranges = draws.map(rangeOf);
  return [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))];
}

/**
 * The range of the draws with a margin on either side, a twentieth by default; about a constant, so that it lies in the middle. On a
 * logarithmic axis the margin is a factor.
 */
export function frameOf(draws: Quantity, scale: "linear" | "log" = "linear", factor = 1.5): [number, number] {
  const [least, most] = drawnRange(draws);
  if (scale === "log") return [least / factor, Math.min(most * factor, Number.MAX_VALUE)];
  const margin = 0.05 * (most > least ? most - least : Math.abs(least) || 1);
  return [least - margin, most + margin];
}

/** A scale of draws, with a margin on either side; a constant has a range about it. */
export function axisScale(scale: "linear" | "log" = "linear", draws?: Quantity): Piece {
  const plain = scale === "log" ? logarithmic : fitted;
  if (draws === undefined) return plain;
  const [least, most] = drawnRange(draws);
  return most > least ? plain : { ...plain, domain: frameOf(draws, scale) };
}

/** How the axis of a quantity is drawn. */
export interface QuantityAxisStyle {
  /** By default the quantity's name. */
  readonly title?: string | null;
  /** Of the ticks on a logarithmic axis: by default that of the draws. */
  readonly range?: readonly [number, number];
  readonly scale?: Piece;
  /** More of the axis. */
  readonly axis?: Piece;
}

/** A column with values of a quantity, on its axis. */
export function quantityOn(
  field: string,
  { name, draws, scale = "linear" }: NamedQuantity,
  style: QuantityAxisStyle = {},
): Channel {
  const { title = name, range = drawnRange(draws), axis = {} } = style;
  const ticks = scale === "log" ? logAxis(range) : { tickCount: 5 };
  return number(field, {
    title,
    name,
    scale: style.scale ?? axisScale(scale, draws),
    axis: { ...ticks, ...axis },
  });
}
