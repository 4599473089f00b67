import type { Quantity } from "../../inference/index.js";
import { InputError, requireFinite, requireInput } from "../../support/index.js";
import { requireNames } from "../marks/names.js";
import { rounded, rounderFor } from "../marks/rounding.js";
import { lineColours } from "../marks/theme.js";

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
export function chainColour(count: number, legend: object | null) {
  const domain = chainNames(count);
  return {
    field: "chain",
    type: "nominal",
    sort: null,
    scale: { domain, range: chainColours.slice(0, count) },
    legend,
  };
}

/** Rounding for the axis of a quantity: of each value on a logarithmic one, by the draws' spread on a linear one. */
export function roundingOf({ draws, scale }: NamedQuantity, significant = 4): (value: number) => number {
  if (scale === "log") return (value) => rounded(value, significant);
  return rounderFor(rangeOf(draws), significant);
}

/**
 * The axis of a quantity. On a logarithmic one every digit of every power of ten has its tick; labelled are 1, 2 and 5, over
 * more than two and a half powers only 1.
 */
export function quantityAxis(
  title: string | null,
  scale: "linear" | "log",
  range: readonly [number, number],
) {
  if (scale === "linear") return { title, tickCount: 5 };
  const [low, high] = range.map((value) => Math.log10(value)) as [number, number];
  const powers = Array.from({ length: Math.ceil(high) - Math.floor(low) + 1 }, (_, i) => Math.floor(low) + i);
  const values = powers
    .flatMap((power) => [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => Number(`${digit}e${power}`)))
    .filter((value) => value >= range[0] && value <= range[1]);
  const labelled = high - low > 2.5 ? "[1]" : "[1, 2, 5]";
  const digit = "round(datum.value / pow(10, floor(log(datum.value) / LN10 + 1e-9)))";
  const labelExpr = `indexof(${labelled}, ${digit}) >= 0 ? format(datum.value, '~g') : ''`;
  return { title, values, labelExpr, labelOverlap: false };
}

/** Smallest and largest draw of all chains. */
export function rangeOf(draws: Quantity): readonly [number, number] {
  const all = draws.flatMap((chain) => [...chain]);
  return [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
}

/**
 * The range of the draws with a margin on either side, a twentieth by default; about a constant, so that it lies in the middle. On a
 * logarithmic axis the margin is a factor.
 */
export function frameOf(draws: Quantity, scale: "linear" | "log" = "linear", factor = 1.5): [number, number] {
  const [least, most] = rangeOf(draws);
  if (scale === "log") return [least / factor, Math.min(most * factor, Number.MAX_VALUE)];
  const margin = 0.05 * (most > least ? most - least : Math.abs(least) || 1);
  return [least - margin, most + margin];
}

/** A scale of data that need not hold 0; a constant has a range about it. */
export function axisScale(scale: "linear" | "log" = "linear", draws?: Quantity) {
  const plain = scale === "log" ? { type: "log", nice: false } : { zero: false, nice: false };
  if (draws === undefined) return plain;
  const [least, most] = rangeOf(draws);
  return most > least ? plain : { ...plain, domain: frameOf(draws, scale) };
}
