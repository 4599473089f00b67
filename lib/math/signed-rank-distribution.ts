/**
 * `P(W >= sum)` for the sum W of those ranks that get a positive sign, each with probability 1/2 and independently: the
 * permutation distribution of Wilcoxon's signed-rank statistic, exact with ties too.
 *
 * All 2^n signs are counted by convolution over twice the ranks, which are whole numbers: sums of positive numbers, up to 50
 * ranks without any rounding. Cost O(n^3) for n ranks.
 *
 * @param ranks midranks, up to 1000 of them: beyond, 2^-n is no number
 */
export function upperTailOfSignedRanks(ranks: ArrayLike<number>, sum: number): number {
  const doubled = Array.from(ranks, (rank) => Math.round(2 * rank));
  const step = doubled.every((rank) => rank % 2 === 0) ? 2 : 1;
  const places = doubled.map((rank) => rank / step);
  const total = places.reduce((a, b) => a + b, 0);
  const from = Math.round((2 * sum) / step);
  const probability = new Float64Array(total + 1);
  probability[0] = 1;
  let reach = 0;
  for (const rank of places) {
    reach += rank;
    for (let at = reach; at >= 0; at--) {
      const moved = at >= rank ? probability[at - rank]! : 0;
      probability[at] = 0.5 * (probability[at]! + moved);
    }
  }
  // the smallest terms first
  return probability.subarray(Math.max(0, from)).reduceRight((tail, each) => tail + each, 0);
}
