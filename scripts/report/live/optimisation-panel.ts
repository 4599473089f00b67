import { rules, type StepAnswer } from "./compute/optimisation.js";
import { html, Plot, svg } from "./plot.js";

/** One rule's view of the function: what it knows, what it believes, where it asks next. */
export class Panel {
  readonly element: HTMLElement;
  readonly plot: Plot;
  private readonly truth = svg("path", { class: "truth" });
  private readonly band = svg("path", { class: "band" });
  private readonly mean = svg("path", { class: "mean" });
  private readonly curve = svg("path", { class: "draw" });
  private readonly known = svg("path", { class: "known" });
  private readonly newest = svg("circle", { r: 7, class: "newest", visibility: "hidden" });
  private readonly line = html("p", { class: "panel-line" });

  constructor(
    readonly name: string,
    private readonly grid: Float64Array,
  ) {
    const rule = rules[name];
    const title = rule?.says ?? "you";
    this.plot = new Plot({
      label: title,
      width: 330,
      height: 200,
      x: { from: -1.04, to: 1.04, title: "x", ticks: [-1, 0, 1] },
      y: { from: -6.5, to: 6.5, title: "f(x)", ticks: [-5, 0, 5] },
    });
    this.plot.below.append(this.band, this.truth, this.curve, this.mean, this.known, this.newest);
    const mark = rule === undefined ? "" : html("span", { class: `mark ${rule.voice.toLowerCase()}` });
    this.element = html(
      "div",
      { class: "panel" },
      html("h3", {}, mark, rule === undefined ? "You" : ` ${rule.voice}: ${title}`),
      this.plot.element,
      this.line,
    );
  }

  showTruth(values: ArrayLike<number> | undefined): void {
    this.truth.setAttribute("d", values === undefined ? "" : this.plot.line(this.grid, values));
  }

  /** All known points; the last is marked where it is a rule's or the reader's own. */
  showKnown(points: readonly { readonly x: readonly number[]; readonly y: number }[], start: number): void {
    const x = points.map((point) => point.x[0]!);
    const y = points.map((point) => point.y);
    this.known.setAttribute(
      "d",
      this.plot.dots(
        x,
        y,
        x.map(() => 4),
      ),
    );
    const last = points.length > start ? points.at(-1) : undefined;
    this.newest.setAttribute("visibility", last === undefined ? "hidden" : "visible");
    if (last === undefined) return;
    this.newest.setAttribute("cx", this.plot.px(last.x[0]!).toFixed(1));
    this.newest.setAttribute("cy", this.plot.py(last.y).toFixed(1));
  }

  /** What a rule believes, and the curve by which it chooses: a score is drawn along the lower edge. */
  showBelief({ mean, variance, curve }: StepAnswer): void {
    const edge = (sign: number) => mean.map((m, i) => m + sign * 2 * Math.sqrt(variance[i]!));
    this.band.setAttribute("d", this.plot.band(this.grid, edge(-1), edge(1)));
    this.mean.setAttribute("d", this.plot.line(this.grid, mean));
    const most = Math.max(...curve, Number.MIN_VALUE);
    const drawn = this.name === "improvement" ? curve.map((value) => -6.4 + (2 * value) / most) : curve;
    this.curve.setAttribute("d", this.plot.line(this.grid, drawn));
  }

  clear(): void {
    for (const path of [this.band, this.mean, this.curve]) path.setAttribute("d", "");
    this.write("");
  }

  write(text: string): void {
    this.line.textContent = text;
  }
}
