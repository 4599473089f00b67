/** A place in a plane. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** So often all pairs are looked at: a dozen labels have found their places long before. */
const rounds = 100;

/**
 * Places for labels near those that they belong to, such that none lies over another: of two that do, each gives way by half of what is
 * missing, upwards and downwards or to the sides, whichever is less.
 *
 * @param box room that a label takes, in the units of the places
 */
export function labelsApart(places: readonly Place[], box: Place): Place[] {
  const moved = places.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < rounds; round++) {
    let isApart = true;
    for (let i = 0; i < moved.length; i++)
      for (let j = i + 1; j < moved.length; j++) isApart = !giveWay(moved[i]!, moved[j]!, box) && isApart;
    if (isApart) break;
  }
  return moved;
}

/** Whether two labels had to give way. */
function giveWay(a: { x: number; y: number }, b: { x: number; y: number }, box: Place): boolean {
  const missing = { x: box.x - Math.abs(a.x - b.x), y: box.y - Math.abs(a.y - b.y) };
  // what rounding leaves is no overlap
  if (missing.x <= 1e-9 * box.x || missing.y <= 1e-9 * box.y) return false;
  const axis = missing.x / box.x < missing.y / box.y ? "x" : "y";
  const half = (a[axis] <= b[axis] ? 0.5 : -0.5) * missing[axis];
  a[axis] -= half;
  b[axis] += half;
  return true;
}
