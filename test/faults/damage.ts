import fc from "fast-check";

/** One thing that happens to the bytes of a file. Places are shares of the length, so that any file can be damaged. */
export type Damage =
  | { readonly kind: "flip"; readonly place: number; readonly mask: number }
  | { readonly kind: "word"; readonly place: number; readonly word: number }
  | { readonly kind: "cut"; readonly place: number }
  | { readonly kind: "insert"; readonly place: number; readonly bytes: Uint8Array }
  | { readonly kind: "repeat"; readonly place: number; readonly length: number }
  | { readonly kind: "drop"; readonly place: number; readonly length: number };

// fast-check's doubles are spread over exponents and so nearly all tiny: places are to be spread evenly
const share = fc.noBias(fc.nat(99_999)).map((n) => n / 100_000);
/** Words at the edges of what sizes and lengths can be. */
const word = fc.oneof(fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff), fc.nat(0xffffffff));

/** Any one damage; half of them within the first fifth, where headers are. */
const damage: fc.Arbitrary<Damage> = fc
  .tuple(
    fc.oneof(
      share,
      share.map((x) => x / 5),
    ),
    fc.oneof(
      fc.record({ kind: fc.constant("flip" as const), mask: fc.integer({ min: 1, max: 255 }) }),
      fc.record({ kind: fc.constant("word" as const), word }),
      fc.record({ kind: fc.constant("cut" as const) }),
      fc.record({
        kind: fc.constant("insert" as const),
        bytes: fc.uint8Array({ minLength: 1, maxLength: 16 }),
      }),
      fc.record({ kind: fc.constant("repeat" as const), length: fc.integer({ min: 1, max: 64 }) }),
      fc.record({ kind: fc.constant("drop" as const), length: fc.integer({ min: 1, max: 64 }) }),
    ),
  )
  .map(([place, rest]) => ({ ...rest, place }));

/** One to three damages, one after the other. */
export const damages: fc.Arbitrary<readonly Damage[]> = fc.array(damage, { minLength: 1, maxLength: 3 });

function damageOnce(bytes: Uint8Array, damage: Damage): Uint8Array {
  const at = Math.floor(damage.place * bytes.length);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (damage.kind) {
    case "cut":
      return before;
    case "insert":
      return Buffer.concat([before, damage.bytes, after]);
    case "repeat":
      return Buffer.concat([before, after.subarray(0, damage.length), after]);
    case "drop":
      return Buffer.concat([before, after.subarray(damage.length)]);
    case "flip": {
      const changed = Uint8Array.from(bytes);
      if (at < changed.length) changed[at]! ^= damage.mask;
      return changed;
    }
    case "word": {
      const changed = Uint8Array.from(bytes);
      // sizes lie at multiples of 4
      const start = 4 * Math.floor(at / 4);
      for (let i = 0; i < 4 && start + i < changed.length; i++)
        changed[start + i] = (damage.word >>> (24 - 8 * i)) & 0xff;
      return changed;
    }
  }
}

/** The bytes of a file after all that happened to it. */
export function damaged(bytes: Uint8Array, list: readonly Damage[]): Uint8Array {
  return list.reduce(damageOnce, bytes);
}

/** Values that a program may not expect where it expects another. */
const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    "",
    "NaN",
    "../../etc/passwd",
    -1,
    0,
    0.5,
    1e300,
    -1e300,
    1e-320,
    2 ** 31,
    2 ** 53,
  ),
  fc.constantFrom<unknown>([], {}, [[]], { $array: 0 }, { $array: -1 }, { $array: 1e9 }, [null], {
    length: 1e9,
  }),
  fc.constantFrom<unknown>("constructor", "__proto__", "toString"),
);

/** A change of a value somewhere inside plain data: where (a walk of shares), what instead, or nothing at all. */
export interface Tampering {
  readonly walk: readonly number[];
  readonly value: unknown;
  readonly remove: boolean;
}

/** One change of plain data. */
export const tamperings: fc.Arbitrary<Tampering> = fc.record({
  walk: fc.array(share, { minLength: 1, maxLength: 7 }),
  value: hostileValue,
  remove: fc.boolean(),
});

/** A copy of plain data with one value changed or removed; a walk that meets a leaf ends there. */
export function tampered(data: unknown, { walk, value, remove }: Tampering): unknown {
  if (walk.length === 0 || data === null || typeof data !== "object") return value;
  const keys = Object.keys(data);
  if (keys.length === 0) return value;
  const key = keys[Math.floor(walk[0]! * keys.length)]!;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(data) ? [...data] : { ...data };
  const inside = (copy as Record<string, unknown>)[key];
  const isLeaf = inside === null || typeof inside !== "object" || walk.length === 1;
  if (isLeaf && remove) {
    if (Array.isArray(copy)) copy.splice(Number(key), 1);
    else delete copy[key];
  } else {
    Object.assign(copy, { [key]: tampered(inside, { walk: walk.slice(1), value, remove }) });
  }
  return copy;
}
