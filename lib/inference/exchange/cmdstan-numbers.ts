/** A number as C++ prints it, with all its digits. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (Object.is(value, -0)) return "-0";
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? "inf" : "-inf";
}

const finite = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/;
// as GNU, LLVM and Microsoft's libraries write them, the last one's old spellings with a 1.# in front
const infinite = /^([+-]?)(?:inf(?:inity)?|1\.#inf0*)$/;
const notNumber = /^[+-]?(?:nan(?:\([\w:]*\))?|1\.#(?:ind|qnan|snan)0*)$/;

/** The number in a cell; undefined for what is none, an empty cell included. */
export function parseNumber(text: string): number | undefined {
  const lower = text.trim().toLowerCase();
  if (finite.test(lower)) return Number(lower);
  const sign = infinite.exec(lower)?.[1];
  if (sign !== undefined) return sign === "-" ? -Infinity : Infinity;
  return notNumber.test(lower) ? Number.NaN : undefined;
}
