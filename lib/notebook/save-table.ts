import { join } from "node:path";
import { requireStem, writeAtomically } from "../node/index.js";
import { type Table, tableMarkdown } from "../tables/index.js";
import { figuresFolder } from "./places.js";

/** Writes the rows of a table as `figures/<stem>.json`, and how it is shown as `figures/<stem>.md`, each whole or not at all. */
export function saveTable(
  stem: string,
  rows: readonly unknown[],
  shown: string | readonly Table[],
  folder = figuresFolder(),
): void {
  requireStem("saveTable", stem);
  writeAtomically(join(folder, `${stem}.json`), `${JSON.stringify(rows, null, 1)}\n`);
  const markdown = typeof shown === "string" ? shown : shown.map(tableMarkdown).join("\n\n");
  writeAtomically(join(folder, `${stem}.md`), `${markdown}\n`);
}
