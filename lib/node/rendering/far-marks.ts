/** A mark of its own place: `translate(x,y)`. */
const placed = /<path\b[^>]*? transform="translate\((-?[\d.e+-]+),(-?[\d.e+-]+)\)"[^>]*\/>/g;

/**
 * The drawing without points that lie far outside of it, behind a frame that cuts them off: resvg ends the process at a transparent one
 * that is outside of the two sheets' widths or heights about the drawing which it keeps for layers.
 */
export function withoutFarMarks(svg: string): string {
  const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  // the groups that hold a point move it by less than the size of the drawing
  const [farAcross, farDown] = [1.9 * Number(width), 1.9 * Number(height)];
  return svg.replaceAll(placed, (mark, x: string, y: string) =>
    Math.abs(Number(x)) > farAcross || Math.abs(Number(y)) > farDown ? "" : mark,
  );
}
