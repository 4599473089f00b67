/** One compared quantity: the largest error found in it, on the scale of its tolerance. */
export interface Quantity {
  readonly name: string;
  /** Largest error over all values compared under this name. NaN if a value was missing or not a number. */
  error: number;
  readonly tolerance: number;
  /** How many numbers were compared. */
  count: number;
  /** Where the largest error was, with both values. */
  worst: string;
}

/** How the difference of two numbers is turned into an error. */
export type Scale =
  /** |a - b| / max(1, |b|), the reference's usual measure */
  | "relative"
  /** |a - b| / |b| (and |a| where b is 0), so that small values count too */
  | "strictly-relative"
  /** |a - b| */
  | "absolute"
  /** |a - b| / given number (the largest entry of a matrix, say) */
  | number;

/** Nested arrays of numbers as fixture files hold them, the texts "NaN", "Infinity" and "-Infinity" among them. */
export type Values = number | string | ArrayLike<number> | readonly Values[];

function flatten(values: Values, into: number[] = []): number[] {
  if (typeof values === "number" || typeof values === "string") into.push(Number(values));
  else for (let i = 0; i < values.length; i++) flatten(values[i] as Values, into);
  return into;
}

function errorOf(actual: number, expected: number, scale: Scale): number {
  if (Object.is(actual, expected) || actual === expected) return 0;
  const difference = Math.abs(actual - expected);
  if (typeof scale === "number") return difference / scale;
  if (scale === "absolute") return difference;
  if (scale === "relative") return difference / Math.max(1, Math.abs(expected));
  return expected === 0 ? difference : difference / Math.abs(expected);
}

/** The largest magnitude in nested values: the scale for "x times the largest entry". */
export function largest(values: Values): number {
  return flatten(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** Collects comparisons by quantity; every checker of a fixture file fills one. */
export class Ledger {
  private readonly quantities = new Map<string, Quantity>();

  /** Compares all numbers of `actual` with those of `expected`, in order; calls under one name are joined. */
  compare(
    name: string,
    actual: Values,
    expected: Values,
    tolerance: number,
    scale: Scale = "relative",
  ): void {
    const got = flatten(actual);
    const want = flatten(expected);
    if (got.length !== want.length) {
      this.record(name, Number.NaN, tolerance, `${got.length} values instead of ${want.length}`);
      return;
    }
    for (let i = 0; i < want.length; i++) {
      this.record(name, errorOf(got[i]!, want[i]!, scale), tolerance, `[${i}] ${got[i]} against ${want[i]}`);
    }
  }

  /** Records an error measured elsewhere (a distance between distributions in standard errors, say). */
  record(name: string, error: number, tolerance: number, where = ""): void {
    const known = this.quantities.get(name);
    if (known === undefined) {
      this.quantities.set(name, { name, error, tolerance, count: 1, worst: where });
      return;
    }
    known.count++;
    if (Number.isNaN(known.error)) return;
    if (!(error / tolerance <= known.error / known.tolerance)) {
      this.quantities.set(name, { ...known, error, tolerance, worst: where });
    }
  }

  /** All quantities in the order they first came up. */
  list(): readonly Quantity[] {
    return [...this.quantities.values()];
  }
}

/** Whether a quantity is within its tolerance (NaN never is). */
export function passes({ error, tolerance }: Quantity): boolean {
  return error <= tolerance;
}
