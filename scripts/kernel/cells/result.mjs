// @ts-check
import { inspect, types } from "node:util";
import { isTable, tableOf } from "./table.mjs";

// What a cell's last expression shows.

/** @param {any} value */
const isPromise = (value) => types.isPromise(value) || typeof value?.then === "function";

/** What setTimeout and its kin return. @param {any} value */
const isTimer = (value) =>
  ["Timeout", "Immediate"].includes(value?.constructor?.name) && typeof value.hasRef === "function";

/** A Vega-Lite specification. @param {any} value */
function isFigure(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  if (typeof value.$schema === "string") return value.$schema.includes("/vega-lite/");
  const hasView = "mark" in value && ("encoding" in value || "data" in value);
  return hasView || ["layer", "hconcat", "vconcat", "concat"].some((name) => Array.isArray(value[name]));
}

const plainTexts = new Set(
  [Object, Array, Function, Date, RegExp, Error].map(({ prototype }) => prototype.toString),
);

/** Objects of a class that knows how to write itself, as a tensor does, are asked to. @param {any} value */
function textOf(value) {
  if (typeof value === "string") return value;
  const writesItself =
    typeof value === "object" &&
    typeof value.toString === "function" &&
    !plainTexts.has(value.toString) &&
    !ArrayBuffer.isView(value) &&
    value[inspect.custom] === undefined &&
    !types.isNativeError(value);
  const text = writesItself ? value.toString() : undefined;
  return typeof text === "string" ? text : inspect(value);
}

/**
 * Shows the value of a cell's last expression: a figure as its chart, records as a table, other values as text; nothing where
 * there is nothing to say.
 *
 * @param {unknown} value
 * @param {import("./output.mjs").Output} output
 */
export async function showResult(value, output) {
  if (value === undefined || value === null || isPromise(value) || isTimer(value)) return;
  if (isFigure(value)) {
    const { show } = await import(/** @type {any} */ ("#internal/notebook/show"));
    await show(value);
  } else if (isTable(value)) {
    output.result(tableOf(/** @type {any} */ (value)));
  } else {
    output.result({ "text/plain": textOf(value) });
  }
}
