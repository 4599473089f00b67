/** How far two JSON documents of the same form are apart. */
export interface NumberDifference {
  /** Largest difference of two numbers at the same place, relative to the largest number under the same name. */
  readonly largest: number;
  /** Places that are not numbers on both sides and differ: pictures drawn from numbers, printed numbers. */
  readonly texts: number;
}

/** Visits both documents in step; `name` is that of the property that holds the value, however deep in lists. */
function visit(
  a: unknown,
  b: unknown,
  name: string,
  see: (name: string, a: unknown, b: unknown) => void,
): void {
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) {
    see(name, a, b);
    return;
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
    visit(
      (a as Record<string, unknown>)[key],
      (b as Record<string, unknown>)[key],
      Array.isArray(a) ? name : key,
      see,
    );
}

/** Compares two parsed documents. */
export function numberDifference(a: unknown, b: unknown): NumberDifference {
  const apart = new Map<string, number>();
  const scale = new Map<string, number>();
  let texts = 0;
  visit(a, b, "", (name, one, other) => {
    if (typeof one === "number" && typeof other === "number") {
      apart.set(name, Math.max(apart.get(name) ?? 0, Math.abs(one - other)));
      scale.set(name, Math.max(scale.get(name) ?? 0, Math.abs(one), Math.abs(other)));
    } else if (one !== other) texts++;
  });
  const largest = Math.max(
    0,
    ...[...apart]
      .filter(([, distance]) => distance > 0)
      .map(([name, distance]) => distance / scale.get(name)!),
  );
  return { largest, texts };
}
