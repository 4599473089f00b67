const kinds = { Uint8Array, Uint16Array, Uint32Array, Int32Array, Float32Array, Float64Array };
type Kind = keyof typeof kinds;

/** Arrays in one text: gzip, in base64, of all their bytes; of each array first all first bytes, then all second ones ... */
export interface PackedArrays {
  readonly entries: readonly (readonly [name: string, kind: string, length: number])[];
  readonly bytes: string;
}

/** Arrays by their names. */
export class Arrays {
  constructor(private readonly arrays: ReadonlyMap<string, ArrayLike<number>>) {}

  /** An array of whatever kind. @throws Error where there is none of that name */
  any(name: string): ArrayLike<number> {
    const array = this.arrays.get(name);
    if (array === undefined) throw new Error(`the page's file has no ${name}`);
    return array;
  }

  /** @throws Error where there is none of that name and kind */
  get<K extends Kind>(name: string, kind: K): InstanceType<(typeof kinds)[K]> {
    const array = this.arrays.get(name);
    if (!(array instanceof kinds[kind])) throw new Error(`the page's file has no ${kind} ${name}`);
    return array as InstanceType<(typeof kinds)[K]>;
  }
}

/** The arrays of a text that `packed-arrays.mjs` has made. */
export async function unpackArrays({ entries, bytes }: PackedArrays): Promise<Arrays> {
  const packed = Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const planes = new Uint8Array(await new Response(stream).arrayBuffer());
  let at = 0;
  const arrays = entries.map(([name, kind, length]): [string, ArrayLike<number>] => {
    const make = kinds[kind as Kind];
    const size = make.BYTES_PER_ELEMENT;
    const whole = new Uint8Array(size * length);
    for (let b = 0; b < size; b++) for (let i = 0; i < length; i++) whole[i * size + b] = planes[at++]!;
    return [name, new make(whole.buffer)];
  });
  return new Arrays(new Map(arrays));
}
