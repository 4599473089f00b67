// @silent: words messages

/**
 * An error a caller can mend: names the function, says what it got and what it wants.
 *
 * `details` carries the offending values as data, so that a program (or a test) need not read the message.
 */
export class InputError extends Error {
  override readonly name = "InputError";
  constructor(
    readonly functionName: string,
    problem: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${functionName}: ${problem}`);
  }
}

/** Throws an {@link InputError} unless `condition` holds. */
export function requireInput(
  condition: boolean,
  functionName: string,
  problem: string | (() => string),
  details: Readonly<Record<string, unknown>> = {},
): asserts condition {
  if (!condition)
    throw new InputError(functionName, typeof problem === "string" ? problem : problem(), details);
}

/**
 * Checks that `value` is an integer of at least `minimum`, and returns it. It is asked at every random integer: nothing is made
 * for a message before there is a fault.
 */
export function requireInteger(functionName: string, name: string, value: number, minimum = 0): number {
  if (Number.isSafeInteger(value) && value >= minimum) return value;
  const problem = `${name} must be an integer of at least ${minimum}, got ${value}`;
  throw new InputError(functionName, problem, { [name]: value });
}

/** Checks that `value` is a finite number greater than 0, and returns it. */
export function requirePositive(functionName: string, name: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  const problem = `${name} must be a finite number above 0, got ${value}`;
  throw new InputError(functionName, problem, { [name]: value });
}

/** Checks that every entry of `values` is finite; the error names the first that is not. */
export function requireFinite(functionName: string, name: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new InputError(functionName, `${name}[${i}] must be finite, got ${values[i]}`, {
        name,
        index: i,
      });
    }
  }
}

/** Checks that `actual` equals `expected`, in a message that shows both lengths. */
export function requireLength(functionName: string, name: string, actual: number, expected: number): void {
  requireInput(
    actual === expected,
    functionName,
    () => `${name} must have length ${expected}, got ${actual}`,
    { name, actual, expected },
  );
}

/**
 * Checks that a size x size matrix by rows is symmetric, but for rounding: opposite entries differ by at most 1e-8 of the geometric
 * mean of their diagonal entries.
 */
export function requireSymmetric(
  functionName: string,
  name: string,
  matrix: ArrayLike<number>,
  size: number,
): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const [below, above] = [matrix[i * size + j]!, matrix[j * size + i]!];
      if (below === above) continue;
      const scale = Math.sqrt(Math.abs(matrix[i * size + i]!)) * Math.sqrt(Math.abs(matrix[j * size + j]!));
      requireInput(
        Math.abs(below - above) <= 1e-8 * scale,
        functionName,
        () => `${name} must be symmetric, but entry [${i}, ${j}] is ${below} and [${j}, ${i}] is ${above}`,
        { name, row: i, column: j },
      );
    }
  }
}

/** A sentence for an error that is thrown elsewhere; its words, like those of errors themselves, count in no version of a program. */
export function wording(sentence: string): string {
  return sentence;
}
