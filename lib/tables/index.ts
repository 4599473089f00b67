/** Tables: rows and columns to Markdown, the only place where a table is put together. */

export { powerOfTen, type TableRow, tableOneMarkdown } from "./table-one.js";
export { type DensityRow, rankedRows, tableTwoMarkdown } from "./table-two.js";
