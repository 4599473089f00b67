import { join } from "node:path";
import { writeAtomically } from "../node/index.js";
import { requireInput } from "../support/index.js";
import { figuresFolder } from "./places.js";

/** Writes a table as `figures/<stem>.json` and `figures/<stem>.md`, each whole or not at all. */
export function saveTable(
  stem: string,
  rows: readonly unknown[],
  markdown: string,
  folder = figuresFolder(),
): void {
  requireInput(
    /^[\w.-]+$/.test(stem),
    "saveTable",
    `stem must be a plain file name, got ${JSON.stringify(stem)}`,
  );
  writeAtomically(join(folder, `${stem}.json`), `${JSON.stringify(rows, null, 1)}\n`);
  writeAtomically(join(folder, `${stem}.md`), `${markdown}\n`);
}
