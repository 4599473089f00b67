import { display } from "./kernel.js";

/** Shows Markdown under the cell (tables, computed sentences); outside of a kernel prints its source. */
export function showMarkdown(markdown: string): void {
  const shown = display({ data: { "text/markdown": markdown, "text/plain": markdown } });
  if (!shown) console.log(markdown);
}
