import { plainDecoder } from "pml/decoders";
import { type Arrays, type PackedArrays, unpackArrays } from "./packed-arrays.js";

/** An autoencoder's decoder as the page's file hands it over. */
export interface PackedDecoder {
  readonly name: string;
  readonly network: Parameters<typeof plainDecoder>[0]["network"];
  /** `x,y,digit` of test images, a line each. */
  readonly codes: string;
}

/** All of them, with their parameters by the names `KIND/decoder.NAME`. */
export interface PackedDecoders {
  readonly decoders: readonly PackedDecoder[];
  readonly parameters: PackedArrays;
}

declare global {
  var liveDecoders: PackedDecoders | undefined;
  /** Loads a file of the page by its name. */
  var pageFiles: { library(name: string): Promise<void> };
}

/** A test image's place in the plane of codes. */
export interface Code {
  readonly x: number;
  readonly y: number;
  readonly digit: number;
}

export interface LiveDecoder {
  readonly name: string;
  /** Probabilities of ink [784] from a code. */
  readonly decode: (code: readonly [number, number]) => Float64Array;
  readonly codes: readonly Code[];
}

/** A decoder's network and parameters, as the library wants them. */
export function decoderWeights(
  { network }: PackedDecoder,
  { entries }: PackedArrays,
  arrays: Arrays,
): Parameters<typeof plainDecoder>[0] {
  const prefix = `${network.kind}/`;
  const own = entries.map(([name]) => name).filter((name) => name.startsWith(prefix));
  return {
    network,
    parameters: Object.fromEntries(
      own.map((name) => [name.slice(prefix.length), arrays.get(name, "Float32Array")]),
    ),
  };
}

/** The decoders of what the page's file holds. */
export async function unpackedDecoders({ decoders, parameters }: PackedDecoders): Promise<LiveDecoder[]> {
  const arrays = await unpackArrays(parameters);
  return decoders.map((packed) => liveDecoder(packed, decoderWeights(packed, parameters, arrays)));
}

function liveDecoder(
  { name, codes }: PackedDecoder,
  weights: Parameters<typeof plainDecoder>[0],
): LiveDecoder {
  const lines = codes === "" ? [] : codes.split("\n");
  return {
    name,
    decode: plainDecoder(weights),
    codes: lines.map((line) => {
      const [x, y, digit] = line.split(",").map(Number) as [number, number, number];
      return { x, y, digit };
    }),
  };
}

/** What the page's file holds. @throws Error if it is not there */
export async function packedDecoders(): Promise<PackedDecoders> {
  await pageFiles.library("decoders");
  if (globalThis.liveDecoders === undefined) throw new Error("The decoders are not in this folder.");
  return globalThis.liveDecoders;
}

/** The digit that most of the ten nearest test images have, and how many of them. */
export function nearestDigit(
  codes: readonly Code[],
  [x, y]: readonly [number, number],
): [digit: number, of: number] {
  const distance = (code: Code) => (code.x - x) ** 2 + (code.y - y) ** 2;
  const nearest = [...codes].sort((a, b) => distance(a) - distance(b)).slice(0, 10);
  const counts = Array.from(
    { length: 10 },
    (_, digit) => nearest.filter((code) => code.digit === digit).length,
  );
  const most = Math.max(...counts);
  return [counts.indexOf(most), most];
}
