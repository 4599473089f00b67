// A small plot in SVG: axes with ticks, and what is drawn by path.

const namespace = "http://www.w3.org/2000/svg";

/** An element of SVG with its attributes. */
export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly (SVGElement | string)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** An element of HTML with its attributes. */
export function html<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly (Element | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

export interface PlotOptions {
  readonly label: string;
  readonly x: Range & {
    readonly title: string;
    readonly ticks: readonly number[];
    readonly format?: (value: number) => string;
  };
  readonly y: Range & {
    readonly title: string;
    readonly ticks: readonly number[];
    readonly format?: (value: number) => string;
  };
  readonly width: number;
  readonly height: number;
}

let plots = 0;
const edges = { right: 12, top: 10, bottom: 38 };
/** Of one letter of a tick's label, at most. */
const letter = 8;

/** A drawing with axes; coordinates of the data go through `px` and `py`. */
export class Plot {
  readonly element: SVGSVGElement;
  /** What is drawn below, and what can be touched above it. */
  readonly below = svg("g", { "clip-path": "" });
  readonly above = svg("g");
  private readonly margin: typeof edges & { readonly left: number };

  constructor(private readonly options: PlotOptions) {
    const { width, height, label, y } = options;
    const letters = y.ticks.map((tick) => (y.format ?? String)(tick).length);
    // the title's line, and the longest label with its tick
    this.margin = { ...edges, left: 22 + letter * Math.max(...letters) };
    const { margin } = this;
    this.element = svg("svg", {
      viewBox: `0 0 ${width} ${height}`,
      role: "group",
      "aria-label": label,
      class: "plot",
      // shown larger, its letters would be a title's
      style: `max-width: ${1.25 * width}px`,
    });
    plots += 1;
    const id = `clip-${plots}`;
    const inner = { x: margin.left, y: margin.top, width: this.innerWidth, height: this.innerHeight };
    this.element.append(
      svg("clipPath", { id }, svg("rect", inner)),
      svg("rect", { ...inner, class: "frame" }),
      this.axes(),
      this.below,
      this.above,
    );
    this.below.setAttribute("clip-path", `url(#${id})`);
    // for the style sheet, which keeps letters readable where the drawing is shown smaller
    new ResizeObserver(() => {
      const share = this.element.getBoundingClientRect().width / width;
      if (share > 0) this.element.style.setProperty("--shown", share.toFixed(3));
    }).observe(this.element);
  }

  private get innerWidth(): number {
    const { margin } = this;
    return this.options.width - margin.left - margin.right;
  }

  private get innerHeight(): number {
    return this.options.height - this.margin.top - this.margin.bottom;
  }

  px(x: number): number {
    const { from, to } = this.options.x;
    return this.margin.left + (this.innerWidth * (x - from)) / (to - from);
  }

  py(y: number): number {
    const { from, to } = this.options.y;
    return this.margin.top + this.innerHeight * (1 - (y - from) / (to - from));
  }

  /** The data's coordinates of a place in the window, kept within the axes. */
  at(event: { readonly clientX: number; readonly clientY: number }): [number, number] {
    const { left, top, width, height } = this.element.getBoundingClientRect();
    const sx = ((event.clientX - left) / width) * this.options.width;
    const sy = ((event.clientY - top) / height) * this.options.height;
    const { margin } = this;
    const { x, y } = this.options;
    const share = (value: number) => Math.min(1, Math.max(0, value));
    return [
      x.from + (x.to - x.from) * share((sx - margin.left) / this.innerWidth),
      y.from + (y.to - y.from) * share(1 - (sy - margin.top) / this.innerHeight),
    ];
  }

  /** A line through points. */
  line(x: ArrayLike<number>, y: ArrayLike<number>): string {
    let path = "";
    for (let i = 0; i < x.length; i++)
      path += `${i === 0 ? "M" : "L"}${this.px(x[i]!).toFixed(1)} ${this.py(y[i]!).toFixed(1)}`;
    return path;
  }

  /** The area between two lines. */
  band(x: ArrayLike<number>, lower: ArrayLike<number>, upper: ArrayLike<number>): string {
    const back = Array.from(x).reverse();
    const down = Array.from(lower).reverse();
    return `${this.line(x, upper)}${this.line(back, down).replace("M", "L")}Z`;
  }

  /** Small discs as one path. */
  dots(x: ArrayLike<number>, y: ArrayLike<number>, radii: ArrayLike<number>): string {
    let path = "";
    for (let i = 0; i < x.length; i++) {
      const r = radii[i]!.toFixed(1);
      const left = (this.px(x[i]!) - radii[i]!).toFixed(1);
      path += `M${left} ${this.py(y[i]!).toFixed(1)}a${r} ${r} 0 1 0 ${2 * Number(r)} 0a${r} ${r} 0 1 0 ${-2 * Number(r)} 0`;
    }
    return path;
  }

  private axes(): SVGGElement {
    const { margin } = this;
    const { x, y, height } = this.options;
    const write = (value: number, format: ((value: number) => string) | undefined) =>
      (format ?? String)(value);
    const bottom = height - margin.bottom;
    const group = svg("g", { class: "axes", "aria-hidden": "true" });
    for (const tick of x.ticks)
      group.append(
        svg("path", { d: `M${this.px(tick)} ${bottom}v4` }),
        svg("text", { x: this.px(tick), y: bottom + 16, "text-anchor": "middle" }, write(tick, x.format)),
      );
    for (const tick of y.ticks)
      group.append(
        svg("path", { d: `M${margin.left} ${this.py(tick)}h-4` }),
        svg(
          "text",
          { x: margin.left - 7, y: this.py(tick) + 4, "text-anchor": "end" },
          write(tick, y.format),
        ),
      );
    const middle = margin.top + this.innerHeight / 2;
    group.append(
      svg(
        "text",
        { x: margin.left + this.innerWidth / 2, y: height - 5, "text-anchor": "middle", class: "title" },
        x.title,
      ),
      svg(
        "text",
        {
          x: 3,
          y: middle,
          "text-anchor": "middle",
          // from its upper edge on, whatever the size of the letters
          "dominant-baseline": "hanging",
          class: "title",
          transform: `rotate(-90 3 ${middle})`,
        },
        y.title,
      ),
    );
    return group;
  }
}
