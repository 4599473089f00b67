import { examFunction, examInputs } from "pml/report";
import {
  type ChainsAnswer,
  type ExactAnswer,
  type GaussianProcessQuestion,
  kernels,
} from "./compute/gaussian-process.js";
import { button, choice, Part, slider } from "./part.js";
import { html, Plot, svg } from "./plot.js";
import { Latest, type WorkerClient } from "./worker-client.js";

// The Gaussian process and NUTS under the reader's hands: data dragged, kernel and priors chosen.

const examPoints = (): [number, number][] => examInputs.map((x) => [x, examFunction(x)]);
const noises: Readonly<Record<string, number>> = {
  "0.0001 (the exam's)": 1e-4,
  "0.01": 0.01,
  "0.1": 0.1,
  "none at all": 0,
};
const digits = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));

const format = (logarithm: number) => String(Number(Math.exp(logarithm).toPrecision(2)));

/** @param room pixels from side to side: in a narrow window the drawing is, not its letters */
const functionPlot = (room: number) =>
  new Plot({
    label:
      "Data, function and posterior. Points can be dragged; with the keyboard, arrows move a point, Delete removes it.",
    width: room < 520 ? 360 : 640,
    height: room < 520 ? 320 : 400,
    x: { from: -1, to: 1, title: "x", ticks: [-1, -0.5, 0, 0.5, 1] },
    y: { from: -6, to: 6, title: "f(x)", ticks: [-6, -4, -2, 0, 2, 4, 6] },
  });

const planePlot = () =>
  new Plot({
    label: "Draws of lengthscale and variance, on logarithmic axes",
    width: 400,
    height: 400,
    x: { from: -5.2, to: 2.8, title: "lengthscale", ticks: [0.01, 0.1, 1, 10].map(Math.log), format },
    y: { from: -5, to: 7, title: "variance", ticks: [0.01, 0.1, 1, 10, 100, 1000].map(Math.log), format },
  });

class GaussianProcessPart {
  private points = examPoints();
  private question: Omit<GaussianProcessQuestion, "points"> = {
    kernel: "Gaussian (RBF)",
    lengthscale: { meanOfLog: -1, sdOfLog: 1 },
    variance: { meanOfLog: 0, sdOfLog: 2 },
    noise: 1e-4,
  };
  private readonly part: Part;
  private readonly plot: Plot;
  private readonly plane = planePlot();
  private readonly band = svg("path", { class: "band" });
  private readonly reportLower = svg("path", { class: "report-band" });
  private readonly reportUpper = svg("path", { class: "report-band" });
  private readonly mean = svg("path", { class: "mean" });
  private readonly draws = [0, 1, 2].map(() => svg("path", { class: "draw" }));
  private readonly nodes = svg("path", { class: "nodes" });
  private readonly chains = [0, 1, 2, 3].map((c) => svg("path", { class: `chain chain-${c}` }));
  private readonly numbers = html("dl", { class: "numbers" });
  private readonly exact: Latest<"gaussian-process">;
  private readonly sampled: Latest<"chains">;
  private exactAnswer: ExactAnswer | undefined;
  private chainsAnswer: ChainsAnswer | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  constructor(place: HTMLElement, client: WorkerClient) {
    this.part = new Part(place, "aligned");
    this.plot = functionPlot(place.clientWidth);
    this.exact = new Latest(
      client,
      "gaussian-process",
      (answer) => this.drawExact(answer),
      (why) => this.part.fail(why),
    );
    this.sampled = new Latest(
      client,
      "chains",
      (answer) => this.drawChains(answer),
      () => {},
    );
    this.addControls();
    const truth = Array.from({ length: 401 }, (_, i) => -1 + i / 200);
    this.plot.below.append(
      this.band,
      this.reportLower,
      this.reportUpper,
      ...this.draws,
      svg("path", { class: "truth", d: this.plot.line(truth, truth.map(examFunction)) }),
      this.mean,
    );
    this.plane.below.append(this.nodes, ...this.chains);
    this.part.board.append(
      html(
        "div",
        { class: "plots" },
        html("div", {}, this.plot.element, functionLegend()),
        html("div", {}, this.plane.element, planeLegend()),
      ),
      this.numbers,
    );
    this.plot.element.addEventListener("pointerdown", (event) => this.addAt(event));
    this.drawPoints();
    this.ask();
  }

