import type { Clock } from "./progress.js";

/** Milliseconds as a reader says them: "12.3 ms", "4.56 s", "2:05 min". */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${milliseconds.toPrecision(3)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toPrecision(3)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")} min`;
}

/**
 * Runs work, prints how long it took, and returns what it returned: `const fit = await timed("fit", () => fitKMeans(data, options))`.
 * For trying things out; a committed notebook prints no times.
 *
 * @throws what the work throws
 */
export async function timed<Value>(
  label: string,
  work: () => Value | Promise<Value>,
  clock: Clock = () => performance.now(),
): Promise<Value> {
  const begin = clock();
  const value = await work();
  console.log(`${label}: ${duration(clock() - begin)}`);
  return value;
}
