import { type Table, tableMarkdown } from "../tables/index.js";
import { showMarkdown } from "./show-markdown.js";

/** Shows tables under the cell, one below the other; outside of a kernel prints their Markdown. */
export function showTable(...tables: readonly Table[]): void {
  showMarkdown(tables.map(tableMarkdown).join("\n\n"));
}
