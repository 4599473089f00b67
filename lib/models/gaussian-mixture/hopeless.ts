/**
 * The log-density below which a component counts for nothing beside another of `best`. `exp(-746)` is 0 in doubles (the smallest
 * positive one is `exp(-744.4)`), so its responsibility is exactly 0 there, and it adds exactly 0 to the sum. The
 * relative part covers the rounding of huge quadratic forms.
 *
 * @param best the log-density of any component for the same row
 * @param constant the component's log-density at its mean
 */
export function hopelessBelow(best: number, constant: number): number {
  return best - 746 - 1e-10 * (Math.abs(best) + Math.abs(constant));
}
