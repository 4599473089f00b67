import type { NamedQuantity } from "pml/figures";
import { Random } from "pml/random";

const random = Random.from("chains");

/** Four chains of independent normal draws. */
export const normalChains = Array.from({ length: 4 }, () => random.fillNormal(new Float64Array(400)));

/** Positive quantities of it: linear and logarithmic. */
export const quantities: readonly NamedQuantity[] = [
  { name: "a", draws: normalChains },
  { name: "b", draws: normalChains.map((chain) => chain.map((z) => Math.exp(-1 + z))), scale: "log" },
];

type Rows = Record<string, string>[];

/** The rows of every inline table in a specification, outermost first. */
export function tables(figure: unknown): Rows[] {
  if (typeof figure !== "object" || figure === null) return [];
  const values = (figure as { values?: unknown; format?: unknown }).values;
  if (typeof values === "string" && "format" in figure) {
    const [head, ...lines] = values.split("\n").map((text) => text.split(","));
    return [lines.map((cells) => Object.fromEntries(cells.map((cell, i) => [head![i]!, cell])))];
  }
  return Object.values(figure).flatMap(tables);
}

/** All text drawn in a picture. */
export const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);
