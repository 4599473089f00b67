import { labelLimit, seriesColours } from "./theme.js";
import type { Piece } from "./view.js";

/** A value under the pointer: the column it stands in, and what a reader calls it. */
export interface Tip {
  readonly field: string;
  readonly title: string;
  readonly type: "quantitative" | "nominal";
  readonly format?: string;
}

/** A number under the pointer, to four digits. */
export const told = (field: string, title: string, format = ".4~g"): Tip => ({
  field,
  title,
  type: "quantitative",
  format,
});

/** A name under the pointer. */
export const named = (field: string, title: string): Tip => ({ field, title, type: "nominal" });

/** What one property of a mark is made from, and how the pointer tells it. */
export interface Channel {
  readonly json: Piece;
  readonly tip?: Tip;
}

/** How numbers are placed. */
export interface NumberStyle {
  /** Of the axis; none for null. */
  readonly title: string | null;
  /** What the pointer calls it, where the axis has no title of its own; null for what it does not tell. */
  readonly name?: string | null;
  readonly scale?: Piece;
  /** More of the axis; null for none. */
  readonly axis?: Piece | null;
  /** Of the number under the pointer. */
  readonly format?: string;
}

/** Pixels between what is drawn and its frame: a line on the frame is not seen. */
const margin = 6;

/** The data's own range with a margin on either side. */
export const fitted: Piece = { zero: false, nice: false, padding: margin };
/** The same, widened to round numbers. */
export const rounding: Piece = { zero: false, padding: margin };
/** The same with 0 among them. */
export const rising: Piece = { zero: true, padding: margin };
export const logarithmic: Piece = { type: "log", nice: false, padding: margin };
/** A given range with that margin. */
export const ranging = (low: number, high: number): Piece => ({
  domain: [low, high],
  nice: false,
  padding: margin,
});

/** A column of numbers along an axis. */
export function number(field: string, style: NumberStyle): Channel {
  const { title, name = title ?? field, scale = rounding, axis = {}, format } = style;
  return {
    json: { field, type: "quantitative", scale, axis: axis === null ? null : { title, ...axis } },
    ...(name !== null && { tip: told(field, name, format) }),
  };
}

/** The other end of a band, a bar or a line along an axis. */
export const end = (field: string, name?: string): Channel => ({
  json: { field },
  ...(name !== undefined && { tip: told(field, name) }),
});

/** A number, the same for all marks, at its place on an axis. */
export const at = (datum: number): Channel => ({ json: { datum } });

/** What is the same for all marks, by Vega-Lite's own names. */
export const fixed = (json: Piece): Channel => ({ json });

/** A column of names along an axis, in their order. */
export function place(
  field: string,
  title: string | null,
  style: { sort?: unknown; axis?: Piece } = {},
): Channel {
  const { sort = null, axis = {} } = style;
  return {
    json: { field, type: "ordinal", sort, axis: { title, ...axis } },
    tip: named(field, title ?? field),
  };
}

/** How names are told apart by colour. */
export interface ColourStyle {
  /** What the pointer calls the names, "chain" say. */
  readonly name: string;
  readonly names: readonly string[];
  readonly colours: readonly string[];
  readonly legend?: Piece | null;
}

/** A column of names by colours of their own. */
export function colour(field: string, { name, names, colours, legend = {} }: ColourStyle): Channel {
  return {
    json: {
      field,
      type: "nominal",
      sort: null,
      scale: { domain: [...names], range: colours.slice(0, names.length) },
      legend: legend === null ? null : { title: null, ...legend },
    },
    tip: named(field, name),
  };
}

/** The same for series of any names, with room for long ones in the legend; no legend for a single one. */
export function series(caller: string, names: readonly string[], legend: Piece | null = {}): Channel {
  const colours = seriesColours(caller, names);
  const room = { labelLimit: labelLimit(names, 300) };
  return colour("name", { name: "series", names, colours, legend: legend && { ...room, ...legend } });
}

/** Points of a line in this order, where it is not that of x. */
export const inOrder = (field: string): Channel => ({ json: { field, type: "quantitative" } });
/** A column of texts, or of names in their order. */
export const words = (field: string, sort?: readonly string[]): Channel => ({
  json: { field, type: "nominal", ...(sort && { sort }) },
});
