/**
 * P value of the two-sample Kolmogorov-Smirnov test, by its limit distribution with Stephens's correction; with ties
 * it is conservative.
 */
export function kolmogorovSmirnovPValue(a: readonly number[], b: readonly number[]): number {
  const first = [...a].sort((x, y) => x - y);
  const second = [...b].sort((x, y) => x - y);
  let distance = 0;
  for (let i = 0, j = 0; i < first.length && j < second.length; ) {
    const value = Math.min(first[i]!, second[j]!);
    while (i < first.length && first[i]! <= value) i++;
    while (j < second.length && second[j]! <= value) j++;
    distance = Math.max(distance, Math.abs(i / first.length - j / second.length));
  }
  const size = Math.sqrt((first.length * second.length) / (first.length + second.length));
  const scaled = (size + 0.12 + 0.11 / size) * distance;
  if (scaled < 0.3) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * scaled * scaled);
  return Math.min(1, Math.max(0, sum));
}