  private addControls(): void {
    const priorSlider = (
      name: "lengthscale" | "variance",
      key: "meanOfLog" | "sdOfLog",
      words: (v: number) => string,
      range: [number, number],
    ) =>
      slider(
        `${name}, ${key === "meanOfLog" ? "prior median" : "prior spread"}`,
        { from: range[0], to: range[1], step: 0.1, value: this.question[name][key] },
        words,
        (value) => this.change({ [name]: { ...this.question[name], [key]: value } }),
      );
    const median = (value: number) => Math.exp(value).toPrecision(2);
    const factor = (value: number) => `× or ÷ ${Math.exp(value).toPrecision(2)}`;
    this.part.add(
      choice("Kernel", Object.keys(kernels), (kernel) => this.change({ kernel })),
      choice("Noise variance", Object.keys(noises), (name) => this.change({ noise: noises[name]! })),
      priorSlider("lengthscale", "meanOfLog", median, [-3, 1.5]),
      priorSlider("lengthscale", "sdOfLog", factor, [0.1, 2]),
      priorSlider("variance", "meanOfLog", median, [-2, 4]),
      priorSlider("variance", "sdOfLog", factor, [0.1, 3]),
      html(
        "span",
        { class: "buttons" },
        button("Add a point", () => this.addPoint(this.freePlace())),
        button("The exam's five points", () => {
          this.points = examPoints();
          this.drawPoints();
          this.ask();
        }),
      ),
    );
  }

  private change(part: Partial<GaussianProcessQuestion>): void {
    this.question = { ...this.question, ...part };
    this.ask();
  }

  /** The middle of the widest gap, on the function. */
  private freePlace(): [number, number] {
    const x = [-1, ...this.points.map(([each]) => each).sort((a, b) => a - b), 1];
    const gaps = x.slice(1).map((each, i) => each - x[i]!);
    const widest = gaps.indexOf(Math.max(...gaps));
    const middle = (x[widest]! + x[widest + 1]!) / 2;
    return [middle, examFunction(middle)];
  }

  private addPoint(point: [number, number]): number {
    this.points.push(point);
    this.drawPoints();
    this.ask();
    return this.points.length - 1;
  }

  private addAt(event: PointerEvent): void {
    if (event.button !== 0 || (event.target as Element).closest(".datum")) return;
    const index = this.addPoint(this.plot.at(event));
    this.drag(index, event);
  }

