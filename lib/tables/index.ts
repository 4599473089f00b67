/** Tables: rows and columns to Markdown, the only place where a table is put together. */

// a table, and what stands in its cells
export {
  type Cell,
  type Column,
  type Table,
  type TableOptions,
  table,
  tableMarkdown,
  type ValueColumn,
  valueTable,
} from "./table.js";
export {
  type Alignment,
  type Ends,
  type Estimate,
  exponent,
  type Format,
  fixed,
  integer,
  interval,
  list,
  type Markdown,
  markdown,
  percent,
  plusMinus,
  pValue,
  significant,
} from "./format.js";

// the tables of the report
export { type TableRow, tableOne } from "./table-one.js";
export { type DensityRow, type DensityScale, rankedRows, tableTwo } from "./table-two.js";
export { type Summary, summaryOf } from "./summary.js";
