import { requireFinite, requireInput } from "../support/errors.js";
import { lineColours } from "./theme.js";

/** Draws of one scalar quantity, one array per chain, under the name that the axes show. */
export interface NamedQuantity {
  readonly name: string;
  readonly draws: readonly ArrayLike<number>[];
  /** Draw it on a logarithmic axis: for positive quantities over orders of magnitude. */
  readonly logarithmic?: boolean;
}

/** Names of the chains as the report's legend has them. */
export const chainName = (chain: number) => `chain ${chain}`;

const colours = Object.values(lineColours);

/** Colour by chain: the report's blue, orange, green, red (and purple), in the order of the chains. */
export function chainColour(chains: number, legend: object | null = { title: null }) {
  return {
    field: "chain",
    type: "nominal",
    scale: {
      domain: Array.from({ length: chains }, (_, chain) => chainName(chain)),
      range: Array.from({ length: chains }, (_, chain) => colours[chain % colours.length]!),
    },
    legend,
  };
}

/** All draws of a quantity, chain after chain. */
export function pooled({ draws }: NamedQuantity): Float64Array {
  return Float64Array.from(draws.flatMap((chain) => Array.from(chain)));
}

/** An axis's scale: linear around the data, or logarithmic. */
export const quantityScale = ({ logarithmic = false }: NamedQuantity) =>
  logarithmic ? { type: "log", nice: false, padding: 10 } : { zero: false, nice: false, padding: 10 };

/** The quantity's values as its axis spaces them. */
export const asDrawn = ({ logarithmic = false }: NamedQuantity, value: number) =>
  logarithmic ? Math.log(value) : value;

/** The way back from {@link asDrawn}. */
export const fromDrawn = ({ logarithmic = false }: NamedQuantity, value: number) =>
  logarithmic ? Math.exp(value) : value;

/** Refuses what cannot be drawn: no quantity, no chain, chains of different lengths, values that are not finite. */
export function requireQuantities(
  functionName: string,
  quantities: readonly NamedQuantity[],
): { readonly chains: number; readonly length: number } {
  const first = quantities[0]?.draws;
  requireInput(
    first !== undefined && first.length > 0,
    functionName,
    "wants at least one quantity with a chain",
  );
  const length = first[0]!.length;
  for (const { name, draws, logarithmic = false } of quantities) {
    requireInput(
      draws.length === first.length && draws.every((chain) => chain.length === length) && length > 1,
      functionName,
      () =>
        `${name} has chains of ${draws.map((chain) => chain.length).join(", ")} draws, wants ${first.length} of ${length} (at least 2)`,
    );
    for (const chain of draws) {
      requireFinite(functionName, name, chain);
      requireInput(
        !logarithmic || Array.from(chain).every((value) => value > 0),
        functionName,
        `${name} has a draw of 0 or less, which a logarithmic axis cannot show`,
      );
    }
  }
  return { chains: first.length, length };
}
