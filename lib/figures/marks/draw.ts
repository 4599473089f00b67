import type { Channel, Tip } from "./channel.js";
import type { InlineData } from "./spec.js";
import type { Layer, Piece } from "./view.js";

/** Where and how a mark is drawn, by Vega-Lite's names of its channels. */
export type Channels = Readonly<Record<string, Channel>>;

type Data = InlineData | { readonly values: readonly Piece[] } | undefined;

const encodingOf = (channels: Channels): Piece =>
  Object.fromEntries(Object.entries(channels).map(([name, { json }]) => [name, json]));

/** What the pointer tells: the channels that have a name, then more; each column once. */
function tooltip(channels: Channels, more: readonly Tip[]): Piece {
  const tips = [...Object.values(channels).flatMap(({ tip }) => tip ?? []), ...more];
  const once = tips.filter(({ field }, i) => tips.findIndex((other) => other.field === field) === i);
  return once.length === 0 ? {} : { tooltip: once };
}

const withData = (data: Data): Layer => (data === undefined ? {} : { data });

/** A mark of which every item is a row of the data: the pointer tells its values. */
const ofRows =
  (type: string) =>
  (data: Data, channels: Channels, look: Piece = {}, more: readonly Tip[] = []): Layer => ({
    ...withData(data),
    mark: { type, ...look },
    encoding: { ...encodingOf(channels), ...tooltip(channels, more) },
  });

/** A mark of which the pointer tells nothing: the line over a band or the point under a text does. */
const silent =
  (type: string) =>
  (data: Data, channels: Channels, look: Piece = {}): Layer => ({
    ...withData(data),
    mark: { type, ...look },
    encoding: encodingOf(channels),
  });

/** Filled points. */
export const dots = ofRows("circle");
/** Points of any shape, hollow unless told otherwise. */
export const points = ofRows("point");
/** Rectangles from one place to another, or in the cells of a table. */
export const cells = ofRows("rect");
export const bars = ofRows("bar");
/** Straight lines from one place to another, or across the whole plot. */
export const rules = ofRows("rule");
export const pictures = ofRows("image");
/** The area between two curves. */
export const band = silent("area");
export const texts = silent("text");

/** Texts with a white edge of so many pixels around their letters: what lies below does not run through them. */
export function edgedTexts(data: Data, channels: Channels, look: Piece, edge = 3): Layer[] {
  // the edge is drawn over the letters, so they come once more
  const below = { ...look, color: "white", stroke: "white", strokeWidth: edge };
  return [texts(data, channels, below), texts(data, channels, look)];
}

/** Straight lines that only divide. */
export const edges = silent("rule");
/** Lines that only enclose: ellipses, circles. */
export const outline = silent("line");

/**
 * A line through the rows in the order of x. The pointer finds the values of a line at its points, which are not seen: of the line
 * itself Vega knows only the first.
 */
export function line(data: Data, channels: Channels, look: Piece = {}, more: readonly Tip[] = []): Layer {
  const { x, y, ...others } = channels;
  const clip = look.clip === true ? { clip: true } : {};
  return {
    ...withData(data),
    encoding: encodingOf({ x: x!, y: y! }),
    layer: [
      { mark: { type: "line", strokeWidth: 1.5, ...look }, encoding: encodingOf(others) },
      {
        mark: { type: "point", opacity: 0, size: 50, filled: true, aria: false, ...clip },
        encoding: tooltip(channels, more),
      },
    ],
  };
}
