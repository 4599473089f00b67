// @ts-check
/** @typedef {import("./side.mjs").Figure} Figure */

/**
 * How near two figures must be: by the larger of a relative and an absolute difference, or, for estimates given as
 * [value, standard error], by so many standard errors of their difference.
 * @typedef {{ relative?: number, absolute?: number } | { errors: number }} Nearness
 */

/** @param {Figure} figure @returns {readonly number[]} */
const values = (figure) => (typeof figure === "number" ? [figure] : figure);

/**
 * The difference of two figures in units of what is allowed: at most 1 if they agree, NaN or Infinity if they cannot.
 * @param {Figure} ours @param {Figure} theirs @param {Nearness} nearness
 */
export function disagreement(ours, theirs, nearness) {
  const [a, b] = [values(ours), values(theirs)];
  if (a.length !== b.length) return Infinity;
  if ("errors" in nearness) {
    const [mean, error] = /** @type {[number, number]} */ (a);
    const [otherMean, otherError] = /** @type {[number, number]} */ (b);
    return Math.abs(mean - otherMean) / (nearness.errors * Math.hypot(error, otherError));
  }
  const { relative = 0, absolute = 0 } = nearness;
  const shares = a.map((value, i) => {
    const other = /** @type {number} */ (b[i]);
    return Math.abs(value - other) / Math.max(absolute, relative * Math.abs(other));
  });
  // 0 / 0: equal where nothing is allowed
  return Math.max(...shares.map((share, i) => (Number.isNaN(share) && a[i] === b[i] ? 0 : share)));
}

/**
 * Throws unless both sides computed the same thing: times of different things are not compared.
 * @param {string} contest
 * @param {Readonly<Record<string, Figure>>} ours @param {Readonly<Record<string, Figure>>} theirs
 * @param {Readonly<Record<string, Nearness>>} wanted
 */
export function requireAgreement(contest, ours, theirs, wanted) {
  for (const [name, nearness] of Object.entries(wanted)) {
    const [a, b] = [ours[name], theirs[name]];
    if (a === undefined || b === undefined)
      throw new Error(`${contest}: ${a === undefined ? "our" : "the other"} side gives no ${name}`);
    if (!(disagreement(a, b, nearness) <= 1)) {
      const limit = JSON.stringify(nearness);
      throw new Error(
        `${contest}: ${name} is ${a} here and ${b} there, allowed is ${limit}: not the same computation`,
      );
    }
  }
}
