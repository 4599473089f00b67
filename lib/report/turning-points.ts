/** How often a sampled curve turns: the number of its inner points that are local maxima or minima. */
export function turningPoints(values: ArrayLike<number>): number {
  let turns = 0;
  for (let i = 1; i < values.length - 1; i++)
    if ((values[i]! - values[i - 1]!) * (values[i + 1]! - values[i]!) < 0) turns += 1;
  return turns;
}