  private drag(index: number, event: PointerEvent): void {
    event.preventDefault();
    const { element } = this.plot;
    element.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent) => this.moveTo(index, this.plot.at(moved));
    const end = () => {
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerup", end);
      element.removeEventListener("pointercancel", end);
    };
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerup", end);
    element.addEventListener("pointercancel", end);
    this.circle(index)?.focus();
  }

  private circle(index: number): SVGElement | undefined {
    return this.plot.above.children[index] as SVGElement | undefined;
  }

  private moveTo(index: number, point: [number, number]): void {
    this.points[index] = point;
    this.place(index);
    this.ask();
  }

  private place(index: number): void {
    const [x, y] = this.points[index]!;
    const circle = this.circle(index)!;
    circle.setAttribute("cx", this.plot.px(x).toFixed(1));
    circle.setAttribute("cy", this.plot.py(y).toFixed(1));
    circle.setAttribute(
      "aria-label",
      `Point ${index + 1} of ${this.points.length}: x ${x.toFixed(2)}, y ${y.toFixed(2)}`,
    );
  }

  private drawPoints(): void {
    const circles = this.points.map((_, index) => {
      const circle = svg("circle", { r: 8, class: "datum", tabindex: 0, role: "button" });
      circle.addEventListener("pointerdown", (event) => this.drag(index, event));
      circle.addEventListener("keydown", (event) => this.key(index, event));
      circle.addEventListener("dblclick", () => this.remove(index));
      return circle;
    });
    this.plot.above.replaceChildren(...circles);
    for (const index of this.points.keys()) this.place(index);
  }

  private key(index: number, event: KeyboardEvent): void {
    const step = event.shiftKey ? 5 : 1;
    const by: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-0.02, 0],
      ArrowRight: [0.02, 0],
      ArrowUp: [0, 0.1],
      ArrowDown: [0, -0.1],
    };
    const [dx, dy] = by[event.key] ?? [0, 0];
    if (event.key === "Delete" || event.key === "Backspace") this.remove(index);
    else if (dx !== 0 || dy !== 0) {
      const [x, y] = this.points[index]!;
      const within = (value: number, limit: number) => Math.min(limit, Math.max(-limit, value));
      this.moveTo(index, [within(x + step * dx, 1), within(y + step * dy, 6)]);
    } else return;
    event.preventDefault();
  }

  private remove(index: number): void {
    this.points.splice(index, 1);
    this.drawPoints();
    this.circle(Math.min(index, this.points.length - 1))?.focus();
    this.ask();
  }

  /** The exact answer at once, chains when the hand rests. */
  private ask(): void {
    const question = { ...this.question, points: this.points.map(([x, y]) => [x, y] as const) };
    this.asked = performance.now();
    this.exact.ask(question);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.sampled.ask(question), 120);
  }

  private drawExact(answer: ExactAnswer): void {
    const { grid, mean, totalVariance, reportVariance, draws, positions, weights } = answer;
    const { plot, plane } = this;
    const edge = (variance: Float64Array, sign: number) =>
      mean.map((m, i) => m + sign * 2 * Math.sqrt(variance[i]!));
    this.part.fail(undefined);
    this.band.setAttribute("d", plot.band(grid, edge(totalVariance, -1), edge(totalVariance, 1)));
    this.reportLower.setAttribute("d", plot.line(grid, edge(reportVariance, -1)));
    this.reportUpper.setAttribute("d", plot.line(grid, edge(reportVariance, 1)));
    this.mean.setAttribute("d", plot.line(grid, mean));
    for (const [i, path] of this.draws.entries()) path.setAttribute("d", plot.line(grid, draws[i]!));
    const even = (offset: number) =>
      Float64Array.from({ length: positions.length / 2 }, (_, i) => positions[2 * i + offset]!);
    const heaviest = Math.max(...weights);
    const radii = weights.map((weight) => 4 * Math.sqrt(weight / heaviest));
    this.nodes.setAttribute("d", plane.dots(even(0), even(1), radii));
    this.exactAnswer = answer;
    performance.measure("live-drag", { start: this.asked });
    this.write();
  }

  private drawChains(answer: ChainsAnswer): void {
    for (const [c, path] of this.chains.entries()) {
      // a quarter of them: more would cover each other
      const quarter = (draws: Float64Array) => draws.filter((_, i) => i % 4 === 0);
      const [x, y] = [quarter(answer.lengthscale[c]!), quarter(answer.variance[c]!)];
      path.setAttribute(
        "d",
        this.plane.dots(
          x,
          y,
          x.map(() => 1.9),
        ),
      );
    }
    this.chainsAnswer = answer;
    this.write();
  }

  private write(): void {
    const { exactAnswer: exact, chainsAnswer: chains } = this;
    if (exact === undefined) return;
    const rows: [string, string][] = [
      ["evidence ln p(y)", `${exact.logEvidence.toFixed(3)} nats`],
      ["lengthscale, exactly", `${digits(exact.lengthscale.mean)} ± ${digits(exact.lengthscale.sd)}`],
      ["variance, exactly", `${digits(exact.variance.mean)} ± ${digits(exact.variance.sd)}`],
    ];
    if (chains !== undefined)
      rows.push(
        ["lengthscale, by NUTS", digits(chains.meanLengthscale)],
        ["R-hat", chains.rhat.map((value) => value.toFixed(3)).join(", ")],
        [
          "effective draws of 4,000",
          chains.ess.map((value) => Math.round(value).toLocaleString("en-GB")).join(", "),
        ],
        ["divergent", String(chains.divergent)],
      );
    this.numbers.replaceChildren(
      ...rows.map(([name, value]) => html("div", {}, html("dt", {}, name), html("dd", {}, value))),
    );
    this.numbers.dataset.logEvidence = String(exact.logEvidence);
    this.part.say(
      `${this.points.length} points. ${rows.map(([name, value]) => `${name} ${value}`).join("; ")}.`,
    );
  }
}

const entry = (name: string, text: string) => html("span", {}, html("i", { class: name }), text);

const functionLegend = (): HTMLElement =>
  html(
    "p",
    { class: "legend" },
    entry("key-truth", "the exam's f"),
    entry("key-mean", "mean"),
    entry("key-band", "C: 2 sd by the total variance"),
    entry("key-report", "R: 2 sd as in the report"),
    entry("key-draw", "three joint draws"),
  );

const planeLegend = (): HTMLElement =>
  html(
    "p",
    { class: "legend" },
    "Draws of NUTS, every fourth, by chain:",
    ...[0, 1, 2, 3].map((c) => entry(`dot chain-${c}`, String(c))),
    entry("dot key-nodes", "quadrature, by weight"),
  );

export const startGaussianProcess = (place: HTMLElement, client: WorkerClient): void => {
  new GaussianProcessPart(place, client);
};
