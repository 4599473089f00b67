/** A filled, opaque circle as Vega writes the points of a scatter plot. */
const circle =
  /<path transform="translate\(([-\d.e]+),([-\d.e]+)\)" d="M([\d.]+),0A\3,\3,0,1,1,-\3,0A\3,\3,0,1,1,\3,0" fill="([^"]+)" stroke-width="[\d.]+" opacity="1"\/>/y;

/** So many like circles in a row become one path; legends stay as they are. */
const shortestRun = 20;

interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: string;
  readonly fill: string;
  readonly end: number;
}

function circleAt(svg: string, from: number): Circle | undefined {
  circle.lastIndex = from;
  const match = circle.exec(svg);
  if (match === null) return undefined;
  const [, x, y, radius, fill] = match;
  return { x: Number(x), y: Number(y), radius: radius!, fill: fill!, end: circle.lastIndex };
}

/** All circles of one size and colour that follow each other from `from` on. */
function runAt(svg: string, from: number): Circle[] {
  const run: Circle[] = [];
  for (let next = circleAt(svg, from); next !== undefined; next = circleAt(svg, next.end)) {
    if (run.length > 0 && (next.fill !== run[0]!.fill || next.radius !== run[0]!.radius)) break;
    run.push(next);
  }
  return run;
}

/** One path of dots: a stroke of no length with round ends is a disc. Hundredths of a pixel are exact enough. */
function dots(run: readonly Circle[]): string {
  const { fill, radius } = run[0]!;
  const d = run.map(({ x, y }) => `M${Number(x.toFixed(2))},${Number(y.toFixed(2))}h0`).join("");
  return `<path class="dots" d="${d}" fill="none" stroke="${fill}" stroke-width="${2 * Number(radius)}" stroke-linecap="round"/>`;
}

/** Marks that nobody sees: they are for the pointer, which a still picture has not. */
const unseen = /<path [^>]*? opacity="0"\/>/g;

/**
 * The same drawing in a twentieth of the bytes where it has thousands of points: runs of opaque circles of one size and
 * colour become one path each, in the same drawing order; what is not seen is left out.
 */
export function compactSvg(drawing: string): string {
  const svg = drawing.replaceAll(unseen, "");
  const pieces: string[] = [];
  let kept = 0;
  for (let at = svg.indexOf("<path transform"); at >= 0; at = svg.indexOf("<path transform", at)) {
    const run = runAt(svg, at);
    const end = run.at(-1)?.end ?? at + 1;
    if (run.length >= shortestRun) {
      pieces.push(svg.slice(kept, at), dots(run));
      kept = end;
    }
    at = end;
  }
  pieces.push(svg.slice(kept));
  return pieces.join("");
}
