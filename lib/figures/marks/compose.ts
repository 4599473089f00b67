import { requireInput, requireInteger } from "../../support/index.js";
import type { Figure } from "./spec.js";
import { config } from "./theme.js";
import { figureOf, type View } from "./view.js";

/** A figure as a part of a larger one, with its caption below. */
export interface Panel {
  readonly caption: string;
  readonly figure: Figure;
}

/** How panels are put together. */
export interface ComposeOptions {
  readonly description: string;
  /** Panels in a row. */
  readonly perRow: number;
  /** One legend for all panels, where all have the same colours; otherwise each keeps its own. */
  readonly shareLegend?: boolean;
  /** By how much all texts are larger than usual, so that a large figure can be read when it is printed as wide as a page. */
  readonly textScale?: number;
}

/** A panel without what only a whole specification may have, and with its caption. */
function asPart({ caption, figure }: Panel): View {
  const {
    $schema: _schema,
    config: _config,
    ...spec
  } = figure as Figure & { $schema?: string; config?: object };
  const title = { text: caption, orient: "bottom", anchor: "middle", frame: "group", offset: 10 };
  return { title, ...(spec as View) };
}

/** The look of all figures with larger texts. */
function scaledConfig(scale: number): typeof config {
  const larger = (part: object) =>
    Object.fromEntries(
      Object.entries(part).map(([name, value]) => [
        name,
        name.endsWith("ontSize") ? Math.round(value * scale) : value,
      ]),
    );
  return Object.fromEntries(
    Object.entries(config).map(([name, part]) => [name, typeof part === "object" ? larger(part) : part]),
  ) as typeof config;
}

/**
 * Panels by rows of `perRow` in one specification, aligned in rows and columns, each with scales of its own: (a) and (b) over
 * (c) and (d), as Figures 2, 3, 5 and 6 have them.
 */
export function compose(panels: readonly Panel[], options: ComposeOptions): Figure {
  const { description, perRow, shareLegend = false, textScale = 1 } = options;
  requireInput(panels.length > 0, "compose", "wants at least one panel");
  requireInteger("compose", "perRow", perRow, 1);
  const colour = shareLegend ? "shared" : "independent";
  return {
    ...figureOf(description, {
      concat: panels.map(asPart),
      columns: perRow,
      spacing: 24 * textScale,
      resolve: { scale: { color: colour }, legend: { color: colour } },
    }),
    ...(textScale !== 1 && { config: scaledConfig(textScale) }),
  };
}
