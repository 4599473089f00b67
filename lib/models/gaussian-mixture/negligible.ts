/** `exp(-746)` is 0 in doubles (the smallest positive one is `exp(-744.4)`): a responsibility below is exactly 0. */
export const exactlyZero = -746;

/**
 * The logarithm of the responsibility that EM takes for 0, 1e-40. A component's responsibilities sum up to more than 1e-15 (or it
 * counts as lost), so that those of all rows of any data together are less there than the rounding of the sum.
 */
export const negligible = Math.log(1e-40);

/**
 * The log-density below which a component counts for nothing beside another of `best`: its responsibility is less than
 * `exp(least)`, and it adds nothing to the sum. The relative part covers the rounding of huge quadratic forms.
 *
 * @param best the log-density of any component for the same row
 * @param constant the component's log-density at its mean
 * @param least logarithm of the least responsibility that counts
 */
export function negligibleBelow(best: number, constant: number, least: number): number {
  return best + least - 1e-10 * (Math.abs(best) + Math.abs(constant));
}
