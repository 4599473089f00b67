import { requireInteger } from "../support/index.js";

export type Alignment = "left" | "center" | "right";

/** How values of a kind are written: a function to text, and where such text stands in its column. */
export interface Format<Value> {
  (value: Value): string;
  readonly align: Alignment;
}

/** Text that is Markdown already and is not escaped. */
export interface Markdown {
  readonly markdown: string;
}

/** A value and how far it may be off, in the same unit. */
export interface Estimate {
  readonly mean: number;
  readonly standardError: number;
}

/** Two ends of an interval. */
export interface Ends {
  readonly lower: number;
  readonly upper: number;
}

const right = <Value>(write: (value: Value) => string): Format<Value> =>
  Object.assign((value: Value) => write(value), { align: "right" as const });

/** Marks text as Markdown. */
export const markdown = (text: string): Markdown => ({ markdown: text });

const words: Readonly<Record<string, string>> = { NaN: "undefined", Infinity: "∞", "-Infinity": "-∞" };

/** Digits as `toFixed` has them; no minus before nothing but zeros, and infinities by their sign. */
function decimals(value: number, digits: number): string {
  if (!Number.isFinite(value)) return words[String(value)]!;
  const text = value.toFixed(digits);
  return /^-[0.]+$/.test(text) ? text.slice(1) : text;
}

const grouped = (text: string) =>
  text.replace(/^(-?)(\d{4,})/, (_, sign, digits) => sign + thousands(digits));

const thousands = (digits: string) => digits.replace(/\B(?=(\d{3})+$)/g, ",");

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

const raised = (exponent: number) =>
  String(exponent).replace(/[-\d]/g, (sign) => (sign === "-" ? "⁻" : superscripts[Number(sign)]!));

function requireDigits(name: string, digits: number): void {
  requireInteger(name, "digits", digits, 0);
}

/** `digits` decimals: `fixed(2)(-0.125)` is "-0.13"; `unit` follows, `signed` writes a plus too. */
export function fixed(
  digits: number,
  { unit = "", signed = false }: { readonly unit?: string; readonly signed?: boolean } = {},
): Format<number> {
  requireDigits("fixed", digits);
  return right((value) => `${signed && value >= 0 ? "+" : ""}${decimals(value, digits)}${unit}`);
}

/** `digits` significant digits, thousands apart, never by an exponent: `significant(3)(-20012)` is "-20,000". */
export function significant(digits: number): Format<number> {
  requireInteger("significant", "digits", digits, 1);
  return right((value) => {
    if (!Number.isFinite(value) || value === 0) return decimals(value, 0);
    const rounded = Number(value.toPrecision(digits));
    const places = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(rounded))));
    return grouped(decimals(rounded, Math.min(places, 20)));
  });
}

/** A whole number, thousands apart: "10,000". */
export const integer: Format<number> = right((value: number) => grouped(decimals(value, 0)));

/** A mantissa and a power of ten: `exponent(2)(-1.0664e7)` is "-1.07 × 10⁷"; a mantissa of 1 without digits is left out. */
export function exponent(digits: number): Format<number> {
  requireDigits("exponent", digits);
  return right((value) => {
    if (!Number.isFinite(value) || value === 0) return decimals(value, 0);
    const [mantissa, power] = value.toExponential(digits).split("e") as [string, string];
    const ten = `10${raised(Number(power))}`;
    if (mantissa === "1") return ten;
    return mantissa === "-1" ? `-${ten}` : `${mantissa} × ${ten}`;
  });
}

/** A share of one in percent: `percent(1)(0.257)` is "25.7 %". */
export function percent(digits: number): Format<number> {
  requireDigits("percent", digits);
  return right((share) => `${decimals(100 * share, digits)} %`);
}

/** A p-value, "0.016"; one that would be written as nothing but zeros by its bound, "< 0.001", which no line breaks. */
export function pValue(digits: number): Format<number> {
  requireDigits("pValue", digits);
  const bound = 10 ** -digits;
  return right((p) => (p < bound ? `<\u00a0${decimals(bound, digits)}` : decimals(p, digits)));
}

/** A value with its standard error, "2751.83 ± 3.96"; an error of 0, as of what is known exactly, is left out. */
export function plusMinus(
  digits: number,
  { of = fixed }: { readonly of?: (digits: number) => Format<number> } = {},
): Format<Estimate> {
  requireDigits("plusMinus", digits);
  const write = of(digits);
  return right(({ mean, standardError }) =>
    standardError > 0 ? `${write(mean)} ± ${write(standardError)}` : write(mean),
  );
}

/** Two ends, "0.022 to 0.618". */
export function interval(digits: number): Format<Ends> {
  requireDigits("interval", digits);
  return right(({ lower, upper }) => `${decimals(lower, digits)} to ${decimals(upper, digits)}`);
}

/** Several values of one format, side by side. */
export const list = <Value>(of: Format<Value>, separator = ", "): Format<readonly Value[]> =>
  right((values) => Array.from(values, of).join(separator));
