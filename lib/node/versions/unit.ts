// @silent: only tells what a program is

import type { Node } from "acorn";
import type { ModuleSyntax } from "./module-syntax.js";

/** What a unit is made of: a declaration, the statements of a module, a whole module. */
export type Source = Node | readonly Node[] | ModuleSyntax;

/** A part of a program that has a version of its own: a declaration, the statements of a module, a module as a whole. */
export interface Unit {
  readonly module: ModuleSyntax;
  readonly source: Source;
  /** Names of properties that do not count. */
  readonly apart: readonly string[];
  /** Written when it is wanted first. */
  parts?: readonly Part[];
  hash?: string;
}

/** Text, another unit (of a declaration of several names, which), or what a silent one calls. */
export type Part =
  | string
  | { readonly unit: Unit; readonly which: number }
  | { readonly silent: readonly Unit[] };

/** What a name stands for. */
export type Meaning =
  | { readonly kind: "outside"; readonly text: string; readonly package: string | null }
  | { readonly kind: "unit"; readonly unit: Unit; readonly which: number };

/** Units among parts, those that silent ones call too. */
export const unitsIn = (parts: readonly Part[]): Unit[] =>
  parts.flatMap((part) => (typeof part === "string" ? [] : "silent" in part ? part.silent : [part.unit]));

/** Those that are not only called by silent ones. */
export const loudUnits = (parts: readonly Part[]): Unit[] =>
  parts.flatMap((part) => (typeof part !== "string" && "unit" in part ? [part.unit] : []));

/** A part in hashes; the units that a silent one calls in an order that no name decides. */
export function written(part: Part, label: (unit: Unit) => string = ({ hash }) => hash!): string {
  if (typeof part === "string") return part;
  if ("silent" in part) return `silent(${part.silent.map(label).sort().join(" ")})`;
  return `${label(part.unit)}.${part.which}`;
}
