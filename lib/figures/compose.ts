import { requireInput } from "../support/errors.js";
import type { Figure } from "./spec.js";
import { heading } from "./theme.js";

/** A figure as a part of a larger one, with its caption below. */
export interface Panel {
  readonly caption: string;
  readonly figure: Figure;
}

/** A panel without what only a whole specification may have, and with its caption. */
function asPart({ caption, figure }: Panel): object {
  const {
    $schema: _schema,
    config: _config,
    description,
    ...spec
  } = figure as unknown as Record<string, unknown>;
  const title = { text: caption, orient: "bottom", anchor: "middle", offset: 10 };
  return { description, title, ...spec };
}

/** Panels by rows of `perRow` in one specification, each with scales and legends of its own. */
export function compose(
  panels: readonly Panel[],
  { description, perRow }: { description: string; perRow: number },
): Figure {
  requireInput(panels.length > 0 && perRow > 0, "compose", "wants at least one panel and one column");
  const rows = Array.from({ length: Math.ceil(panels.length / perRow) }, (_, i) =>
    panels.slice(i * perRow, (i + 1) * perRow),
  );
  const resolve = {
    scale: { x: "independent", y: "independent", color: "independent" },
    legend: { color: "independent" },
  };
  return {
    ...heading(description),
    spacing: 24,
    resolve,
    vconcat: rows.map((row) => ({ hconcat: row.map(asPart), spacing: 30, resolve })),
  } as unknown as Figure;
}
