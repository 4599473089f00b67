// @ts-check
import { inspect } from "node:util";

const rowsShown = 50;

/** @param {unknown} value */
const isScalar = (value) =>
  value === null || ["number", "string", "boolean", "bigint", "undefined"].includes(typeof value);

/** @param {unknown} value */
const isRecord = (value) =>
  typeof value === "object" &&
  value !== null &&
  [Object.prototype, null].includes(Object.getPrototypeOf(value)) &&
  Object.keys(value).length > 0 &&
  Object.values(value).every(isScalar);

/** Whether a value is an array of plain records of numbers and texts. @param {unknown} value */
export const isTable = (value) => Array.isArray(value) && value.length > 0 && value.every(isRecord);

const escaped = (/** @type {string} */ text) =>
  text.replace(
    /[&<>]/g,
    (sign) =>
      /** @type {Record<string, string>} */ ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? sign,
  );

/** @param {unknown} value */
const cell = (value) => (value === undefined ? "" : typeof value === "string" ? value : inspect(value));

/**
 * Records as a table, in HTML and in plain text.
 * @param {readonly Readonly<Record<string, unknown>>[]} records
 */
export function tableOf(records) {
  const shown = records.slice(0, rowsShown);
  const columns = [...new Set(shown.flatMap((record) => Object.keys(record)))];
  const isNumber = columns.map((name) => shown.every((record) => typeof record[name] !== "string"));
  const rows = shown.map((record) => columns.map((name) => cell(record[name])));
  const rest = records.length > shown.length ? `... ${records.length - shown.length} more rows` : "";
  return {
    "text/html": html(columns, rows, isNumber, rest),
    "text/plain": plain(columns, rows, isNumber, rest),
  };
}

/** @param {string[]} columns @param {string[][]} rows @param {boolean[]} isNumber @param {string} rest */
function html(columns, rows, isNumber, rest) {
  const line = (/** @type {string} */ tag, /** @type {string[]} */ cells) =>
    `<tr>${cells.map((text, i) => `<${tag} style="text-align: ${isNumber[i] ? "right" : "left"}">${escaped(text)}</${tag}>`).join("")}</tr>`;
  const body = rows.map((row) => line("td", row)).join("\n");
  const note = rest && `\n<p>${rest}</p>`;
  return `<table>\n<thead>${line("th", columns)}</thead>\n<tbody>\n${body}\n</tbody>\n</table>${note}`;
}

/** @param {string[]} columns @param {string[][]} rows @param {boolean[]} isNumber @param {string} rest */
function plain(columns, rows, isNumber, rest) {
  const widths = columns.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (/** @type {string[]} */ cells) =>
    cells
      .map((text, i) => (isNumber[i] ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)))
      .join("  ")
      .trimEnd();
  return [line(columns), ...rows.map(line), ...(rest ? [rest] : [])].join("\n");
}
