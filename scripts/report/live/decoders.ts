import { fromHalf, plainDecoder } from "pml/decoders";

/** A decoder as the page's file hands it over: parameters in half precision, in base64. */
interface PackedDecoder {
  readonly name: string;
  readonly network: Parameters<typeof plainDecoder>[0]["network"];
  readonly parameters: Readonly<Record<string, string>>;
  /** `x,y,digit` of test images, a line each. */
  readonly codes: string;
}

declare global {
  var liveDecoders: readonly PackedDecoder[] | undefined;
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

/** Numbers from half precision in base64, the lower byte first. */
function unpacked(base64: string): Float32Array {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  return fromHalf(
    Uint16Array.from({ length: bytes.length / 2 }, (_, i) => bytes[2 * i]! + 256 * bytes[2 * i + 1]!),
  );
}

/** The decoder of what the page's file holds. */
export function liveDecoder({ name, network, parameters, codes }: PackedDecoder): LiveDecoder {
  const values = Object.fromEntries(
    Object.entries(parameters).map(([key, packed]) => [key, unpacked(packed)]),
  );
  const lines = codes === "" ? [] : codes.split("\n");
  return {
    name,
    decode: plainDecoder({ network, parameters: values }),
    codes: lines.map((line) => {
      const [x, y, digit] = line.split(",").map(Number) as [number, number, number];
      return { x, y, digit };
    }),
  };
}

/** The page's decoders. @throws Error if their file is not there */
export async function loadDecoders(): Promise<readonly LiveDecoder[]> {
  await pageFiles.library("decoders");
  if (globalThis.liveDecoders === undefined) throw new Error("The decoders are not in this folder.");
  return globalThis.liveDecoders.map(liveDecoder);
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
