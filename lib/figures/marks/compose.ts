import { requireInput, requireInteger } from "../../support/index.js";
import type { Figure } from "./spec.js";
import { heading } from "./theme.js";

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
}

/** A panel without what only a whole specification may have, and with its caption. */
function asPart({ caption, figure }: Panel): object {
  const {
    $schema: _schema,
    config: _config,
    description,
    ...spec
  } = figure as unknown as Record<string, unknown>;
  const title = { text: caption, orient: "bottom", anchor: "middle", frame: "group", offset: 10 };
  return { description, title, ...spec };
}

/**
 * Panels by rows of `perRow` in one specification, aligned in rows and columns, each with scales of its own: (a) and (b) over
 * (c) and (d), as Figures 2, 3, 5 and 6 have them.
 */
export function compose(panels: readonly Panel[], options: ComposeOptions): Figure {
  const { description, perRow, shareLegend = false } = options;
  requireInput(panels.length > 0, "compose", "wants at least one panel");
  requireInteger("compose", "perRow", perRow, 1);
  const colour = shareLegend ? "shared" : "independent";
  return {
    ...heading(description),
    concat: panels.map(asPart),
    columns: perRow,
    spacing: 24,
    resolve: { scale: { color: colour }, legend: { color: colour } },
  } as unknown as Figure;
}
