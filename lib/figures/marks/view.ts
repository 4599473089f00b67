import type { Figure, InlineData } from "./spec.js";
import { heading } from "./theme.js";

/** A piece of a specification by Vega-Lite's own names. */
export type Piece = Readonly<Record<string, unknown>>;

/** A mark with its data and channels, or several that share them. */
export interface Layer {
  readonly data?: InlineData | { readonly values: readonly Piece[] };
  readonly transform?: readonly Piece[];
  readonly mark?: Piece;
  readonly encoding?: Piece;
  readonly layer?: readonly Layer[];
}

/** A plot, or several beside and below each other. */
export interface View extends Layer {
  readonly name?: string;
  readonly title?: string | Piece;
  readonly width?: number;
  readonly height?: number;
  readonly view?: Piece;
  readonly params?: readonly Piece[];
  readonly hconcat?: readonly View[];
  readonly vconcat?: readonly View[];
  readonly concat?: readonly View[];
  readonly columns?: number;
  readonly spacing?: number;
  readonly facet?: Piece;
  readonly spec?: View;
  readonly resolve?: Piece;
}

/** A title, or nothing where there is none. */
export const titled = (title: string | undefined): View => (title === undefined ? {} : { title });

/** A view as a whole specification. */
export function figureOf(description: string, view: View): Figure {
  // the one cast of all figures: Vega-Lite's type is a union of hundreds that no computed object can be shown to be one of; its JSON
  // schema, against which a test holds every figure, judges instead
  return { ...heading(description), ...view } as unknown as Figure;
}
